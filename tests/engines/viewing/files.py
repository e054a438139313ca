"""Invented files, made here: none is from a real phone."""

import io
from itertools import pairwise

from PIL import Image


def photograph(form="JPEG", size=(320, 240), **more):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Fictional", "Fictional Phone 3"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:01 10:00:00"
    exif.get_ifd(0x8825).update({1: "S", 2: (18.0, 8.0, 30.0), 3: "E", 4: (178.0, 25.0, 0.0)})
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, form, exif=exif, **more)
    return written.getvalue()


def pdf_file(*pages, title="Invented"):
    from fpdf import FPDF

    made = FPDF()
    made.set_title(title)
    made.set_author("Nobody Inparticular")
    made.set_font("helvetica", size=12)
    for words in pages or ("A page",):
        made.add_page()
        made.multi_cell(0, text=words)
    return bytes(made.output())


def looked(data, name="", **where):
    from lali.engines.viewing import Where, look

    return look(io.BytesIO(data), name=name, where=Where(**where))


def codes(seen):
    return {one.code for one in seen.cautions}


def says(seen, name):
    return next((one.value for one in seen.facts if one.name == name), None)


def looked_or_damaged(data, name="", **where):
    """What was seen, or None where the file was called damaged; nothing else may come of it."""
    from lali.engines.viewing import CannotLook

    try:
        return looked(data, name, **where)
    except CannotLook as why:
        if why.reason != "damaged":
            raise
        return None


def ole_file(streams):  # noqa: C901 - one file format, start to end
    """A compound file (MS-CFB) with these streams, all in whole sectors; as few sectors of tables as it needs."""
    import struct

    free, end, fat_mark, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    tree = {}
    for path, data in streams.items():
        node = tree
        *folders, last = path.split("/")
        for folder in folders:
            node = node.setdefault(folder, {})
        node[last] = data
    entries, sectors, chains, small, small_chains = [], [], [], bytearray(), []

    def sector_of(data):
        if not data:
            return end
        start = len(sectors)
        pieces = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        sectors.extend(pieces)
        chains.extend([*range(start + 1, start + len(pieces)), end])
        return start

    def small_of(data):
        if not data:
            return end
        start, pieces = len(small) // 64, -(-len(data) // 64)
        small.extend(data.ljust(pieces * 64, b"\0"))
        small_chains.extend([*range(start + 1, start + pieces), end])
        return start

    def add(name, what):
        place = len(entries)
        entries.append(None)
        is_folder = isinstance(what, dict)
        child = none
        if is_folder:  # a chain to the right is a tree too
            names = sorted(what, key=lambda one: (len(one), one.upper()))
            places = [add(one, what[one]) for one in names]
            for left, right in pairwise(places):
                entries[left][2] = right
            child = places[0] if places else none
        start = end if is_folder else sector_of(what) if len(what) >= 4096 else small_of(what)
        kind = 5 if place == 0 else 1 if is_folder else 2
        entries[place] = [name, kind, none, child, start, 0 if is_folder else len(what)]
        return place

    add("Root Entry", tree)
    entries[0][4:] = [sector_of(bytes(small)), len(small)]
    small_table = sector_of(
        struct.pack(f"<{len(small_chains)}I", *small_chains).ljust(-(-len(small_chains) // 128) * 512, b"\xff")
    )
    packed = b""
    for name, kind, right, child, start, size in entries:
        letters = name.encode("utf-16-le") + b"\0\0"
        packed += letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters), kind, 1, none, right, child)
        packed += bytes(36) + struct.pack("<IQ", start, size)
    packed = packed.ljust(-(-len(packed) // 512) * 512, b"\0")
    directory = sector_of(packed)
    fats = -(-(len(sectors) + 1) // 127)
    table = len(sectors)
    chains += [fat_mark] * fats
    chains += [free] * (fats * 128 - len(chains))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, fats, directory, 0, 4096, small_table, -(-len(small_chains) // 128), end, 0)
    places = [table + number if number < fats else free for number in range(109)]
    head += struct.pack("<109I", *places)
    return head + b"".join(sectors) + struct.pack(f"<{len(chains)}I", *chains)
