"""Tying records together, by a person."""

from lali.records.links.actions.attributions import (
    NobodyNamed,
    NotInTheCase,
    Ownership,
    UntilBeforeFrom,
    attribute_identifier,
    note_on_identifier,
    withdraw_attribution,
)
from lali.records.links.actions.case_links import ReasonNeeded, SameCase, link_cases, unlink_cases
from lali.records.links.actions.families import fold_texts
from lali.records.links.actions.family_judging import (
    NotInThisFamily,
    OneRecordOnly,
    judge_family,
    put_back_into_family,
    take_family_judgement_back,
    take_out_of_family,
)
from lali.records.links.actions.group_judging import TooFewRecords, judge_group, take_group_judgement_back
from lali.records.links.actions.in_exhibits import ReadThere, note_from_exhibit
from lali.records.links.actions.judging import AlreadyTakenBack, JudgedBefore, judge_proposal, take_judgement_back
from lali.records.links.actions.network import take_network_out
from lali.records.links.actions.pictures import compare_exhibit, compare_tip
from lali.records.links.actions.proposing import propose_links
from lali.records.links.actions.rounds import look_for_links
from lali.records.links.actions.seen import tag_seen, untag_seen, watch_seen
from lali.records.links.actions.watching import end_wide_watch, tell_who_watches, watch_family, watch_person

__all__ = [
    "AlreadyTakenBack",
    "JudgedBefore",
    "NobodyNamed",
    "NotInTheCase",
    "NotInThisFamily",
    "OneRecordOnly",
    "Ownership",
    "ReadThere",
    "ReasonNeeded",
    "SameCase",
    "TooFewRecords",
    "UntilBeforeFrom",
    "attribute_identifier",
    "compare_exhibit",
    "compare_tip",
    "end_wide_watch",
    "fold_texts",
    "judge_family",
    "judge_group",
    "judge_proposal",
    "link_cases",
    "look_for_links",
    "note_from_exhibit",
    "note_on_identifier",
    "propose_links",
    "put_back_into_family",
    "tag_seen",
    "take_family_judgement_back",
    "take_group_judgement_back",
    "take_judgement_back",
    "take_network_out",
    "take_out_of_family",
    "tell_who_watches",
    "unlink_cases",
    "untag_seen",
    "watch_family",
    "watch_person",
    "watch_seen",
    "withdraw_attribution",
]
