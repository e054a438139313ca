"""Pages of imports, and the guide of a case."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

REGISTER = b"Report No,Date,Details\nPIMS-1,03/11/2026,Call 410 0142\nPIMS-1,03/11/2026,Again\nPIMS-2,yesterday,x\n"


@pytest.fixture
def configured(agency):
    from lali.records.configuration.actions import load_shipped

    return load_shipped(by="node", country="FJ")


def file(data=REGISTER):
    return SimpleUploadedFile("register.csv", data)


def test_a_register_is_looked_at_then_taken_in(configured, supervisor, open_page, text_of):
    assert "No register looked at yet" in text_of(open_page(supervisor, "/imports/"))
    facts = {"file": file(), "system": "pims", "target": "case"}
    looked = open_page(supervisor, "/imports/new/", post=facts)
    assert looked.status_code == 302, text_of(looked)
    page = looked["Location"]
    said = text_of(open_page(supervisor, page))
    for words in ("1 row waits", "Same number as an earlier row", "Its day cannot be read"):
        assert words in said
    assert "Refused" in text_of(open_page(supervisor, f"{page}?fate=refused"))
    for words in ("3 Nov 2026", "written “03/11/2026”", "Phone +6794100142", "written “yesterday”"):
        assert words in said
    wrong = open_page(supervisor, f"{page}apply/", post={"file": file(b"Report No,Details\n1,x\n")})
    assert wrong.status_code == 400
    assert "not the file that was looked at" in text_of(wrong)
    assert open_page(supervisor, f"{page}apply/", post={"file": file()}).status_code == 302
    said = text_of(open_page(supervisor, page))
    assert "waits" not in said
    assert "case:FJ-" in said
    assert b'href="/cases/FJ-' in open_page(supervisor, page).content
    listed = b"".join(open_page(supervisor, f"{page}fates/").streaming_content).decode("utf-8-sig")
    assert listed.splitlines()[1].startswith("2,New here,,case:FJ-")
    assert "register.csv" in text_of(open_page(supervisor, "/imports/"))
    ref = next(word for word in said.split() if word.startswith("case:FJ-")).removeprefix("case:")
    said = text_of(open_page(supervisor, f"/cases/{ref}/guide/"))
    assert "PIMS-1" in said
    assert "PIMS, Vanuatu Police" in said


def test_columns_with_unusual_headings_are_named(configured, supervisor, open_page, text_of):
    odd = b"Zahl,Wort\n7,Call 410 0142\n"
    facts = {"system": "fair", "target": "tip"}
    refused = open_page(supervisor, "/imports/new/", post=facts | {"file": file(odd)})
    assert "Say which columns hold the number" in text_of(refused)
    assert "Headings of this file: Zahl, Wort" in text_of(refused)
    assert b"<details open" in refused.content or b" open>" in refused.content
    assert refused.content.count(b'<option value="Zahl">') == 7  # one for each field: nothing is typed
    named = facts | {"file": file(odd), "column_number": "Zahl", "column_text": "Wort"}
    assert open_page(supervisor, "/imports/new/", post=named).status_code == 302
    wrong = facts | {"file": file(odd), "column_number": "Zahl", "column_text": "Wörter"}
    assert open_page(supervisor, "/imports/new/", post=wrong).status_code == 400
    assert open_page(supervisor, "/imports/new/", post=facts | {"file": file(b"%PDF-1.7")}).status_code == 400


def test_the_guide_of_a_case(configured, lead, open_page, text_of):
    from lali.records.cases.actions import describe_case, open_case

    case = open_case(by=lead, title="x", kind="child_online")
    describe_case(
        by=lead, ref=case.ref, version=type(case).objects.get(pk=case.pk).version, title="x", kind="child_online",
        summary="", state="open", answers={"under_18": "yes", "school": "A school (invented)"},
    )  # fmt: skip
    said = text_of(open_page(lead, f"/cases/{case.ref}/guide/"))
    for words in (
        "Child exploited online: first steps",
        "confirm with a prosecutor",
        "A school (invented)",
        "Crimes Act 2009, 114",
    ):
        assert words in said
    said = text_of(open_page(lead, f"/cases/{case.ref}/describe/"))
    assert "School or guardian, of a child" in said
    other = open_case(by=lead, title="y")
    assert "No guide for this kind of case" in text_of(open_page(lead, f"/cases/{other.ref}/guide/"))


def test_extra_fields_are_answered_on_the_describe_page(configured, lead, open_page, text_of):
    from lali.records.cases.actions import open_case
    from lali.records.cases.models import CaseExtras

    case = open_case(by=lead, title="x", kind="fake_job", with_template=False)
    typed = {
        "title": "x", "kind": "fake_job", "summary": "", "state": "open", "version": case.version, "extra_sector": "fishing",
        "extra_channels": ["facebook", "sms"], "extra_departed_on": "2026-11-03", "extra_money_lost": "1200", "extra_still_held": "",
    }  # fmt: skip
    page = open_page(lead, f"/cases/{case.ref}/describe/", post=typed)
    assert page.status_code == 302, text_of(page)
    assert CaseExtras.objects.get(case=case).answers == {
        "sector": "fishing", "channels": ["facebook", "sms"], "departed_on": "2026-11-03", "money_lost": "1200",
    }  # fmt: skip
    page = open_page(lead, f"/cases/{case.ref}/describe/", post=typed | {"extra_sector": "care"})
    assert "A colleague changed this case" in text_of(page)
    assert "Fishing, at sea" in text_of(page)


def test_an_import_is_taken_back_on_its_page(open_page, text_of, supervisor, lead):
    from lali.records.configuration.actions import load_shipped
    from lali.records.imports.actions import apply_import, preview_import
    from lali.records.tips.actions import refer_tip
    from lali.records.tips.models import Tip

    load_shipped(by="node", country="FJ")
    register = b"Number,Details\nPIMS-1,One offer\nPIMS-2,Another offer\n"
    run = preview_import(
        by=supervisor, file=io.BytesIO(register), file_name="r.csv", system="pims", target="tip",
        mapping={"number": 0, "text": 1},
    )  # fmt: skip
    address = f"/imports/{run.pk}/"
    assert "Take this import back" not in text_of(open_page(supervisor, address))
    apply_import(by=supervisor, number=run.pk, file=io.BytesIO(register))
    tip = Tip.objects.first()
    refer_tip(by=lead, number=tip.number, version=tip.version, to="Shelter", note="")
    assert "Take this import back" in text_of(open_page(supervisor, address))
    without = open_page(supervisor, f"{address}undo/", {"reason-reason": ""})
    assert without.status_code == 400
    assert open_page(supervisor, f"{address}undo/", {"reason-reason": "The wrong register"}).status_code == 302
    words = text_of(open_page(supervisor, address))
    assert "The wrong register" in words
    assert words.count("stays: worked on since") == 1
    assert "Take this import back" not in words
    assert open_page(lead, f"{address}undo/", {"reason-reason": "x"}).status_code == 403


def test_the_role_of_persons_named_is_asked_for(configured, supervisor, open_page, text_of):
    register = b"No,Details,Person\nPIMS-1,Ana Quartzfinder rang,Ana Quartzfinder\n"
    facts = {"system": "pims", "target": "case"}
    refused = open_page(supervisor, "/imports/new/", post=facts | {"file": file(register)})
    assert "Choose what these persons are" in text_of(refused)
    looked = open_page(supervisor, "/imports/new/", post=facts | {"file": file(register), "persons_are": "victim"})
    said = text_of(open_page(supervisor, looked["Location"]))
    for words in ("persons named: Possible victim", "The words of 1 row hold the name", "holds the name of a possible"):
        assert words in said


def test_columns_without_a_place_are_named_and_kept_unless_left_out(configured, supervisor, open_page, text_of):
    old = b"No,Phone,Age,Details\nH-1,410 0142,17,An offer\n"
    facts = {"system": "pims", "target": "tip"}
    looked = open_page(supervisor, "/imports/new/", post=facts | {"file": file(old)})
    said = text_of(open_page(supervisor, looked["Location"]))
    for words in ("Columns that have no place of their own", "Phone, Age", "Age: 17", "Phone +6794100142"):
        assert words in said
    looked = open_page(supervisor, "/imports/new/", post=facts | {"file": file(old), "rest": "leave"})
    said = text_of(open_page(supervisor, looked["Location"]))
    assert "These columns are left out Phone, Age" in said
    assert "Age: 17" not in said


def test_what_was_taken_in_is_linked_and_what_was_not_keeps_its_number(configured, supervisor, open_page, text_of):
    old = b"No,Date,Details\nH-1,03/11/2026,Ring +679 410 0142\nH-2,yesterday,x\n"
    looked = open_page(supervisor, "/imports/new/", post={"system": "pims", "target": "tip", "file": file(old)})
    page = looked["Location"]
    open_page(supervisor, f"{page}apply/", post={"file": file(old)})
    shown = open_page(supervisor, page)
    assert b'<a href="/tips/1/">T-0001</a>' in shown.content
    assert "H-2" in text_of(shown)
    assert "Number in the register: H-1" in text_of(open_page(supervisor, "/tips/1/"))


def test_a_preview_is_discarded_on_its_page(configured, supervisor, open_page, text_of):
    facts = {"file": file(), "system": "pims", "target": "case"}
    page = open_page(supervisor, "/imports/new/", post=facts)["Location"]
    said = text_of(open_page(supervisor, page))
    assert "Discard this preview" in said
    assert "What its rows say is forgotten now" in said
    assert open_page(supervisor, f"{page}discard/", post={}).status_code == 302
    said = text_of(open_page(supervisor, page))
    for words in ("Discarded, nothing was taken in", f"Discarded by {supervisor.name}", "how many there were"):
        assert words in said
    for words in ("+6794100142", "PIMS-1", "row waits", "Discard this preview"):
        assert words not in said
    again = open_page(supervisor, f"{page}discard/", post={})
    assert again.status_code == 400
    assert "no longer a preview only" in text_of(again)
    listed = text_of(open_page(supervisor, "/imports/"))
    assert "Discarded, nothing was taken in" in listed
    assert supervisor.name in listed
