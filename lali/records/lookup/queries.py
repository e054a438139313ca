"""What the search page asks."""

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.contents.queries import NotRead, not_read_for
from lali.records.keyring import derived_key, open_words, seal_words
from lali.records.lookup.doors import doors_of
from lali.records.lookup.inside import Inside, found_inside
from lali.records.lookup.shown import Result, shown
from lali.records.search.queries import find
from lali.records.search.typed import LONGEST

MOST = 50  # results that are shown
FEW = 4  # numbers and references that lead to one record


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gave, best first. `more`: there is more than is shown. `inside`: of conversations and files.

    `not_read`: files that the search cannot see inside of.
    """

    results: tuple[Result, ...]
    more: bool
    inside: tuple[Inside, ...] = ()
    not_read: NotRead | None = None


def everything_found(member: Member, words: str) -> Answer:
    """Records that the member may see and that meet `words`. Journalled: who, how much was found; never the words."""
    found = find(words, doors=doors_of(member), limit=MOST + 1)
    results = shown(member, found[:MOST])
    inside = found_inside(member, words)
    facts = {"words": len(words.split()), "found": len(results), "more": len(found) > MOST}
    facts["inside"] = sum(len(one.hits) for one in inside)
    record(by=member, verb="search.made", subject=member.journal_name, facts=facts, reading=True)
    return Answer(tuple(results), len(found) > MOST, tuple(inside), not_read_for(member))


def named_record(member: Member, words: str) -> Result | None:
    """The one record that the member may see and whose reference or document number was typed in full, if it is one."""
    if not any(char.isdigit() for char in words):
        return None
    found = [one for one in find(words, doors=doors_of(member), limit=FEW) if one.whole]
    named = shown(member, found)  # a register's number and our own reference may both lead to one record
    return named[0] if len(named) == 1 else None


def sealed_search(member: Member, words: str) -> str:
    """What a member typed, as it may stand in an address: nobody reads it there, and only this member can use it."""
    sealed = seal_words(words[:LONGEST], key=derived_key("search-typed"), about=_about(member))
    return base64.urlsafe_b64encode(sealed).decode("ascii").rstrip("=")


def opened_search(member: Member, sealed: str) -> str:
    """What was typed; empty when the address was not made for this member."""
    try:
        packed = base64.urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
        return open_words(packed, key=derived_key("search-typed"), about=_about(member))
    except (InvalidTag, ValueError, binascii.Error):
        return ""


def _about(member: Member) -> str:
    return f"lali/search/{member.pk}"
