"""The same picture in two records: found by hashes, told as far as one may see, forgotten with what is restricted."""

import io
import os

import pytest
from django.http import Http404

from bench.drawn import drawn
from lali.engines.exchange import ReporterKeys, new_letter_key
from lali.records.cases.actions import open_case, open_case_from_tip
from lali.records.cases.models import TeamPlace, Wall
from lali.records.cases.vocabulary import CaseKind
from lali.records.evidence.actions import Acquisition, restrict_exhibit, take_in_exhibit
from lali.records.letterbox.actions import enclose, keep_draft, receive_report
from lali.records.links.actions import look_for_links, pictures
from lali.records.links.models import PictureHash, Proposal
from lali.records.links.queries import (
    proposals_for,
    same_picture_as_exhibit,
    same_picture_as_tip,
    waiting_to_be_compared,
)
from lali.records.tips.actions import collect_reports, shut_file
from lali.records.tips.models import Tip


def packed(number, kind="PNG", side=None, **more):
    picture, out = drawn(number), io.BytesIO()
    picture.resize((side, side) if side else picture.size).save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def take_in(exhibits, lead):
    def take_in(case, data, name="advert.png"):
        return take_in_exhibit(
            by=lead, ref=case.ref, file_name=name, source=io.BytesIO(data), acquisition=Acquisition(title="The advert")
        )

    return take_in


@pytest.fixture
def report_with(agency):
    def report_with(data):
        private, public = new_letter_key()
        keys = ReporterKeys(os.urandom(32), private, public)
        keep_draft(by="public", words="{}", reporter=keys)
        enclose(by="public", reporter=keys, original=data, clean=None, name="a.png")
        receive_report(by="public", words='{"text": "They promise work in a hotel"}', reporter=keys, decided=[1])
        collect_reports(by="node", agency=agency)
        return Tip.objects.latest("pk")

    return report_with


@pytest.fixture
def other(lead):
    return open_case(by=lead, title="The same advert")


def test_a_picture_that_takes_long_holds_up_no_page_and_waits_for_the_long_round(case, take_in, monkeypatch):
    take_in(case, packed(1))
    monkeypatch.setattr(pictures, "A_PICTURE", 0)
    assert look_for_links(by="node", seconds=0.5).waiting == 1
    assert not PictureHash.objects.exists()
    assert look_for_links(by="node").waiting == 0
    assert PictureHash.objects.get().quality > 0


def test_the_same_picture_in_two_cases_is_told_and_proposed(lead, case, other, take_in):
    one, two = take_in(case, packed(1)), take_in(other, packed(1, "JPEG", 200, quality=60))
    take_in(other, packed(2)), take_in(other, b"words", "a.txt")
    assert look_for_links(by="node").made == 1
    said = same_picture_as_exhibit(lead, case.ref, one.number)
    assert [(place.case, place.number) for place in said.places] == [(other.ref, two.number)]
    assert not said.elsewhere
    assert same_picture_as_exhibit(lead, other.ref, two.number + 1) is None
    shown = proposals_for(lead).groups[0]
    assert [one.other.template for one in shown.shared] == ["workspace/basis/picture.html"]
    assert look_for_links(by="node").made == 0
    assert PictureHash.objects.count() == 4


def test_a_picture_of_a_tip_is_the_one_of_an_exhibit_and_goes_along_into_a_case(lead, case, take_in, report_with):
    exhibit, tip = take_in(case, packed(1)), report_with(packed(1, "JPEG", quality=50))
    look_for_links(by="node")
    assert same_picture_as_tip(lead, tip.number).places[0].case == case.ref
    assert same_picture_as_exhibit(lead, case.ref, exhibit.number).places[0].words == tip.ref
    taken = open_case_from_tip(
        by=lead, number=tip.number, version=tip.version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    look_for_links(by="node")
    assert {Proposal.objects.get().one, Proposal.objects.get().other} == {case.subject, taken.subject}


def test_who_may_not_open_the_other_hears_only_that_there_is_one(lead, colleague, case, other, take_in):
    exhibit = take_in(case, packed(4))
    take_in(other, packed(4))
    look_for_links(by="node")
    TeamPlace.objects.create(case=case, member=colleague, level="read", added_by=lead)
    said = same_picture_as_exhibit(colleague, case.ref, exhibit.number)
    assert (said.places, said.elsewhere) == ((), True)
    Wall.objects.create(case=other, member=colleague, kind="relative", reason="A relative", set_by=lead)
    assert same_picture_as_exhibit(colleague, case.ref, exhibit.number) is None
    with pytest.raises(Http404):
        same_picture_as_exhibit(colleague, other.ref, 1)


def test_what_is_restricted_is_not_looked_at_and_forgotten(lead, case, other, take_in):
    exhibit, two = take_in(case, packed(5)), take_in(other, packed(5))
    look_for_links(by="node")
    restrict_exhibit(by=lead, ref=other.ref, number=two.number, why="It may show a child")
    assert same_picture_as_exhibit(lead, case.ref, exhibit.number) is None
    look_for_links(by="node")
    assert not PictureHash.objects.filter(exhibit=two).exists()
    assert not Proposal.objects.exists()


def test_a_file_of_a_tip_that_is_restricted_is_forgotten(lead, case, take_in, report_with):
    take_in(case, packed(6))
    tip = report_with(packed(6))
    look_for_links(by="node")
    assert Proposal.objects.exists()
    shut_file(by=lead, number=tip.number, place=1)
    look_for_links(by="node")
    assert not Proposal.objects.exists()
    assert not any(bytes(one.hashes) for one in PictureHash.objects.filter(tip=tip))


def test_a_page_that_waits_leaves_pictures_for_later(case, take_in):
    take_in(case, packed(7))
    assert look_for_links(by="node", seconds=0).waiting == 1
    assert look_for_links(by="node").waiting == 0


def test_hostile_and_broken_files_are_passed_over(case, other, exhibits, take_in):
    take_in(case, b"\x89PNG\r\n\x1a\n" + b"?" * 5000)
    gone = take_in(case, packed(8))
    path = exhibits / gone.address[:2] / gone.address[2:]
    path.chmod(0o600)
    path.unlink()
    assert look_for_links(by="node").made == 0
    assert set(PictureHash.objects.values_list("quality", "family")) == {(0, "")}


def test_a_picture_is_compared_when_its_page_is_opened_and_what_waits_is_said(case, other, take_in, lead):
    first, second = take_in(case, packed(1)), take_in(other, packed(1, "JPEG", quality=60))
    pictures.compare_exhibit(by="node", ref=case.ref, number=first.number)
    shown = same_picture_as_exhibit(lead, case.ref, first.number)
    assert (shown.places, shown.waiting) == ((), 1)
    pictures.compare_exhibit(by="node", ref=other.ref, number=second.number)
    shown = same_picture_as_exhibit(lead, case.ref, first.number)
    assert ([one.case for one in shown.places], shown.waiting) == ([other.ref], 0)


def test_what_waits_counts_only_what_one_may_open(case, other, take_in, lead, colleague):
    take_in(other, packed(2))
    TeamPlace.objects.create(case=case, member=colleague, level="read", added_by=lead)
    assert waiting_to_be_compared(lead).pictures == 1
    assert waiting_to_be_compared(colleague).pictures == 0
    exhibit = take_in(case, packed(3))
    assert waiting_to_be_compared(colleague).pictures == 1
    restrict_exhibit(by=lead, ref=case.ref, number=exhibit.number, why="A child")
    assert waiting_to_be_compared(lead).pictures == 1


def test_with_very_many_pictures_the_long_round_lays_them_side_by_side(case, take_in, lead, monkeypatch):
    monkeypatch.setattr(pictures, "FOLDED_AT_ONCE", 0)
    exhibit = take_in(case, packed(1))
    pictures.compare_exhibit(by="node", ref=case.ref, number=exhibit.number)
    assert waiting_to_be_compared(lead).pictures == 1
    look_for_links(by="node")
    assert waiting_to_be_compared(lead).pictures == 0
