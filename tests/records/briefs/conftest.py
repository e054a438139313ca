"""A case with pictures, chats and somebody whose name must not leave."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from fpdf import FPDF
from PIL import Image, ImageDraw

NAME = "Adi Merewairita Inventedlady"
SUSPECT = "Josefo Madeupman"
CHAT = f"Joe: pay 300 first\nMerewairita: I am {NAME}, my mother has no money\nJoe: then no ticket\n"


def photo():
    picture = Image.new("RGB", (640, 480), "white")
    ImageDraw.Draw(picture).text((40, 60), "SECRET FACE", fill="black", font_size=40)
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SECRET FACE"
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def letter():
    pdf = FPDF()
    pdf.set_font("helvetica", size=20)
    for number in range(2):
        pdf.add_page()
        pdf.text(20, 40, f"SECRET LETTER {number}")
    return bytes(pdf.output())


@pytest.fixture
def second(agency, member_of, lead, case):
    """Another lead of the case."""
    from lali.records.cases.actions import put_on_team

    member = member_of(agency)
    put_on_team(by=lead, ref=case.ref, member=member, level="lead")
    return member


@pytest.fixture
def writer(agency, member_of, lead, case):
    """Who contributes."""
    from lali.records.cases.actions import put_on_team

    member = member_of(agency)
    put_on_team(by=lead, ref=case.ref, member=member, level="contribute")
    return member


@pytest.fixture
def reader(agency, member_of, lead, case):
    from lali.records.cases.actions import put_on_team

    member = member_of(agency)
    put_on_team(by=lead, ref=case.ref, member=member, level="read")
    return member


@pytest.fixture
def victim(lead, case):
    from lali.records.cases.actions import add_person

    return add_person(by=lead, ref=case.ref, name=NAME, role="victim", reason="Recruited").person


@pytest.fixture
def material(exhibits, case, lead, victim):
    """Four exhibits, two events, a suspect."""
    from lali.records.cases.actions import add_person
    from lali.records.chronology.actions import Happening, note_event
    from lali.records.chronology.when import exact
    from lali.records.evidence.actions import Acquisition, take_in_exhibit

    add_person(by=lead, ref=case.ref, name=SUSPECT, role="suspect")
    files = {"chat.txt": CHAT.encode(), "face.jpg": photo(), "letter.pdf": letter(), "tool.exe": b"MZ\x00\x01 binary"}
    for name, data in files.items():
        take_in_exhibit(
            by=lead,
            ref=case.ref,
            file_name=name,
            source=io.BytesIO(data),
            acquisition=Acquisition(title=f"{name} of {NAME}"),
        )
    for days, text in ((9, "Fee paid"), (3, f"{NAME} flew to Bangkok")):
        when = exact(timezone.now() - timedelta(days=days), "Pacific/Fiji")
        note_event(by=lead, ref=case.ref, happening=Happening(when=when, text=text, source="Receipt"))
    return case


@pytest.fixture
def chosen(material, writer):
    """A draft that has decided about everything but E-004, and covers in each way."""
    from lali.records.briefs import actions
    from lali.records.briefs.material import material_of

    case = material
    brief = actions.begin_brief(by=writer, ref=case.ref, title="Golden Lagoon", kind="evidence", language="en")
    events = [one.source for one in material_of(case) if one.kind == "event"]
    included = ["E-001", "E-002", "E-003", *events]
    actions.choose_items(
        by=writer, ref=case.ref, number=1, choices=[actions.Choice(source, "included") for source in included]
    )
    actions.cover_phrase(by=writer, ref=case.ref, number=1, phrase="no money", reason="third_party")
    face, paper = (brief.items.get(source=source) for source in ("E-002", "E-003"))
    top = range(12 * 4)
    actions.cover_cells(by=writer, ref=case.ref, number=1, item_id=face.pk, page=1, cells=top, reason="victim")
    actions.cover_cells(by=writer, ref=case.ref, number=1, item_id=paper.pk, page=1, cells=top, reason="safety")
    brief.refresh_from_db()
    return brief


@pytest.fixture
def put_up(chosen, writer):
    from lali.records.briefs import actions

    actions.make_copies(by=writer, ref=chosen.case.ref, number=1)
    return actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)


@pytest.fixture
def fixed(put_up, second):
    from lali.records.briefs import actions

    return actions.fix_brief(by=second, ref=put_up.case.ref, number=1)


@pytest.fixture
def folder(fixed, lead, tmp_path):
    """The folder of a fixed brief, as its receiver unpacks it."""
    import zipfile

    from lali.records.briefs import actions

    _name, pieces = actions.take_out_folder(by=lead, ref=fixed.case.ref, number=1)
    (tmp_path / "folder.zip").write_bytes(b"".join(pieces))
    with zipfile.ZipFile(tmp_path / "folder.zip") as archive:
        archive.extractall(tmp_path / "folder")
    return tmp_path / "folder"
