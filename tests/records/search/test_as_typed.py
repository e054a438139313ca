"""What is typed as it stands in a record is found; and what lies behind shut doors changes no answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lali.records.search.index import put
from lali.records.search.queries import find

pytestmark = pytest.mark.django_db
CASE, OTHER = "case:FJ-2026-00001", "case:FJ-2026-00002"


def found(words):
    return [one.record for one in find(words, doors=[CASE], limit=50)]


@pytest.mark.parametrize(
    "typed",
    [
        "+679 410 0142", "410 0142", "2026-03-04", "12.03.2026", "300 2026", "2026 12 visa",
    ],
)  # fmt: skip
def test_a_number_typed_as_it_stands_in_a_text(typed):
    put(
        record=CASE, door=CASE, kind="task", title="Call +679 410 0142",
        words="paid 300 on 12 march 2026 visa 2026-03-04 and 12.03.2026",
    )  # fmt: skip
    assert found(typed)


@pytest.mark.parametrize("typed", ["FJ-2026-00001 visa", '"FJ-2026-00001" visa', "PIMS-2026-17 visa"])
def test_a_reference_and_a_word(typed):
    put(record=CASE, door=CASE, kind="case", title="Fee for a visa", refs=["FJ-2026-00001", "PIMS-2026-17"])
    assert found(typed)


@pytest.mark.parametrize("typed", ["FJ 1234567 josefa", '"FJ 1234567" josefa', "josefa FJ-1234567"])
def test_a_document_number_and_a_name(typed):
    put(record=CASE, door=CASE, kind="person", names=["Josefa"], documents=["FJ 1234567"])
    assert found(typed)


@pytest.mark.parametrize("typed", ['"+679 410 0142"', '"410 0142"', '"0142"', "4100142 4100199", "0142 0199"])
def test_a_number_in_quotes_and_two_numbers(typed):
    put(record=CASE, door=CASE, kind="identifier", numbers=["+6794100142", "+6794100199"])
    assert found(typed)


def test_how_common_a_word_is_behind_shut_doors_changes_nothing(monkeypatch):
    """The answer and the number of questions tell that a word stands in COMMON records that the member may not see."""
    monkeypatch.setattr("lali.records.search.asking.COMMON", 5)
    put(record=CASE, door=CASE, kind="case", title="Turtel reef")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            return found("turtle"), len(queries)

    before = asked()
    for n in range(5):
        put(record=f"{OTHER}/task:{n}", door=OTHER, kind="task", title="Turtle")
    assert asked() == before
