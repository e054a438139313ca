"""A whole case that leaves is approved with open eyes; one that came says where it came from."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.cooperation.identity import our_card
from lali.records.transfers.actions import prepare_archive
from lali.records.transfers.models import ArrivedCase
from tests.archives import foreign_archive
from tests.neighbour import make_neighbour

pytestmark = pytest.mark.slow


@pytest.fixture
def waiting(lead, full_case):
    return prepare_archive(
        by=lead, ref=full_case.ref, reason="They prosecute", names_leave=True, passphrase="drum of the demo"
    )


def test_an_archive_waits_on_the_desk_of_who_approves(waiting, supervisor, lead, open_page, text_of):
    assert f"Archive {waiting.ref} of the whole case" in text_of(open_page(supervisor, "/"))
    assert f"Archive {waiting.ref}" not in text_of(open_page(lead, "/"))


def test_who_approves_sees_what_leaves(waiting, supervisor, full_case, open_page, text_of):
    said = text_of(open_page(supervisor, f"/archives/{waiting.pk}/"))
    code_name = full_case.persons.first().person.code_name
    for words in (code_name, "E-001", full_case.tips.get().ref, "You may open the case itself"):
        assert words in said
    assert "ask to be put on its team" not in said


def test_who_reads_the_case_sees_names_beside_code_names_but_not_of_possible_victims(
    lead, supervisor, full_case, open_page, text_of
):
    from lali.records.cases.actions import add_person

    suspect = add_person(by=lead, ref=full_case.ref, name="Josefo Madeupman", role="suspect").person.code_name
    made = prepare_archive(by=lead, ref=full_case.ref, reason="x", names_leave=True, passphrase="drum of the demo")
    victim = full_case.persons.exclude(person__code_name=suspect).first().person.code_name
    said = text_of(open_page(supervisor, f"/archives/{made.pk}/"))
    assert f"{suspect} (Josefo Madeupman)" in said
    assert f"{victim} (" not in said
    assert "Discard it: delete the file" in said
    full_case.team.filter(member=supervisor).delete()
    said = text_of(open_page(supervisor, f"/archives/{made.pk}/"))
    assert suspect in said
    assert "Madeupman" not in said


def test_a_case_that_came_says_where_from(full_case, supervisor, open_page, text_of):
    data = foreign_archive(make_neighbour(our_card(), node="vu-tcu2"), full_case, case_reference="VU-2026-00078")
    came = open_page(supervisor, "/archives/look/", {"file": SimpleUploadedFile("a.lali", data)})
    fingerprint = open_page(supervisor, came.url).context["arrival"].fingerprint
    page = open_page(supervisor, f"{came.url}take-in/", {"fingerprint": fingerprint}).url
    for address in (page, f"{page}timeline/"):
        said = text_of(open_page(supervisor, address))
        assert "(vu-tcu2) by" in said
        assert "there VU-2026-00078" in said
    assert "step of vu-tcu2" in said
    assert "Case VU-2026-00078 opened" in said
    assert ArrivedCase.objects.get().told["tips"] == {"T-0001": "T-0002"}


def test_the_journal_says_what_was_read_and_whose_place_changed(full_case, lead, colleague, open_page, text_of):
    for part in ("timeline/", "team/", ""):
        open_page(lead, f"/cases/{full_case.ref}/{part}")
    page = open_page(lead, f"/cases/{full_case.ref}/journal/")
    rows = [(line.entry.verb, about) for line, _who, _what, about, _changes in page.context["rows"]]
    for about in ("timeline", "team and access", "overview", "journal"):
        assert ("case.read", about) in rows
    assert ("case.team_changed", colleague.name) in rows
