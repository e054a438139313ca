"""An identifier that stands nearly everywhere, as a wallet or a much used number does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lali.records.cases.actions import add_identifier, open_case
from lali.records.links.actions import link_cases
from lali.records.links.queries import MOST_NAMED, hints_for


def with_phones(lead, title, *numbers):
    case = open_case(by=lead, title=title)
    for number in numbers:
        add_identifier(by=lead, ref=case.ref, kind="phone", typed=number)
    return case


def test_the_cases_that_share_most_are_named_and_the_rest_counted(lead):
    case = with_phones(lead, "Everywhere", "410 0142", "410 0199")
    for number in range(MOST_NAMED + 2):
        with_phones(lead, f"Elsewhere {number}", "410 0142")
    closest = with_phones(lead, "Closest", "410 0142", "410 0199")
    hints = hints_for(lead, case.ref)
    assert hints.cases[0].case == closest
    assert (len(hints.cases), hints.unnamed, hints.hidden) == (MOST_NAMED, 3, 0)


def test_a_linked_case_takes_no_place_from_others(lead):
    case = with_phones(lead, "Everywhere", "410 0142")
    others = [with_phones(lead, f"Elsewhere {number}", "410 0142") for number in range(MOST_NAMED + 1)]
    link_cases(by=lead, ref=case.ref, other_ref=others[0].ref, reason="The same telephone")
    hints = hints_for(lead, case.ref)
    assert ([hint.case for hint in hints.cases if hint.linked], hints.unnamed) == ([others[0]], 0)


@pytest.mark.slow
def test_many_cases_cost_no_more_questions(lead, django_assert_max_num_queries):
    case = with_phones(lead, "Everywhere", "410 0142")
    with_phones(lead, "Elsewhere", "410 0142")
    with CaptureQueriesContext(connection) as few:
        hints_for(lead, case.ref)
    for number in range(MOST_NAMED):
        with_phones(lead, f"Elsewhere {number}", "410 0142")
    with django_assert_max_num_queries(len(few)):
        hints_for(lead, case.ref)
