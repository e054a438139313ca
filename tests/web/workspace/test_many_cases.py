"""Pages of a member who is on the team of very many cases: they stay small, and every case can still be reached."""

import pytest

from lali.records.cases.actions import open_case
from lali.records.cases.models import Case
from lali.web.workspace.forms import MOST_SUGGESTED

pytestmark = pytest.mark.slow


@pytest.fixture
def first_of_many(lead):
    first, *_others = [open_case(by=lead, title=f"Matter {number}") for number in range(MOST_SUGGESTED + 2)]
    return first


def test_a_tip_suggests_the_cases_changed_last(open_page, lead, tip, first_of_many):
    page = open_page(lead, f"/tips/{tip.number}/").content.decode()
    assert page.count('<option value="FJ-') == MOST_SUGGESTED
    assert 'list="add-ref-suggestions"' in page
    assert first_of_many.ref not in page


def test_a_case_that_is_not_suggested_is_reached_by_its_reference(open_page, lead, tip, first_of_many):
    form = {"add-version": tip.version, "add-ref": f" {first_of_many.ref.lower()} "}
    answer = open_page(lead, f"/tips/{tip.number}/add-to-case/", post=form)
    assert answer.status_code == 302
    assert list(first_of_many.tips.all()) == [tip]


@pytest.mark.parametrize("typed", ["FJ-1999-00001", "<script>"])
def test_a_reference_of_no_case_of_mine_is_refused_and_kept(open_page, lead, tip, first_of_many, typed):
    answer = open_page(lead, f"/tips/{tip.number}/add-to-case/", post={"add-version": 1, "add-ref": typed})
    assert answer.status_code == 400
    assert "You have no open case with this reference." in answer.content.decode()
    assert "<script>" not in answer.content.decode()
    assert not Case.objects.filter(tips=tip).exists()


def test_somebody_elses_case_looks_like_none(open_page, colleague, tip, first_of_many):
    form = {"add-version": tip.version, "add-ref": first_of_many.ref}
    answer = open_page(colleague, f"/tips/{tip.number}/add-to-case/", post=form)
    assert "You have no open case with this reference." in answer.content.decode()
