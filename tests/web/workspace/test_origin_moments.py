"""Moments at the ends of time and long names in a journal of origin: a stranger wrote them, the page bears them."""

import pytest

from tests.web.workspace.test_origin import journal, line, page_of  # noqa: F401

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_no_moment_breaks_the_page(at, journal, exhibits, case, lead, open_page):  # noqa: F811
    journal(line(at=at))
    page = page_of(open_page, lead, case)
    assert page.status_code == 200
    assert [entry.at for entry, *_more in page.context["rows"]] == [None]


def test_a_page_is_of_a_bearable_size(journal, exhibits, case, lead, open_page):  # noqa: F811
    big = line(facts={"changed": {f"f{i}" * 2000: ["a", "b"] for i in range(20)}})
    journal(*[big] * 50)
    assert len(page_of(open_page, lead, case).content) < 1_000_000
