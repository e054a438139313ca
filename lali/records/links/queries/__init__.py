"""What of a record stands elsewhere, and what is known of an identifier: told so that nothing leaks."""

from lali.records.links.queries.families import (
    FamilyLine,
    FamilyShown,
    TextShown,
    families_for,
    families_in_queue,
    families_judged,
    family_of,
)
from lali.records.links.queries.group_parts import GroupShown, ProposalShown, RecordShown
from lali.records.links.queries.hints import MOST_NAMED, Hint, Hints, hints_for, links_of
from lali.records.links.queries.identifiers import (
    IdentifierShown,
    Listed,
    MentionShown,
    identifiers_beside,
    identifiers_in,
    identifiers_seen,
    mention_in,
    only_watches,
    owner_choices,
    read_identifier,
    watches_shown,
)
from lali.records.links.queries.in_exhibits import read_in_exhibits
from lali.records.links.queries.network import (
    NetworkShown,
    case_network,
    family_network,
    identifier_network,
    person_network,
    whole_network,
)
from lali.records.links.queries.pictures import (
    PictureIn,
    SamePicture,
    same_picture_as_exhibit,
    same_picture_as_tip,
)
from lali.records.links.queries.proposals import Queue, judged_apart, proposals_for, waiting_links
from lali.records.links.queries.waiting import Waiting, waiting_to_be_compared
from lali.records.links.queries.watches import WideWatchShown, family_watch, person_watch, wide_watches_shown

__all__ = [
    "MOST_NAMED",
    "FamilyLine",
    "FamilyShown",
    "GroupShown",
    "Hint",
    "Hints",
    "IdentifierShown",
    "Listed",
    "MentionShown",
    "NetworkShown",
    "PictureIn",
    "ProposalShown",
    "Queue",
    "RecordShown",
    "SamePicture",
    "TextShown",
    "Waiting",
    "WideWatchShown",
    "case_network",
    "families_for",
    "families_in_queue",
    "families_judged",
    "family_network",
    "family_of",
    "family_watch",
    "hints_for",
    "identifier_network",
    "identifiers_beside",
    "identifiers_in",
    "identifiers_seen",
    "judged_apart",
    "links_of",
    "mention_in",
    "only_watches",
    "owner_choices",
    "person_network",
    "person_watch",
    "proposals_for",
    "read_identifier",
    "read_in_exhibits",
    "same_picture_as_exhibit",
    "same_picture_as_tip",
    "waiting_links",
    "waiting_to_be_compared",
    "watches_shown",
    "whole_network",
    "wide_watches_shown",
]
