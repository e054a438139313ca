"""What the queue shows of each group of proposed links: its records, what they share, what was said of its pairs."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lali.records.agencies.models import Member
from lali.records.cases.access import places_of
from lali.records.cases.models import Case, CaseTip
from lali.records.cases.vocabulary import LEVEL_ORDER, Level
from lali.records.conversations.models import Conversation
from lali.records.entities.models import Identifier
from lali.records.links.access import CASE, TIP, family_judgements_seen, family_texts_seen
from lali.records.links.models import FamilyJudgement, LinkJudgement, Proposal
from lali.records.links.queries.bases import BasisShown, said_by
from lali.records.links.queries.group_said import InOneGo, in_one_go, settled, settled_among
from lali.records.links.queries.groups import Group, Pair, Resting, shared_by
from lali.records.links.vocabulary import BasisKind
from lali.records.tips.models import Tip

MOST_FAMILIES = 3
MOST_SHARED = 8  # things of one group that are shown
MOST_SAID = 60  # pairs of one group of which what was said before is shown
EXCERPT = 160  # letters of a tip


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record: `kind` is case or tip, `key` what its address takes, `ref` and `title` (of a case) what it is called.

    `words` begin a tip that is not hard to read. `writes`: the reader contributes to it.
    """

    subject: str
    kind: str
    key: str
    ref: str
    at: datetime
    title: str = ""
    words: str = ""
    is_hard_to_read: bool = False
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that records share: an identifier, another basis, or nearly the same words (a text of the family).

    `by` names the records that share it, where not all of the group do.
    """

    identifier: Identifier | None
    other: BasisShown | None
    text: int
    by: tuple[RecordShown, ...]


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """One pair: both records, what was said of it, and whether the reader may say more."""

    number: int
    ends: tuple[RecordShown, RecordShown]
    judgements: tuple[LinkJudgement, ...]
    answer: FamilyJudgement | None  # what was said of a family, where that answers it and the reader may read it
    writes: bool

    @property
    def last(self) -> LinkJudgement | None:
        """The judgement that stands."""
        return next((one for one in self.judgements if one.undone_at is None), None)


@dataclass(frozen=True, slots=True)
class SettledShown:
    """Two of a card's records of which the card asks nothing, or says nothing: what was said of them stands."""

    ends: tuple[RecordShown, RecordShown]
    said: LinkJudgement


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Pairs that rest on one thing, or that were judged in one go, as one question or one answer.

    `settled` are pairs of its records that were judged on their own; `one_go` what was said in one go of its pairs.
    """

    group: Group
    records: tuple[RecordShown, ...]
    shared: tuple[Shared, ...]
    more: int  # further things that some of them share
    pairs: tuple[ProposalShown, ...]
    settled: tuple[SettledShown, ...]
    one_go: tuple[InOneGo, ...]

    @property
    def key(self) -> str:
        """By which the page finds it."""
        return "-".join(map(str, self.group.thing)) if self.group.thing else self.pair_key

    @property
    def pair_key(self) -> str:
        """By which the page finds it where its first pair was judged alone."""
        return f"pair-{self.pairs[0].number}"

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """What all of them speak of."""
        return tuple(one.identifier for one in self.shared if one.identifier and not one.by)

    @property
    def is_pair(self) -> bool:
        """Whether it is about two records."""
        return len(self.records) == 2  # noqa: PLR2004 - two

    @property
    def writes(self) -> bool:
        """Whether the reader may judge any pair of it."""
        return any(pair.writes for pair in self.pairs)

    @property
    def said_before(self) -> tuple[ProposalShown, ...]:
        """Pairs of which something was said."""
        return tuple(pair for pair in self.pairs if pair.judgements)

    @property
    def taken_back_in_part(self) -> tuple[InOneGo, ...]:
        """What was said in one go and taken back, of some of its pairs or of all."""
        return tuple(one for one in self.one_go if one.taken_back and one.pairs > 1)

    @property
    def covers(self) -> int:
        """Of how many pairs of these records that holds which was said in one go."""
        records = {one.subject for one in self.records}
        return sum(records.issuperset(ends) for one in self.one_go for ends in one.standing)

    @property
    def of_pairs(self) -> int:
        """How many pairs these records make."""
        return len(self.records) * (len(self.records) - 1) // 2

    @property
    def first(self) -> ProposalShown:
        """The first of the pairs."""
        return self.pairs[0]

    @property
    def at_once(self) -> LinkJudgement | None:
        """What was said of all these pairs in one go, if it was."""
        last = self.pairs[0].last
        return last if last and last.said_at_once and len(self.pairs) > 1 else None


def groups_shown(
    member: Member, groups: Collection[Group], bases: Collection[Resting], *, judged: bool
) -> tuple[GroupShown, ...]:
    """Groups as the queue shows them, for a member who was found to see every record in them."""
    numbers = [pair.pk for group in groups for pair in group.pairs]
    records = _records(member, {end for group in groups for end in group.records})
    by_pair: dict[int, list[Resting]] = defaultdict(list)
    for basis in bases:
        by_pair[basis.proposal_id].append(basis)
    identifiers = Identifier.objects.in_bulk({basis.identifier_id for basis in bases if basis.identifier_id})
    others = said_by(member, bases)
    texts = _texts(member, records)
    said, answers = _said(numbers), _answers(member, numbers) if judged else {}
    stands = settled(groups)
    goes = in_one_go(member, (one for some in said.values() for one in some))
    shown = []
    for group in groups:
        own = [basis for pair in group.pairs for basis in by_pair[pair.pk]]
        shared = list(_shared(group, own, identifiers, others, records, texts))
        pairs = tuple(_pair(pair, records, said, answers) for pair in group.pairs)
        ends = tuple(sorted((records[end] for end in group.records), key=lambda one: (one.kind, one.at, one.subject)))
        more = max(0, len(shared) - MOST_SHARED)
        of_go = _goes_of(pairs, judged=judged)
        apart = settled_among(group, stands, but=of_go[0] if judged and of_go else None)
        beside = tuple(SettledShown((records[one], records[other]), stands[one, other]) for one, other in apart)
        one_go = tuple(goes[key] for key in of_go)
        shown.append(GroupShown(group, ends, tuple(shared[:MOST_SHARED]), more, pairs, beside, one_go))
    return tuple(shown)


def _goes_of(pairs: Iterable[ProposalShown], *, judged: bool) -> list[UUID]:
    """What was said in one go of these pairs: where they are judged only that which stands."""
    said = [one for pair in pairs for one in ([pair.last] if judged else pair.judgements)]
    return list(dict.fromkeys(one.said_at_once for one in said if one and one.said_at_once))


def _pair(
    pair: Pair,
    records: dict[str, RecordShown],
    said: dict[int, list[LinkJudgement]],
    answers: dict[int, FamilyJudgement],
) -> ProposalShown:
    ends = records[pair.one], records[pair.other]
    return ProposalShown(
        pair.pk, ends, tuple(said.get(pair.pk, ())), answers.get(pair.pk), all(end.writes for end in ends)
    )


def _records(member: Member, subjects: Iterable[str]) -> dict[str, RecordShown]:
    refs = [subject.removeprefix(CASE) for subject in subjects if subject.startswith(CASE)]
    tips = [int(subject.removeprefix(TIP)) for subject in subjects if subject.startswith(TIP)]
    found = {}
    cases = list(Case.objects.filter(ref__in=refs).order_by().values_list("pk", "ref", "title", "opened_at"))
    mine = _contributed(member, [pk for pk, *_rest in cases])
    for pk, ref, title, at in cases:
        found[f"{CASE}{ref}"] = RecordShown(f"{CASE}{ref}", "case", ref, ref, at, title, writes=pk in mine)
    for tip in Tip.objects.filter(pk__in=tips).only("number", "text", "reading", "received_at"):
        hard = tip.is_hard_to_read
        words = "" if hard else tip.text[:EXCERPT]
        found[tip.subject] = RecordShown(
            tip.subject, "tip", str(tip.number), tip.ref, tip.received_at, "", words, is_hard_to_read=hard, writes=True
        )
    return found


def _contributed(member: Member, cases: Collection[int]) -> set[int]:
    places = places_of(member).filter(case__in=cases).values_list("case", "level")
    return {case for case, level in places if LEVEL_ORDER[level] >= LEVEL_ORDER[Level.CONTRIBUTE]}


def _shared(  # noqa: PLR0917 - all that was read for the page
    group: Group,
    bases: list[Resting],
    identifiers: dict[int, Identifier],
    others: dict[tuple[str, str], BasisShown],
    records: dict[str, RecordShown],
    texts: dict[int, dict[str, int]],
) -> Iterable[Shared]:
    """What the records share, each once; then the families of which several of them hold a text."""
    everybody = set(group.records)
    for (kind, key), by in shared_by(group, bases).items():
        named = () if by == everybody else tuple(records[end] for end in sorted(by))
        if kind == BasisKind.IDENTIFIER:
            yield Shared(identifiers[key], None, 0, named)
        elif (kind, key) in others:
            yield Shared(None, others[kind, key], 0, named)
    families = 0
    for holders in texts.values():
        by = {end: text for end, text in holders.items() if end in everybody}
        if len(by) > 1 and families < MOST_FAMILIES:
            families += 1
            named = () if set(by) == everybody else tuple(records[end] for end in sorted(by))
            yield Shared(None, None, min(by.values()), named)


def _texts(member: Member, records: dict[str, RecordShown]) -> dict[int, dict[str, int]]:
    """Of each family which of these records hold a text of it, each by the first that the member may open."""
    refs = [one.key for one in records.values() if one.kind == "case"]
    cases = {pk: f"{CASE}{ref}" for pk, ref in Case.objects.filter(ref__in=refs).values_list("pk", "ref")}
    loose = [int(subject.removeprefix(TIP)) for subject, one in records.items() if one.kind == "tip"]
    # By numbers, each with an index: asked through its case, every text of the node is looked at.
    tips = [*loose, *CaseTip.objects.filter(case__in=cases).values_list("tip", flat=True)]
    read = Conversation.objects.filter(case__in=cases).values_list("pk", flat=True)
    within = Q(tip__in=tips) | Q(conversation__in=list(read.order_by()))
    seen = family_texts_seen(member).filter(within).with_end().order_by("family", "pk")
    held: dict[int, dict[str, int]] = defaultdict(dict)
    for end, family, text in seen.values_list("end", "family", "pk"):
        held[family].setdefault(cases[end] if end > 0 else f"{TIP}{-end}", text)
    return held


def _said(numbers: Collection[int]) -> dict[int, list[LinkJudgement]]:
    found = defaultdict(list)
    said = LinkJudgement.objects.filter(proposal__in=numbers).select_related("by", "undone_by")
    for one in said.order_by("-at", "-pk"):
        found[one.proposal_id].append(one)
    return found


def _answers(member: Member, numbers: Collection[int]) -> dict[int, FamilyJudgement]:
    answered = Proposal.objects.filter(pk__in=numbers, answered_by__isnull=False).values_list("pk", "answered_by")
    by_pair = dict(answered)
    read = family_judgements_seen(member).filter(pk__in=set(by_pair.values())).select_related("by").in_bulk()
    return {pair: read[said] for pair, said in by_pair.items() if said in read}
