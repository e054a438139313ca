"""A brief from the first choice to the hand-over, by forms alone."""

import io
import re
import zipfile

import pytest
from django.urls import reverse
from PIL import Image

from lali.records.briefs.models import Brief
from lali.records.evidence.actions import Acquisition, take_in_exhibit


@pytest.fixture
def second(full_case, lead, supervisor):
    from lali.records.cases.actions import put_on_team

    put_on_team(by=lead, ref=full_case.ref, member=supervisor, level="lead")
    return supervisor


@pytest.fixture
def go(full_case, open_page):
    """`go(member, "brief_choose", number=1)` opens or, with data, sends a form."""

    def go(member, name, post=None, query="", **where):
        address = reverse(f"workspace:{name}", kwargs={"ref": full_case.ref} | where)
        return open_page(member, address + query, post=post)

    return go


def png():
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(written, "PNG")
    return written.getvalue()


def test_a_brief_by_forms_alone(full_case, lead, second, colleague, go, text_of):
    _choose(full_case, lead, colleague, go, text_of)
    _cover(colleague, go, text_of)
    _put_up(lead, colleague, go, text_of)
    _fix_and_hand_over(lead, second, go, text_of)


def _choose(full_case, lead, colleague, go, text_of):
    take_in_exhibit(
        by=lead, ref=full_case.ref, file_name="f.png", source=io.BytesIO(png()), acquisition=Acquisition("Face")
    )
    assert "No brief yet" in text_of(go(lead, "briefs"))
    go(colleague, "brief_new")
    assert go(colleague, "brief_new", {"title": "", "kind": "evidence", "language": "en"}).status_code == 400
    go(colleague, "brief_new", {"title": "For the court", "kind": "disclosure", "language": "fr"})
    assert "2 exhibits are not decided" in text_of(go(colleague, "brief", number=1))
    assert "For the court" in text_of(go(colleague, "briefs"))

    assert "E-001" in text_of(go(colleague, "brief_choose", number=1))
    wrong = go(colleague, "brief_choose", {"decision_0": "withheld", "decision_1": "included"}, number=1)
    assert "Say why for each item" in text_of(wrong)
    go(colleague, "brief_choose", {"decision_0": "included", "decision_1": "included"}, number=1)
    go(colleague, "brief_choose", {"all": "1"}, query="?kind=event", number=1)
    go(colleague, "brief_choose", query="?kind=nonsense", number=1)
    brief = Brief.objects.get()
    assert brief.items.count() == 3


def _cover(colleague, go, text_of):
    brief = Brief.objects.get()
    assert "smaller number" in text_of(go(colleague, "brief_order", number=1))
    go(colleague, "brief_order", {f"place_{item.pk}": 9 for item in brief.items.all()}, number=1)
    text, face = brief.items.get(source="E-001"), brief.items.get(source="E-002")
    assert "Golden" in text_of(go(colleague, "brief_item", number=1, item=text.pk))
    refused = go(colleague, "brief_cover_words", {"words-typed": "x", "words-reason": "safety"}, number=1, item=text.pk)
    assert "Type numbers of words" in text_of(refused)
    go(colleague, "brief_cover_words", {"words-typed": "1-2", "words-reason": "safety"}, number=1, item=text.pk)
    page = go(colleague, "brief_item", number=1, item=face.pk).content.decode()
    assert page.count('name="cells-cells"') == 192
    picture = go(colleague, "brief_item_page", number=1, item=face.pk, page=1)
    assert picture["Content-Type"] == "image/png"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture["Content-Security-Policy"]
    cells = {"cells-page": 1, "cells-cells": ["0", "1"], "cells-reason": "victim"}
    go(colleague, "brief_cover_cells", cells, number=1, item=face.pk)
    assert "Take back" in text_of(go(colleague, "brief_item", number=1, item=face.pk))
    shown = Image.open(io.BytesIO(go(colleague, "brief_item_page", number=1, item=face.pk, page=1).content))
    assert shown.getpixel((3, 3)) == (0, 0, 0)
    go(colleague, "brief_cover_everywhere", {"phrase-phrase": "passport", "phrase-reason": "victim"}, number=1)
    nothing = {"phrase-phrase": "zzzz", "phrase-reason": "victim"}
    assert "stand in none" in text_of(go(colleague, "brief_cover_everywhere", nothing, number=1))


def _put_up(lead, colleague, go, text_of):
    go(colleague, "brief_describe", number=1)
    words = {"version": 1, "title": "Dossier", "language": "fr", "summary": "Il promet un emploi."}
    assert go(colleague, "brief_describe", words, number=1).status_code == 400  # others changed it since
    words["version"] = Brief.objects.get().version
    assert go(colleague, "brief_describe", words, number=1).status_code == 302
    refused = go(colleague, "brief_put_up", {}, number=1)
    assert "Covered copies are still to be made" in text_of(refused)
    go(colleague, "brief_copies", {}, number=1)
    draft = go(colleague, "brief_draft", {}, number=1)
    assert b"".join(draft).startswith(b"%PDF")
    assert "attachment" in draft["Content-Disposition"]
    go(colleague, "brief_put_up", {}, number=1)
    assert "put it up" in text_of(go(colleague, "brief", number=1))
    assert "second person must fix it" in text_of(go(lead, "brief", number=1)) or "Fix this brief" in text_of(
        go(lead, "brief", number=1)
    )
    assert go(lead, "brief_page", number=1, page=1)["Content-Type"] == "image/png"


def _fix_and_hand_over(lead, second, go, text_of):
    go(second, "brief_fix", {}, number=1)
    see = text_of(go(lead, "brief", number=1))
    assert "Take out the folder" in see
    folder = go(lead, "brief_folder", {}, number=1)
    assert folder["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(io.BytesIO(b"".join(folder))) as archive:
        assert archive.testzip() is None
        assert "index.html" in archive.namelist()
    assert b"".join(go(lead, "brief_file", {}, number=1, kind="docx")).startswith(b"PK")
    late = {"hand-to": "X", "hand-at": "2099-01-01T10:00", "hand-receipt": ""}
    assert "still to come" in text_of(go(lead, "brief_hand_over", late, number=1))
    go(lead, "brief_hand_over", {"hand-to": "DPP", "hand-at": "2026-01-01T10:00", "hand-receipt": "R1"}, number=1)
    assert "DPP" in text_of(go(lead, "brief", number=1))
    assert "new version" not in text_of(go(lead, "brief_new"))
    again = {"title": "Again", "kind": "disclosure", "language": "fr", "replaces": 1}
    assert go(lead, "brief_new", again).status_code == 302


def test_sending_back_and_releasing(full_case, lead, second, colleague, go, text_of):
    go(colleague, "brief_new", {"title": "One", "kind": "evidence", "language": "en"})
    person = full_case.persons.first().person_id
    assert "Release the name" in text_of(go(lead, "brief", number=1))
    assert go(colleague, "brief_release", {"release-reason": "x"}, number=1, person=person).status_code == 403
    go(lead, "brief_release", {"release-reason": "She asked for it"}, number=1, person=person)
    assert "She asked for it" in text_of(go(lead, "brief", number=1))
    go(colleague, "brief_put_up", {}, number=1)
    assert "This field is required" in text_of(go(second, "brief_send_back", {"back-reason": ""}, number=1))
    go(second, "brief_send_back", {"back-reason": "Summary is missing"}, number=1)
    assert "Summary is missing" in text_of(go(colleague, "brief", number=1))


def test_pages_hold_no_doubled_ids(full_case, lead, colleague, go, ids_of):
    go(colleague, "brief_new", {"title": "One", "kind": "evidence", "language": "en"})
    go(colleague, "brief_choose", {"decision_0": "included"}, number=1)
    item = Brief.objects.get().items.get()
    for name, where in (("briefs", {}), ("brief", {"number": 1}), ("brief_choose", {"number": 1})):
        ids = ids_of(go(lead, name, **where))
        assert len(ids) == len(set(ids)), name
    page = go(lead, "brief_item", number=1, item=item.pk)
    assert not re.findall(rb'\sstyle="|<script', page.content)
