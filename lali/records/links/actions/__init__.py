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
from lali.records.links.actions.seen import tag_seen, untag_seen, watch_seen

__all__ = [
    "NobodyNamed",
    "NotInTheCase",
    "Ownership",
    "ReasonNeeded",
    "SameCase",
    "UntilBeforeFrom",
    "attribute_identifier",
    "link_cases",
    "note_on_identifier",
    "tag_seen",
    "unlink_cases",
    "untag_seen",
    "watch_seen",
    "withdraw_attribution",
]
