"""Gathering what lies around a start, a step at a time, through the doors of the records."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lali.engines.network import COMMON, Graph, Kind, Node, Tie, TieKind
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.access import cases_for
from lali.records.cases.models import Case, CaseTip, PersonInCase, PersonRelation
from lali.records.cases.queries import PersonShown, Proposal, proposals_for, shut_roots
from lali.records.conversations.models import Conversation, FoundIdentifier
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.models import Identifier, Mention, Person
from lali.records.entities.vocabulary import IdentifierKind, PersonKind
from lali.records.links.access import CASE, RECEIVED, TIP, behind_walls, mentions_seen
from lali.records.links.ends import spanning
from lali.records.links.models import Attribution, CaseLink, LinkJudgement
from lali.records.links.queries.family_nodes import FamilySeen, families_in, seen_families
from lali.records.links.queries.kinds import KIND_OF
from lali.records.links.vocabulary import Confidence, Thing, Tied, Verdict
from lali.records.tips.models import Tip, tip_ref

MOST_NODES = 1_500  # of a picture; what comes after is left out, and the page says so
MOST_MENTIONS = 3_000  # read in one step
MOST_PROPOSED = 60  # persons of a case among whom it is asked whether two may be one
LARGEST = 2**63 - 1
SHOWN_OF_PASSPORT = 3
NOTHING = timedelta(microseconds=1)

SURE = {Confidence.LOW: 0.4, Confidence.MODERATE: 0.7, Confidence.HIGH: 1.0}
WEAK, PERSON_TIE, FAMILY_TIE, PROPOSED = 0.4, 0.9, 0.8, 0.5  # strength of ties


_OF_TIP = ("tip", "tip__number", "tip__agency", "tip__received_at")
_OF_IDENTIFIER = ("identifier", "identifier__kind", "identifier__value", "identifier__weak")


class _Named(NamedTuple):
    """What a picture says of an identifier: thousands are read for one."""

    pk: int
    kind: str
    value: str
    weak: bool

    @property
    def subject(self) -> str:
        return f"identifier:{self.pk}"


def keys_of(key: str) -> tuple[str, str] | None:
    """What a node's key says: a word and a number or reference; None for what is no key of a record."""
    word, _colon, rest = key.partition(":")
    if word == "case":
        return (word, rest) if rest and len(rest) <= 20 else None  # noqa: PLR2004 - as long as a reference is
    known = word in {"identifier", "person", "tip", "conversation", "family"}
    return (word, rest) if known and rest.isascii() and rest.isdecimal() and int(rest) <= LARGEST else None


class Gathering:
    """Nodes and ties that one member may see, as far as they were reached."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.walled = behind_walls(member)
        self.nodes: dict[str, Node] = {}
        self.ties: list[Tie] = []
        self.homes: dict[str, tuple[str, ...]] = {}
        self.titles: dict[str, str] = {}
        self.common: set[str] = set()
        self.cut = False
        self._moments: dict[str, datetime] = {}  # when a node was first known, and when the newest of its ties
        self._newest: dict[str, datetime] = {}
        self._persons: dict[int, str] = {}  # the key under which all records of one person stand
        self._reached: set[str] = set()
        self._families: dict[int, FamilySeen | None] = {}
        # In words, once for thousands.
        self._kinds = {code: str(label) for code, label in IdentifierKind.choices}
        self._things = {thing: str(thing.label) for thing in Thing}
        self._tied = {kind: str(Tied(kind).label) for kind in TieKind}
        self._zone = timezone.get_current_timezone()
        self._triages = member.may(Permission.TRIAGE)

    def _day(self, moment: datetime) -> date:
        """The day at this node of a moment."""
        return moment.astimezone(self._zone).date()

    # -- steps -------------------------------------------------------------------------------------------------------

    def reach(self, starts: Iterable[str], steps: int, *, opened: Iterable[str] = ()) -> None:
        """Go out from the starts so many steps; from those in `opened` one more, common or not."""
        further = frozenset(opened)
        frontier = list(starts)
        self._name(frontier)
        for _step in range(steps):
            known = set(self.nodes)
            self._step([key for key in frontier if key in self.nodes], further)
            frontier = sorted(set(self.nodes) - known)
        while pending := sorted(further & self.nodes.keys() - self._reached):
            self._step(pending, further)

    def _step(self, keys: Collection[str], opened: frozenset[str]) -> None:
        """Add what is tied to these nodes, once for each."""
        by_word: dict[str, list[str]] = {}
        for key in sorted(set(keys) - self._reached):
            if parts := keys_of(key):
                by_word.setdefault(parts[0], []).append(parts[1])
        self._reached |= set(keys)
        walks: dict[str, Callable[[list[str]], None]] = {
            "case": self._of_cases,
            "tip": self._of_tips,
            "conversation": self._of_conversations,
            "identifier": lambda numbers: self._of_identifiers(numbers, opened),
            "person": self._of_persons,
            "family": self._of_families,
        }
        for word, walk in walks.items():
            if word in by_word:
                walk(by_word[word])
        self._add_families_in(keys)

    def _name(self, keys: Iterable[str]) -> None:
        """Put the starts on the picture themselves, where the member may see them: a start may be typed by hand."""
        parts = [part for part in map(keys_of, keys) if part]
        self._add_cases([rest for word, rest in parts if word == "case"])
        if numbers := [int(rest) for word, rest in parts if word == "identifier"]:
            seen = mentions_seen(self.member, self.walled).filter(identifier__in=numbers).order_by()
            met = seen.filter(identifier=OuterRef("pk"))  # one mention that is seen is enough
            self._add_identifiers(Identifier.objects.filter(Exists(met), pk__in=numbers))
        families = [int(rest) for word, rest in parts if word == "family"]
        self._add_families(self._seen(families))
        if persons := [int(rest) for word, rest in parts if word == "person"]:
            self._name_persons(persons)

    def _name_persons(self, persons: list[int]) -> None:
        own = list(self._own(PersonInCase.objects.filter(person__in=persons)).values_list("person", flat=True))
        for number, merged_into in Person.objects.filter(pk__in=own).values_list("pk", "merged_into"):
            self._person(number, merged_into)
        self._of_persons(list(map(str, own)))

    def _person(self, number: int, merged_into: int | None) -> str:
        """The key under which a person stands: the number of the first record that was seen, never of one elsewhere."""
        return self._persons.setdefault(merged_into or number, f"person:{number}")

    def _of_cases(self, refs: list[str]) -> None:
        refs = [ref for ref in refs if f"case:{ref}" in self.nodes]  # each came through the door
        cases = Case.objects.filter(ref__in=refs)
        self._add_mentions(Mention.objects.standing().filter(record__in=[f"{CASE}{ref}" for ref in refs]))
        self._add_places(PersonInCase.objects.standing().filter(case__in=cases))
        places = CaseTip.objects.filter(case__in=cases).order_by("-pk")
        for at, ref, *tip in places.values_list("added_at", "case__ref", *_OF_TIP)[:MOST_NODES]:
            self._tie(self._add_tip(*tip), f"{CASE}{ref}", TieKind.PART_OF, at, ref)
        read = Conversation.objects.filter(case__in=cases, exhibit__restricted_at__isnull=True)
        read = read.exclude(state=ReadingState.BACK)
        for conversation in read.select_related("case").order_by("-pk")[:MOST_NODES]:
            self._add_conversation(conversation)
        self._add_attributions(Attribution.objects.filter(case__in=cases))
        self._add_relations(PersonRelation.objects.filter(case__in=cases))
        links = CaseLink.objects.standing().filter(Q(first__in=cases) | Q(second__in=cases))
        ends = {pk for pair in links.values_list("first", "second") for pk in pair}
        self._add_cases(cases_for(self.member).filter(pk__in=ends).values_list("ref", flat=True))

    def _of_identifiers(self, numbers: list[str], opened: frozenset[str]) -> None:
        """Records that mention them. Through common ones nothing is followed unless the reader opened them."""
        standing = Mention.objects.standing().filter(identifier__in=numbers).exclude(record__in=self.walled)
        times = dict(standing.order_by().values_list("identifier").annotate(times=Count("pk")))
        for number, records in times.items():
            key = f"identifier:{number}"
            if records >= COMMON:
                self._replace(key, stands_in=records)
                self.common |= set() if key in opened else {key}
        followed = [number for number in times if f"identifier:{number}" not in self.common]
        seen = mentions_seen(self.member, self.walled).filter(identifier__in=followed)
        told = dict(seen.order_by().values_list("identifier").annotate(times=Count("pk")))
        self._add_mentions(seen)
        for number in followed:
            if hidden := times[number] - told.get(number, 0):
                self._add_hidden(f"identifier:{number}", hidden)
        self._add_attributions(self._own(Attribution.objects.filter(identifier__in=followed)))
        self._add_found(self._own(FoundIdentifier.objects.filter(noted__in=followed), "conversation__case"))

    def _of_persons(self, roots: list[str]) -> None:
        together = list(Person.objects.together([int(root) for root in roots]).values_list("pk", flat=True))
        self._add_places(self._own(PersonInCase.objects.standing().filter(person__in=together)))
        self._add_attributions(self._own(Attribution.objects.filter(person__in=together)))
        for one in (Q(one__in=together), Q(other__in=together)):  # apart: an index for each of the two
            self._add_relations(self._own(PersonRelation.objects.filter(one)))

    def _own(self, rows: QuerySet, case: str = "case") -> QuerySet:
        """Rows of cases that the member may open, asked of the few cases at hand and not of all the member's.

        Measured with thousands of cases: joined to all of them, each of these questions walks through all.
        """
        if not (cases := set(rows.order_by().values_list(case, flat=True).distinct())):
            return rows.none()
        seen = cases_for(self.member).filter(pk__in=cases).values_list("pk", flat=True)
        return rows.filter(**{f"{case}__in": list(seen.order_by())})

    def _of_tips(self, numbers: list[str]) -> None:
        seen = [number for number in numbers if f"tip:{number}" in self.nodes]
        self._add_mentions(Mention.objects.standing().filter(record__in=[f"{TIP}{number}" for number in seen]))

    def _add_families_in(self, keys: Collection[str]) -> None:
        """Families of which these records hold a text, and that stand in another record too; those judged apart not."""
        parts = [part for part in map(keys_of, keys) if part and ":".join(part) in self.nodes]
        of = {word: [rest for one, rest in parts if one == word] for word in ("case", "tip", "conversation")}
        if any(of.values()):
            self._add_families(self._seen(families_in(self.member, of["case"], of["tip"], of["conversation"])))

    def _seen(self, numbers: Iterable[int]) -> list[FamilySeen]:
        """Families by their numbers, each read once for a picture."""
        wanted = list(numbers)
        if unread := [number for number in wanted if number not in self._families]:
            found = {one.key: one for one in seen_families(self.member, unread)}
            self._families |= {number: found.get(f"family:{number}") for number in unread}
        return [one for number in sorted(wanted) if (one := self._families[number])]

    def _add_families(self, families: Iterable[FamilySeen]) -> None:
        for one in families:
            if self._put(Node(one.key, Kind.FAMILY, one.label, word=self._things[Thing.FAMILY]), one.first):
                self.homes[one.key] = ("family", str(one.text))
            self._known(one.key, one.first)

    def _of_families(self, numbers: list[str]) -> None:
        """Their texts, where they stand, and whom they name."""
        for one in self._seen(int(number) for number in numbers if f"family:{number}" in self.nodes):
            for place in one.places:
                if tip := place.tip:
                    self._add_tip(*tip)
                elif place.conversation:
                    self._add_cases([place.conversation.case.ref])
                    self._add_conversation(place.conversation)
            self._add_identifiers(one.identifiers)

    def _tie_families(self) -> None:
        """Ties of families to the records and identifiers that stand on the picture; dashed until a member said so."""
        drawn = [int(key.removeprefix("family:")) for key in self.nodes if key.startswith("family:")]
        for one in self._seen(drawn):
            open_still = not one.is_together
            strength = PROPOSED if open_still else FAMILY_TIE
            for place in one.places:
                ends = (place.key, one.key)
                self._tie(*ends, TieKind.HOLDS, place.at, place.says, strength=strength, likely=open_still)
            for identifier in one.identifiers:
                weak = WEAK if identifier.weak else 1.0
                self._tie(one.key, identifier.subject, TieKind.NAMES, one.first, one.label, strength=weak)

    def _of_conversations(self, numbers: list[str]) -> None:
        seen = [number for number in numbers if f"conversation:{number}" in self.nodes]
        self._add_found(FoundIdentifier.objects.filter(conversation__in=seen, noted__isnull=False))

    # -- what is added -----------------------------------------------------------------------------------------------

    @property
    def is_full(self) -> bool:
        """Whether nothing more finds room; that there was more is noted."""
        if len(self.nodes) < MOST_NODES:
            return False
        self.cut = True
        return True

    def _put(self, node: Node, at: datetime | None) -> bool:
        """Whether the node stands on the picture now; the earliest moment it was known counts."""
        if node.key not in self.nodes:
            if self.is_full:
                return False
            self.nodes[node.key] = node
        if at is not None and (node.key not in self._moments or at < self._moments[node.key]):
            self._moments[node.key] = at
        return True

    def _replace(self, key: str, *, stands_in: int) -> None:
        if node := self.nodes.get(key):
            self.nodes[key] = Node(node.key, node.kind, node.label, node.sort, node.word, None, stands_in, node.weak)

    def _tie(
        self,
        one: str,
        other: str,
        kind: TieKind,
        at: datetime | None,
        rests_on: str,
        *,
        strength: float = 1.0,
        word: object = "",
        likely: bool = False,
    ) -> None:
        words = str(word) if word else self._tied[kind]
        day = self._day(at) if at else None
        self.ties.append(Tie(one, other, kind, day, strength, likely, words, rests_on))
        if at and at > self._newest.get(one, at - NOTHING):
            self._newest[one] = at

    def _add_cases(self, refs: Iterable[str]) -> None:
        wanted = [ref for ref in dict.fromkeys(refs) if f"case:{ref}" not in self.nodes]
        found = cases_for(self.member).filter(ref__in=wanted).values_list("ref", "title", "opened_at")
        for ref, title, at in found if wanted and not self.is_full else ():
            key = f"{CASE}{ref}"
            if self._put(Node(key, Kind.CASE, ref, word=self._things[Thing.CASE]), at):
                self.homes[key] = ("case", ref)
                self.titles[key] = title

    def _add_tip(self, pk: int, number: int, agency: int, at: datetime) -> str:
        """Put a tip on the picture, where there is room; its key."""
        key = f"{TIP}{pk}"
        drawn = self._put(Node(key, Kind.TIP, tip_ref(number), word=self._things[Thing.TIP]), at)
        if drawn and self._triages and agency == self.member.agency_id:
            self.homes[key] = ("tip", str(number))
        return key

    def _add_conversation(self, conversation: Conversation) -> None:
        key, ref = f"conversation:{conversation.pk}", conversation.case.ref
        label = f"{ref} {conversation.ref}"
        if self._put(Node(key, Kind.CONVERSATION, label, word=self._things[Thing.CONVERSATION]), conversation.begun_at):
            self.homes[key] = ("conversation", ref, str(conversation.number))
            self._tie(key, conversation.case.subject, TieKind.PART_OF, conversation.begun_at, ref)

    def _add_identifiers(self, identifiers: "Iterable[Identifier | _Named]") -> None:
        for one in identifiers:
            if one.subject in self.nodes:
                continue
            kind = KIND_OF.get(one.kind, Kind.PAPER)
            masked = one.kind == IdentifierKind.PASSPORT
            label = f"…{one.value[-SHOWN_OF_PASSPORT:]}" if masked else one.value
            node = Node(one.subject, kind, label, one.kind, self._kinds.get(one.kind, one.kind), weak=one.weak)
            if self._put(node, None):
                self.homes[one.subject] = ("identifier", str(one.pk))

    def _add_mentions(self, mentions: QuerySet[Mention]) -> None:
        """Identifiers, the records they stand in, and the ties; whoever calls has asked whether these may be seen."""
        found = mentions.order_by("-pk").values_list("record", "at", *_OF_IDENTIFIER)
        rows = [(about, at, _Named(*rest)) for about, at, *rest in found[: MOST_MENTIONS + 1]]
        self.cut |= len(rows) > MOST_MENTIONS
        rows = rows[:MOST_MENTIONS]
        self._add_cases(about.removeprefix(CASE) for about, _at, _one in rows if about.startswith(CASE))
        tips = [about.removeprefix(TIP) for about, _at, _one in rows if about.startswith(TIP)]
        for tip in Tip.objects.filter(pk__in=tips).values_list("pk", "number", "agency", "received_at"):
            self._add_tip(*tip)
        for about, at, identifier in rows:
            if about.startswith(RECEIVED):
                self._add_packet(about, at)
            self._add_identifiers([identifier])
            strength = WEAK if identifier.weak else 1.0
            resting = self.nodes[about].label if about in self.nodes else ""
            self._tie(identifier.subject, about, TieKind.STANDS_IN, at, resting, strength=strength)
            self._known(identifier.subject, at)

    def _add_packet(self, about: str, at: datetime) -> None:
        ref = about.removeprefix(RECEIVED)
        if self._put(Node(about, Kind.PACKET, ref, word=self._things[Thing.PACKET]), at):
            self.homes[about] = ("received", ref.removeprefix("R-").lstrip("0") or "0")

    def _known(self, key: str, at: datetime) -> None:
        if key in self.nodes and (key not in self._moments or at < self._moments[key]):
            self._moments[key] = at

    def _add_found(self, found: QuerySet[FoundIdentifier]) -> None:
        readable = found.filter(conversation__exhibit__restricted_at__isnull=True)
        readable = readable.exclude(conversation__state=ReadingState.BACK)
        for one in readable.select_related("conversation__case", "noted").order_by("-pk")[:MOST_MENTIONS]:
            self._add_cases([one.conversation.case.ref])
            self._add_conversation(one.conversation)
            self._add_identifiers([one.noted])
            key, at = f"conversation:{one.conversation_id}", one.conversation.begun_at
            resting = f"{one.conversation.case.ref} {one.conversation.ref} · {one.first}"
            strength = WEAK if one.weak else 1.0
            self._tie(one.noted.subject, key, TieKind.STANDS_IN, at, resting, strength=strength)
            self._known(one.noted.subject, at)

    def _add_hidden(self, key: str, number: int) -> None:
        """A number beside an identifier, and nothing else: neither which records, nor whether two share one."""
        beside = f"elsewhere:{key}"
        if key in self.nodes and self._put(
            Node(beside, Kind.ELSEWHERE, f"+{number}", word=self._things[Thing.ELSEWHERE]), None
        ):
            self.ties.append(Tie(key, beside, TieKind.HIDDEN, None, 1.0, likely=False, word=self._tied[TieKind.HIDDEN]))

    # -- persons -----------------------------------------------------------------------------------------------------

    def _add_places(self, places: QuerySet[PersonInCase]) -> None:
        found = places.order_by("-pk").values_list("person", "person__merged_into", "case__ref", "since")
        rows = [(self._person(number, into), number, ref, at) for number, into, ref, at in found[:MOST_NODES]]
        self._add_cases(ref for _key, _number, ref, _at in rows)
        new: dict[str, tuple[int, str, datetime]] = {}
        for key, *rest in rows:
            if key not in self.nodes:
                new.setdefault(key, tuple(rest))
        self._add_persons(new)
        for key, _number, ref, at in rows:
            self._tie(key, f"{CASE}{ref}", TieKind.IN_CASE, at, ref, strength=PERSON_TIE)
            self._known(key, at)

    def _add_persons(self, new: Mapping[str, tuple[int, str, datetime]]) -> None:
        """Persons of cases that were opened: by name where nobody among their records may be a victim.

        No name is opened for which there is no room.
        """
        room = list(new.items())[: MOST_NODES - len(self.nodes)]
        self.cut |= len(room) < len(new)
        records = Person.objects.in_bulk([number for _key, (number, _ref, _at) in room])
        shut = shut_roots({record.root_id for record in records.values()}) if records else set()
        for key, (number, ref, at) in room:
            person = records[number]
            organisation = person.kind == PersonKind.ORGANISATION
            kind, thing = (Kind.ORGANISATION, Thing.ORGANISATION) if organisation else (Kind.PERSON, Thing.PERSON)
            name = "" if person.root_id in shut else person.opened_facts().main_name
            if self._put(Node(key, kind, name or person.code_name, word=self._things[thing]), at):
                self.homes[key] = ("person", ref, str(number))

    def _add_attributions(self, attributions: QuerySet[Attribution]) -> None:
        """Whose an identifier is said to be. An owner only in words is not drawn: the words may name a victim."""
        standing = attributions.filter(withdrawn_at__isnull=True, person__isnull=False)
        for one in standing.select_related("identifier", "person", "case").order_by("-pk")[:MOST_NODES]:
            key = self._person(one.person.pk, one.person.merged_into_id)
            self._add_identifiers([one.identifier])
            resting = f"{one.case.ref} · {one.reliability}{one.credibility}"
            strength = SURE.get(one.confidence, PROPOSED)
            self._tie(one.identifier.subject, key, TieKind.USED_BY, one.made_at, resting, strength=strength)
            self._known(one.identifier.subject, one.made_at)

    def _add_relations(self, relations: QuerySet[PersonRelation]) -> None:
        standing = relations.filter(taken_back_at__isnull=True)
        for one in standing.select_related("one", "other", "case").order_by("-pk")[:MOST_NODES]:
            ends = [self._person(end.pk, end.merged_into_id) for end in (one.one, one.other)]
            word = one.get_kind_display()
            self._tie(*ends, TieKind.RELATED, one.noted_at, one.case.ref, strength=PERSON_TIE, word=word)

    def add_proposals(self, case: Case, persons: list[PersonShown]) -> None:
        """Persons of the case and others of the member's cases who may be one: proposed, not judged."""
        if not persons or len(persons) > MOST_PROPOSED:
            return
        proposed: list[Proposal] = proposals_for(self.member, case, persons)
        numbers = {number for one in proposed for number in (one.person.id, one.other_id)}
        records = Person.objects.in_bulk(numbers)
        for one in proposed:
            person, other = (records[number] for number in (one.person.id, one.other_id))
            key = self._person(other.pk, other.merged_into_id)
            if one.other_case and key not in self.nodes:
                self._add_cases([one.other_case.ref])
                thing = Thing.PERSON if other.kind == PersonKind.PERSON else Thing.ORGANISATION
                node = Node(key, Kind(thing.value), other.code_name, word=self._things[thing])
                if not self._put(node, one.other_case.opened_at):
                    continue
                self.homes[key] = ("person", one.other_case.ref, str(other.pk))
                place = one.other_case
                self._tie(key, place.subject, TieKind.IN_CASE, None, place.ref, strength=PERSON_TIE)
            mine = self._person(person.pk, person.merged_into_id)
            self._tie(mine, key, TieKind.SAME, None, case.ref, strength=PROPOSED, likely=True)

    # -- the end -----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Add the ties among what was reached: links of cases, texts of families, which tip is part of which case."""
        self._tie_families()
        refs = [key.removeprefix(CASE) for key in self.nodes if key.startswith(CASE)]
        links = CaseLink.objects.standing().filter(first__ref__in=refs, second__ref__in=refs)
        for first, second, at in links.values_list("first__ref", "second__ref", "linked_at"):
            self._tie(f"{CASE}{first}", f"{CASE}{second}", TieKind.LINKED, at, first)
        self._add_judged()
        tips = [key.removeprefix(TIP) for key in self.nodes if key.startswith(TIP)]
        places = CaseTip.objects.filter(tip__in=tips, case__ref__in=refs).values_list("tip", "case__ref", "added_at")
        for tip, ref, at in places:
            self._tie(f"{TIP}{tip}", f"{CASE}{ref}", TieKind.PART_OF, at, ref)

    def _add_judged(self) -> None:
        """Records that a member said belong together, where one of them is a tip: two cases have a link.

        Of many that were said to in one go, as few ties as hold them together.
        """
        ends = [key for key in self.nodes if key.startswith((CASE, TIP))]
        judged = LinkJudgement.objects.filter(verdict=Verdict.TOGETHER, undone_at__isnull=True, link__isnull=True)
        said: dict[object, dict[tuple[str, str], datetime]] = {}
        rows = judged.filter(proposal__one__in=ends).order_by("pk")  # the other end is asked here, not of each two
        for pk, at_once, one, other, at in rows.values_list(
            "pk", "said_at_once", "proposal__one", "proposal__other", "at"
        ):
            if other in self.nodes:
                said.setdefault(at_once or pk, {})[one, other] = at
        for pairs in said.values():
            with_tips = [pair for pair in pairs if any(end.startswith(TIP) for end in pair)]
            for one, other in spanning(with_tips):
                self._tie(one, other, TieKind.LINKED, pairs[one, other], "")

    def graph(self, since: datetime | None) -> Graph:
        """The graph; what was noted after `since` is marked new."""
        nodes = []
        for key, node in self.nodes.items():
            at = self._moments.get(key)
            new = bool(since and max(filter(None, (at, self._newest.get(key))), default=since) > since)
            day = self._day(at) if at else None
            nodes.append(
                Node(key, node.kind, node.label, node.sort, node.word, day, node.stands_in, node.weak, is_new=new)
            )
        return Graph.of(nodes, self.ties)
