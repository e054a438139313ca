"""Invented files, made here: none is from a real phone."""

import io

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
