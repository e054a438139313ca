"""The language of a tip whose words are too few to tell: that it is not known, and the language of the page."""

import pytest

from lali.records.tips.actions import receive_tip


@pytest.fixture
def page_of(lead, see):
    def page(text, **details):
        tip = receive_tip(by=lead, agency=lead.agency, text=text, source="report", details=details)
        return " ".join(see(lead, f"/tips/{tip.number}/").split())

    return page


def test_where_words_are_too_few_the_language_of_the_page_stands_beside_it(page_of):
    told = "Language, as far as we can tell: Not known. Language of the page: French"
    assert told in page_of("Xyzzy qwrt", language="fr")


def test_a_language_that_was_told_needs_no_page(page_of):
    page = page_of("Travail à Sydney, il faut partir cette semaine", language="en")
    assert "as far as we can tell: French" in page
    assert "French. Language of the page" not in page


def test_without_a_page_it_is_only_not_known(page_of):
    page = page_of("Xyzzy qwrt")
    assert "as far as we can tell: Not known" in page
    assert "Not known. Language" not in page
