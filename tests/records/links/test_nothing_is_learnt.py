"""All that detection tells a member of one case stays the same, whatever is put into a case behind a wall."""

import io

import pytest

from lali.engines.network import as_graphml
from lali.records.cases.actions import add_identifier, add_person, open_case_from_tip, set_wall
from lali.records.cases.models import TeamPlace
from lali.records.cases.queries import alike_across
from lali.records.cases.vocabulary import CaseKind
from lali.records.entities.vocabulary import PersonRole
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.records.links.actions import judge_family, look_for_links
from lali.records.links.queries import (
    case_network,
    families_for,
    families_in_queue,
    families_judged,
    family_of,
    hints_for,
    identifier_network,
    proposals_for,
    same_picture_as_exhibit,
    waiting_to_be_compared,
    whole_network,
    wide_watches_shown,
)
from lali.records.links.vocabulary import Verdict
from tests.records.links.test_families import ad
from tests.records.links.test_pictures import packed


def full_case(by, tip, number):
    """A case of a tip, with a picture, a person and one more telephone."""
    case = open_case_from_tip(by=by, number=tip.number, version=tip.version, title="An ad", kind=CaseKind.SCAM_CENTRE)
    take_in_exhibit(
        by=by, ref=case.ref, file_name="ad.png", source=io.BytesIO(packed(1)), acquisition=Acquisition(title="The ad")
    )
    add_person(by=by, ref=case.ref, name="Rootbeer Floatwood (invented)", role=PersonRole.SUSPECT)
    add_identifier(by=by, ref=case.ref, kind="phone", typed=f"410 019{number}")
    return case


def told(member, cases, number):
    """Everything that lists, counts, pictures and files say to a member."""
    networks = [whole_network(member), *(case_network(member, case.ref) for case in cases)]
    networks.append(identifier_network(member, number))
    queues = [proposals_for(member), proposals_for(member, judged=True)]
    lines = list(families_for(member).object_list)
    return [
        [(one.pairs, one.of_kind, one.groups, one.elsewhere, one.more, one.answered) for one in queues],
        [(one.group.telling, one.group.is_strong, one.group.is_weak) for one in queues[0].groups],
        (lines, families_in_queue(member), families_judged(member)),
        [family_of(member, line.number) for line in lines],
        [(one.graph, one.homes, one.titles, one.common, one.cut, one.cases, one.of_cases) for one in networks],
        [as_graphml(one.graph, captions=[]) for one in networks],
        [(same_picture_as_exhibit(member, case.ref, 1), hints_for(member, case.ref)) for case in cases],
        waiting_to_be_compared(member),
        wide_watches_shown(member),
        alike_across(member),
    ]


@pytest.mark.parametrize("judged", [False, True])
def test_what_is_behind_a_wall_changes_nothing_that_a_member_is_told(
    lead, outsider, colleague, member_of, agency, tip_of, judged
):
    reader = member_of(agency, "oversight")
    tips = [tip_of(ad(pay=pay)) for pay in (1800, 1900, 2000)]
    cases = [full_case(lead, tip, number) for number, tip in enumerate(tips[:2])]
    for case in cases:
        TeamPlace.objects.create(case=case, member=reader, level="read", added_by=lead)
    hidden = full_case(outsider, tips[2], 3)
    set_wall(by=outsider, ref=hidden.ref, member=reader, kind="related", reason="A cousin")
    look_for_links(by="node")
    line = families_for(reader).object_list[0]
    if judged:
        judge_family(by=lead, number=line.number, verdict=Verdict.TOGETHER, reason="One template")
    phone = next(node.key for node in whole_network(reader).graph.nodes.values() if node.label == "+6794100142")
    before = repr(told(reader, cases, int(phone.removeprefix("identifier:"))))
    for number in range(3):
        more = tip_of(ad(pay=2100 + number))
        another = full_case(outsider, more, number)  # the telephones of the reader's own cases stand there too
        set_wall(by=outsider, ref=another.ref, member=reader, kind="related", reason="A cousin")
    assert repr(told(reader, cases, int(phone.removeprefix("identifier:")))) == before  # before any round
    look_for_links(by="node")
    assert repr(told(reader, cases, int(phone.removeprefix("identifier:")))) == before
