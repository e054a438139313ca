"""Persons of a case who are called like a colleague: a hint at a conflict of interest, for a person to judge.

Only names are compared. The hint is for whoever may set walls around the case, and never about themselves: a member
must not learn from it that somebody of a case is called like them. Of who may be a victim the name is not compared
but where a lead has it open before them, for a reason that is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lali.engines.matching import words_in_common
from lali.engines.names import neighbours, sounds, words_of
from lali.records.agencies.models import Member
from lali.records.agencies.queries import colleagues_of
from lali.records.cases.models import Case
from lali.records.entities.facts import PersonFacts

ENOUGH = 2  # words in common; one alone is shared by too many
MOST_NAMES = 20  # of one person


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of the case: the number and name by which a page calls them, and all the names that are known."""

    person_id: int
    shown: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody of the case who is called like a colleague; `words` pairs the words that match, theirs first."""

    person_id: int
    person_name: str
    member: Member
    words: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """What tells this pair from others on a page."""
        return f"{self.person_id}-{self.member.pk}"


def named(person_id: int, shown: str, known: Iterable[PersonFacts]) -> Named:
    """Somebody of the case with the names that are known of them, in any of their records."""
    names = dict.fromkeys(name.full for facts in known for name in facts.names)
    return Named(person_id, shown, tuple(names)[:MOST_NAMES])


def namesakes_among(by: Member, case: Case, persons: Sequence[Named]) -> list[Namesake]:
    """Colleagues of `by`, never `by`, after whom somebody among `persons` is called.

    Left out: who is walled off already, and pairs that were put aside. Three questions, however many there are.
    """
    walled = case.walls.standing().values("member")
    members = list(colleagues_of(by).exclude(pk=by.pk).exclude(pk__in=walled)) if persons else []
    aside = set(case.namesakes.values_list("person_id", "member_id"))
    by_word = _by_word(members)
    return [
        Namesake(one.person_id, one.shown, members[index], words)
        for one in persons
        for index in sorted({found for name in one.names for found in _candidates(name, by_word)})
        if (one.person_id, members[index].pk) not in aside and (words := _words(one.names, members[index].name))
    ]


def _by_word(members: Sequence[Member]) -> dict[str, set[tuple[int, int]]]:
    """Under each form of a word, whose name it stands in and where: not everybody is compared with everybody."""
    found = defaultdict(set)
    for index, member in enumerate(members):
        for at, word in enumerate(words_of(member.name)):
            for form in _forms(word):
                found[form].add((index, at))
    return found


def _forms(word: str) -> Iterator[str]:
    yield from (f"spelt {form}" for form in neighbours(word))
    yield from (f"sounds {sound}" for sound in sounds(word))


def _candidates(name: str, by_word: dict[str, set[tuple[int, int]]]) -> Iterator[int]:
    """Members with at least ENOUGH words that one of this name's might be."""
    met = defaultdict(set)
    for word in words_of(name):
        for form in _forms(word):
            for index, at in by_word.get(form, ()):
                met[index].add(at)
    return (index for index, places in met.items() if len(places) >= ENOUGH)


def _words(names: Iterable[str], member_name: str) -> tuple[tuple[str, str], ...]:
    """The words of the name that matches best; none where fewer than ENOUGH match."""
    words = max((words_in_common(name, member_name) for name in names), key=len, default=())
    return words if len(words) >= ENOUGH else ()
