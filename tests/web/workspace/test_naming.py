"""Whoever writes the name of a possible victim is told, and nothing is refused."""

import pytest

TOLD = "These words hold the name of a possible victim (%s)"


@pytest.fixture
def code_name(full_case):
    return full_case.persons.first().person.code_name


@pytest.mark.parametrize(
    ("part", "facts"),
    [
        ("tasks/", {"task-title": "Ring Inparticular"}),
        ("statements/new/", {"of_whom": "A neighbour", "words": "I saw NOBODY  Inparticular there"}),
        (
            "events/new/",
            {
                "kind": "other",
                "text": "Nobody Inparticular paid",
                "precision": "day",
                "on": "2026-11-03",
                "zone": "UTC",
            },
        ),
    ],
)
def test_whoever_writes_a_name_is_told(full_case, code_name, lead, open_page, text_of, part, facts):
    saved = open_page(lead, f"/cases/{full_case.ref}/{part}", post=facts)
    assert saved.status_code == 302, text_of(saved)
    assert TOLD % code_name in [str(one).split(").")[0] + ")" for one in saved.wsgi_request._messages]


def test_other_words_say_nothing(full_case, lead, open_page):
    saved = open_page(lead, f"/cases/{full_case.ref}/tasks/", post={"task-title": "Ring the bank"})
    assert len(list(saved.wsgi_request._messages)) == 1
