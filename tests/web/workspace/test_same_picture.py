"""The page of an exhibit and of a tip says where else the same picture stands, and the queue says why."""

import pytest
from django.urls import reverse

from lali.records.cases.models import TeamPlace
from lali.records.links.actions import look_for_links
from tests.records.links.test_pictures import other, packed, report_with, take_in  # noqa: F401 - fixtures


@pytest.fixture
def two(case, other, take_in, report_with):  # noqa: F811
    exhibit, _other = take_in(case, packed(1)), take_in(other, packed(1, "JPEG", quality=60))
    tip = report_with(packed(1, "JPEG", 180))
    look_for_links(by="node")
    return exhibit, tip


def test_it_is_said_where_the_picture_stands(open_page, lead, case, other, two):  # noqa: F811
    exhibit, tip = two
    page = open_page(lead, reverse("workspace:exhibit", args=[case.ref, exhibit.number])).content.decode()
    assert "The same picture, or nearly, stands in:" in page
    assert reverse("workspace:exhibit", args=[other.ref, 1]) in page
    assert reverse("workspace:tip", args=[tip.number]) in page
    page = open_page(lead, reverse("workspace:tip", args=[tip.number])).content.decode()
    assert reverse("workspace:exhibit", args=[case.ref, exhibit.number]) in page
    assert "nearly the same picture" in open_page(lead, reverse("workspace:possible_links")).content.decode()


def test_what_is_not_ones_own_to_open_is_only_said_to_be_there(open_page, lead, colleague, case, two):
    exhibit, _tip = two
    TeamPlace.objects.create(case=case, member=colleague, level="read", added_by=lead)
    page = open_page(colleague, reverse("workspace:exhibit", args=[case.ref, exhibit.number])).content.decode()
    assert "To learn more, ask your supervisor." in page
    assert "The same advert" not in page
