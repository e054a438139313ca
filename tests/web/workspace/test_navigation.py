"""The navigation: daily places first, the rest behind one "More", the page we are on marked."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


def places(response):
    """Words of the daily places, and of those behind "More" under their headings."""
    nav = re.search(r'<nav class="nav".*?</nav>', response.content.decode(), re.DOTALL)[0]
    daily, more, behind = nav.partition('<li class="nav-more">')
    assert more
    words = [
        [re.sub(r"<[^>]+>", "", one).split() for one in re.findall(r"<a .*?</a>", part)] for part in (daily, behind)
    ]
    return [[one[0] for one in part] for part in words], re.findall(r'class="nav-part"[^>]*>([^<]+)<', behind), nav


@pytest.mark.parametrize(
    ("who", "daily"),
    [
        ("lead", ["Desk", "Tips", "Cases", "Work", "Search", "Notices"]),
        ("supervisor", ["Desk", "Tips", "Cases", "Work", "Board", "Search", "Notices"]),
        ("administrator", ["Desk", "Members", "Configuration", "Campaigns", "Words", "Notices"]),
        ("auditor", ["Desk", "Journal", "Notices"]),
    ],
)
def test_what_is_opened_daily_stands_first(open_page, request, who, daily):
    (first, behind), headings, _nav = places(open_page(request.getfixturevalue(who), "/notices/"))
    assert first == daily
    assert {"Law", "Partners", "Roles"} <= set(behind)
    assert "To look up" in headings
    assert not set(first) & set(behind)


@pytest.mark.parametrize("address", ["/", "/cases/", "/work/", "/search/"])
def test_the_page_we_are_on_is_marked(open_page, lead, address):
    nav = places(open_page(lead, address))[2]
    assert re.findall(r'href="([^"]*)" aria-current="page"', nav) == [address]
    assert "<summary>More</summary>" in nav


def test_a_page_behind_more_is_named_and_marked(open_page, lead):
    nav = places(open_page(lead, "/law/"))[2]
    assert '<summary aria-current="true">More – Law</summary>' in nav
    assert 'href="/law/" aria-current="page"' in nav
    assert "<script" not in nav


def test_the_navigation_asks_two_questions(lead):
    from lali.web.workspace.navigation import navigation_of

    with CaptureQueriesContext(connection) as asked:
        navigation_of(lead, "/")
    assert len(asked) == 2
