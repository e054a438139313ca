"""A brief from the first choice to the hand-over, by forms alone."""

import io
import re
import zipfile
from datetime import date

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
    told = text_of(go(colleague, "brief", number=1))
    assert "Nobody decided yet about" in told
    assert "2 exhibits" in told
    assert "before that the bundle cannot be handed to a second person" in told
    assert "For the court" in text_of(go(colleague, "briefs"))

    assert "E-001" in text_of(go(colleague, "brief_choose", number=1))
    read = {"version": 1}
    wrong = go(colleague, "brief_choose", read | {"decision-E-001": "withheld", "decision-E-002": ""}, number=1)
    assert "Say why for each item" in text_of(wrong)
    go(colleague, "brief_choose", read | {"decision-E-001": "included", "decision-E-002": "included"}, number=1)
    go(colleague, "brief_choose", {"version": 2, "all": "1"}, query="?kind=event", number=1)
    go(colleague, "brief_choose", query="?kind=nonsense", number=1)
    brief = Brief.objects.get()
    kinds = re.findall(rb'\?kind=(\w+)"', go(colleague, "brief", number=1).content)
    for kind in kinds:
        query = f"?kind={kind.decode()}"
        version = {"version": Brief.objects.get().version}
        go(colleague, "brief_choose", version | {"all": "1"}, query=query, number=1)
    assert "Nobody decided yet" not in text_of(go(colleague, "brief", number=1))
    assert brief.items.count() >= 3


def _cover(colleague, go, text_of):
    brief = Brief.objects.get()
    assert "smaller number" in text_of(go(colleague, "brief_order", number=1))
    places = {f"place_{item.pk}": 9 for item in brief.items.all()}
    go(colleague, "brief_order", places | {"version": brief.version}, number=1)
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
    assert "handed it to a second person" in text_of(go(colleague, "brief", number=1))
    told = text_of(go(lead, "brief", number=1))
    assert "Fix this brief" in told
    assert "only a new version can take" in told
    assert "Came in since" not in told
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
    go(colleague, "brief_choose", {"version": 1, "decision-E-001": "included"}, number=1)
    item = Brief.objects.get().items.get()
    for name, where in (("briefs", {}), ("brief", {"number": 1}), ("brief_choose", {"number": 1})):
        ids = ids_of(go(lead, name, **where))
        assert len(ids) == len(set(ids)), name
    page = go(lead, "brief_item", number=1, item=item.pk)
    assert not re.findall(rb'\sstyle="|<script', page.content)


@pytest.fixture
def events(full_case, lead):
    from datetime import timedelta

    from django.utils import timezone

    from lali.records.chronology.actions import Happening, note_event
    from lali.records.chronology.when import exact

    def note(text, days):
        when = exact(timezone.now() - timedelta(days=days), "Pacific/Fiji")
        return note_event(by=lead, ref=full_case.ref, happening=Happening(text=text, when=when, source="Letter"))

    return note


def _as_shown(page, decide):
    """What a browser would send from this page, with `decide(text)` for each row: its decision and reason."""
    form = page.context["form"]
    sent = {"version": form["version"].value()}
    for row in form.rows:
        decision, reason = decide(row.material.text)
        sent |= {f"decision-{row.material.source}": decision, f"reason-{row.material.source}": reason}
    return sent


def _shelter_stays_out(text):
    return ("withheld", "Safety of a witness") if text == "The shelter" else ("included", "")


def test_all_that_is_undecided_goes_in_but_what_is_restricted(full_case, lead, colleague, go):
    from lali.records.evidence.actions import Acquisition, restrict_exhibit, take_in_exhibit

    taken = {"by": lead, "ref": full_case.ref, "acquisition": Acquisition()}
    take_in_exhibit(**taken, file_name="b.jpg", source=io.BytesIO(b"invented"))
    restrict_exhibit(by=lead, ref=full_case.ref, number=2)
    go(colleague, "brief_new", {"title": "One", "kind": "evidence", "language": "en"})
    go(colleague, "brief_choose", {"version": 1, "all": "1"}, query="?kind=exhibit", number=1)
    assert [*Brief.objects.get().items.values_list("source", flat=True)] == ["E-001"]


def test_what_changed_since_it_was_chosen_is_said_and_taken_anew(full_case, lead, colleague, go, text_of):
    from lali.records.chronology.actions import Happening, change_event, note_event
    from lali.records.chronology.when import about, day

    noted = note_event(by=lead, ref=full_case.ref, happening=Happening("Fee paid", day(date(2026, 3, 4), "Asia/Tokyo")))
    go(colleague, "brief_new", {"title": "One", "kind": "evidence", "language": "en"})
    go(colleague, "brief_choose", {"version": 1, "all": "1"}, query="?kind=event", number=1)
    assert "4 Mar 2026 Fee paid" in text_of(go(colleague, "brief", number=1))
    assert "4 Mar 2026 Fee paid" in text_of(go(colleague, "brief_order", number=1))
    assert "4 Mar 2026" in text_of(go(colleague, "brief_choose", query="?kind=event", number=1))
    anew = Happening("Fee paid", about(date(2026, 3, 6), "Asia/Tokyo"))
    change_event(by=lead, ref=full_case.ref, number=noted.pk, version=1, happening=anew)
    told = text_of(go(colleague, "brief", number=1))
    assert "Changed since they were chosen" in told
    assert "Changed: date and time. Now: about 6 Mar 2026" in told
    assert go(colleague, "brief_anew", {"source": f"event:{noted.pk}"}, number=1).status_code == 302
    told = text_of(go(colleague, "brief", number=1))
    assert "Taken anew" in told
    assert "Changed since" not in told
    assert "about 6 Mar 2026 Fee paid" in told
    for anything in ({}, {"source": ["event:999", "E-001", "\x00"]}):
        assert go(colleague, "brief_anew", anything, number=1).status_code == 302


def test_what_came_in_since_a_bundle_was_handed_on_is_said(full_case, lead, colleague, events, go, text_of):
    go(colleague, "brief_new", {"title": "One", "kind": "disclosure", "language": "en"})
    for kind in ("exhibit", "statement", "passage", "event", "text"):
        version = {"version": Brief.objects.get().version}
        go(colleague, "brief_choose", version | {"all": "1"}, query=f"?kind={kind}", number=1)
    assert go(colleague, "brief_put_up", {}, number=1).status_code == 302
    assert "Came in since" not in text_of(go(lead, "brief", number=1))
    events("She rang", 2)
    assert "Came in since it was handed on 1 event" in text_of(go(lead, "brief", number=1))
    assert "Decide first what becomes of: 1 event" in text_of(go(lead, "brief_fix", {}, number=1))


def test_what_the_case_lost_is_said_and_taken_off(full_case, lead, colleague, events, go, text_of):
    from lali.records.chronology.actions import remove_event

    lost = events("Typed in error", 4)
    go(colleague, "brief_new", {"title": "One", "kind": "evidence", "language": "fr"})
    go(colleague, "brief_choose", {"version": 1, "all": "1"}, query="?kind=event", number=1)
    full_case.team.filter(member=lead).update(may_remove=True)
    remove_event(by=lead, ref=full_case.ref, number=lost.pk, reason="Typed twice")
    assert "Not in the case any more" in text_of(go(colleague, "brief", number=1))
    assert "Not in the case any more" in text_of(go(colleague, "brief_choose", query="?kind=event", number=1))
    off = {"version": 2, f"decision-event:{lost.pk}": ""}
    assert go(colleague, "brief_choose", off, query="?kind=event", number=1).status_code == 302
    assert "Not in the case any more" not in text_of(go(colleague, "brief", number=1))


@pytest.mark.parametrize("meanwhile", ["noted", "removed"])
def test_what_a_colleague_notes_or_removes_meanwhile_shifts_no_decision(
    meanwhile, full_case, lead, colleague, events, go
):
    from lali.records.chronology.actions import remove_event

    first = events("Fee paid", 9)
    events("The shelter", 5)
    go(colleague, "brief_new", {"title": "One", "kind": "disclosure", "language": "en"})
    sent = _as_shown(go(colleague, "brief_choose", query="?kind=event", number=1), _shelter_stays_out)
    if meanwhile == "noted":
        events("She rang", 20)
    else:
        full_case.team.filter(member=lead).update(may_remove=True)
        remove_event(by=lead, ref=full_case.ref, number=first.pk, reason="Typed twice")
    assert go(colleague, "brief_choose", sent, query="?kind=event", number=1).status_code == 302
    items = {item.text: item.decision for item in Brief.objects.get().items.all()}
    assert items.pop("The shelter") == "withheld"
    assert set(items.values()) == {"included"}
    assert "She rang" not in items


def test_a_page_opened_before_does_not_turn_back_what_a_colleague_withheld(lead, colleague, go, text_of):
    go(colleague, "brief_new", {"title": "One", "kind": "disclosure", "language": "en"})
    go(colleague, "brief_choose", {"version": 1, "decision-E-001": "included"}, number=1)
    sent = _as_shown(go(colleague, "brief_choose", number=1), lambda _text: ("included", ""))
    withheld = {"version": 2, "decision-E-001": "withheld", "reason-E-001": "Safety of a witness"}
    assert go(lead, "brief_choose", withheld, number=1).status_code == 302
    refused = go(colleague, "brief_choose", sent, number=1)
    assert refused.status_code == 400
    item = Brief.objects.get().items.get(source="E-001")
    assert (item.decision, item.reason) == ("withheld", "Safety of a witness")
    assert "A colleague changed this brief" in text_of(refused)
    assert "Now: Withheld, Safety of a witness" in text_of(refused)
    assert refused.context["form"]["decision-E-001"].value() == "included"  # what was typed stays
    compared = _as_shown(refused, lambda _text: ("included", ""))
    assert go(colleague, "brief_choose", compared, number=1).status_code == 302


def test_an_order_that_a_colleague_changed_meanwhile_is_shown_beside_the_own(lead, colleague, go, text_of):
    go(colleague, "brief_new", {"title": "One", "kind": "disclosure", "language": "en"})
    go(colleague, "brief_choose", {"version": 1, "decision-E-001": "included"}, number=1)
    place = f"place_{Brief.objects.get().items.get().pk}"
    assert go(lead, "brief_order", {"version": 2, place: 5}, number=1).status_code == 302
    refused = go(colleague, "brief_order", {"version": 2, place: 7}, number=1)
    assert refused.status_code == 400
    assert "Now: 1" in text_of(refused)
    assert go(colleague, "brief_order", {"version": 3, place: 7}, number=1).status_code == 302
