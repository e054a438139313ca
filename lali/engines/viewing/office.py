"""What office files of all kinds have in common: who wrote them, macros, what they fetch, files that lie in them."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from lali.engines.viewing.archives import in_pieces, opened_zip
from lali.engines.viewing.described import Beware, Caution, Fact, Member, Says, line
from lali.engines.viewing.reading import Cannot, Order, caution, of_name, shown_name

MOST_PART = 512 * 1024 * 1024
MOST_READ = 4 * 1024 * 1024
MOST_MEMBERS = 300
_INSIDE = re.compile(r"(?:^|/)(?:media|embeddings|Pictures|Object|ObjectReplacements)/[^/]+$|thumbnail", re.IGNORECASE)
_FACTS = (
    ("docProps/core.xml", "creator", Says.AUTHOR),
    ("docProps/core.xml", "lastModifiedBy", Says.CHANGED_BY),
    ("docProps/core.xml", "created", Says.CREATED),
    ("docProps/core.xml", "modified", Says.CHANGED),
    ("docProps/core.xml", "lastPrinted", Says.PRINTED),
    ("docProps/core.xml", "title", Says.TITLE),
    ("docProps/core.xml", "subject", Says.SUBJECT),
    ("docProps/core.xml", "keywords", Says.KEYWORDS),
    ("docProps/core.xml", "description", Says.WORDS),
    ("docProps/core.xml", "revision", None),
    ("docProps/app.xml", "Application", Says.SOFTWARE),
    ("docProps/app.xml", "Company", Says.COMPANY),
    ("docProps/app.xml", "Template", Says.TEMPLATE),
    ("docProps/app.xml", "TotalTime", Says.EDITING),
    ("meta.xml", "initial-creator", Says.AUTHOR),
    ("meta.xml", "creator", Says.CHANGED_BY),
    ("meta.xml", "creation-date", Says.CREATED),
    ("meta.xml", "date", Says.CHANGED),
    ("meta.xml", "print-date", Says.PRINTED),
    ("meta.xml", "title", Says.TITLE),
    ("meta.xml", "subject", Says.SUBJECT),
    ("meta.xml", "generator", Says.SOFTWARE),
    ("meta.xml", "editing-duration", Says.EDITING),
)


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    with (
        suppress(KeyError, RuntimeError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError),
        parts.open(name) as part,
    ):
        return part.read(MOST_READ)
    return b""


def office_facts(parts: zipfile.ZipFile) -> list[Fact]:
    """What it says of its makers. Read by pattern: its XML is as hostile as the file."""
    names, found = set(parts.namelist()), []
    read = {part: _read(parts, part) for part in {part for part, _name, _says in _FACTS} & names}
    for part, name, says in _FACTS:
        pattern = rb"<(?:[\w-]{1,20}:)?%b(?:\s[^<>]{0,300})?>([^<]{1,1000})<" % name.encode()
        if value := re.search(pattern, read.get(part, b"")):
            found.append(Fact(says or "", line(value[1], 300), "" if says else name, part))
    return found


def office_cautions(parts: zipfile.ZipFile) -> list[Caution]:
    """Macros, what is fetched from outside, passwords."""
    listed = parts.infolist()
    names = [one.filename for one in listed]
    found = []
    if macros := [name for name in names if name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/"))]:
        found.append(caution(Beware.MACROS, ", ".join(macros[:3])))
    relations = b"".join(_read(parts, name) for name in names[:2000] if name.endswith(".rels"))
    links = re.findall(rb'Target="(https?://[^"]{1,200})"[^>]{0,100}TargetMode="External"', relations)
    if b"attachedTemplate" in relations or b"oleObject" in relations or b"frame" in relations:
        found.append(caution(Beware.OUTSIDE, b", ".join(links[:3])))
    if any(one.flag_bits & 1 for one in listed) or b"encryption-data" in _read(parts, "META-INF/manifest.xml"):
        found.append(caution(Beware.ENCRYPTED))
    if inside := [name for name in names if "embeddings/" in name.lower()]:
        found.append(caution(Beware.FILES_INSIDE, len(inside)))
    return found


def office_members(parts: zipfile.ZipFile) -> tuple[Member, ...]:
    """Pictures and files that lie in it, by their number in the zip."""
    return tuple(
        Member(
            number, shown_name(one.filename), one.file_size, one.compress_size, cautions=tuple(of_name(one.filename))
        )
        for number, one in enumerate(parts.infolist(), 1)
        if _INSIDE.search(one.filename) and not one.is_dir()
    )[:MOST_MEMBERS]


def of_office(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """One of them."""
    with opened_zip(file) as parts:
        listed = parts.infolist()
        if not 1 <= order.member <= len(listed) or not _INSIDE.search(listed[order.member - 1].filename):
            raise Cannot("no_such_part")
        one = listed[order.member - 1]
        if one.flag_bits & 1:
            raise Cannot("encrypted")
        with parts.open(one) as unpacked:
            yield from in_pieces(unpacked, one.file_size)  # type: ignore[arg-type]
