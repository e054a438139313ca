"""An archive whose item of a brief says what is none (a means, a place, a moment) is refused, or shown without it."""

import pytest

from lali.records.briefs.access import brief_for
from lali.records.briefs.papers import paper_of
from lali.records.briefs.told import about_in_words, is_told
from lali.records.transfers import actions
from tests.archives import foreign_archive
from tests.records.transfers.test_archives import look, spoilt, take
from tests.records.transfers.test_brief_items import setting, with_brief  # noqa: F401


@pytest.mark.parametrize(
    "told",
    [
        {"means": "zeppelin", "gone_from": "Nadi", "gone_to": "Suva"},
        {"means": "zeppelin"},
        {"place": "Nadi", "place_code": "ZZ"},
        {"gone_from_code": "<x>", "gone_to_code": "??"},
    ],
)
def test_it_is_refused_or_shown(told, with_brief, receiving, unknown_neighbour, open_page):  # noqa: F811
    data = foreign_archive(unknown_neighbour, with_brief, parts=spoilt(with_brief, setting(told=told)))
    try:
        arrival = look(receiving, data)
    except actions.ArchiveNotTaken:
        return
    came = take(receiving, arrival).case
    open_page(receiving, f"/cases/{came.ref}/briefs/1/")
    paper_of(brief_for(receiving, came.ref, 1))


def test_a_moment_at_the_end_of_time(with_brief, receiving, unknown_neighbour, open_page):  # noqa: F811
    change = setting(at="0001-01-01T00:00:00+00:00", until="0001-01-01T00:00:00+00:00", zone="UTC", precision="exact")
    data = foreign_archive(unknown_neighbour, with_brief, parts=spoilt(with_brief, change))
    try:
        arrival = look(receiving, data)
    except actions.ArchiveNotTaken:
        return
    came = take(receiving, arrival).case
    assert open_page(receiving, f"/cases/{came.ref}/briefs/1/").status_code == 200
    paper_of(brief_for(receiving, came.ref, 1))


def test_a_means_that_is_none_is_refused(with_brief, receiving, unknown_neighbour):  # noqa: F811
    data = foreign_archive(unknown_neighbour, with_brief, parts=spoilt(with_brief, setting(told={"means": "zeppelin"})))
    with pytest.raises(actions.ArchiveNotTaken):
        look(receiving, data)


def test_what_an_earlier_release_took_in_is_shown_without_it():
    told = {"means": "zeppelin", "gone_from": "Nadi", "gone_to": "Suva"}
    assert not is_told(told)
    assert about_in_words(told, {}) == ["Nadi – Suva"]
    assert is_told(told | {"means": "air"})
    assert is_told(told | {"means": ""})
    assert not is_told(told | {"means": ["air"]})
