"""What is found inside conversations and files: which of their messages or pages meet what was typed, with the words.

The index says which leaves have every word somewhere; here the text itself is looked at. Bounded: so many leaves are
read for one search, the newest first, in turn of each conversation and file, so that none hides another.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest

from lali.engines.finding import Asked, Excerpt, excerpt_of, meets, read_asked
from lali.records.agencies.models import Member
from lali.records.contents.findable import record_of
from lali.records.contents.models import FileWords, WordsPage
from lali.records.conversations.findable import IN_A_LEAF
from lali.records.conversations.models import Conversation, Message
from lali.records.conversations.vocabulary import ReadingState
from lali.records.evidence.models import Exhibit
from lali.records.lookup.doors import doors_of
from lali.records.search.queries import Leaf, find_leaves
from lali.records.search.terms import STOP_WORDS
from lali.records.search.vocabulary import FoundKind

MOST_NAMED = 600  # leaves that the index may name
MOST_READ = 20  # leaves that are read for one search
MOST_LETTERS = 8_000_000  # of messages and pages that are looked at for one search: one message may be a megabyte
MOST_HITS = 5  # messages or pages shown of one conversation or file
AT_ONCE = 50  # messages that are held in memory
MOST_WHOLES = 20  # conversations and files that are shown


@dataclass(frozen=True, slots=True)
class Hit:
    """One message, or page of a part of a file, that meets everything typed: who and when, the words around."""

    n: int
    part: int
    who: str
    when: str
    excerpt: Excerpt


@dataclass(slots=True)
class Inside:
    """A conversation or file in which something was found. `more`: there may be more than is shown.

    Without hits it has every word somewhere, and was not looked through to its end.
    """

    kind: FoundKind
    case_ref: str
    number: int
    ref: str
    title: str
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


_Whole = tuple[str, str]  # kind, and the record of the conversation or file


def found_inside(member: Member, words: str) -> list[Inside]:
    """Conversations and files behind doors that are open to the member, with what in them meets `words`."""
    asked = read_asked(words, common=STOP_WORDS)
    if not asked.parts:
        return []
    leaves = find_leaves(asked.tokens, doors=doors_of(member), limit=MOST_NAMED)
    return _looked_into(asked, leaves)


def _looked_into(asked: Asked, leaves: Sequence[Leaf]) -> list[Inside]:
    by_whole: dict[_Whole, list[Leaf]] = {}
    for leaf in leaves:
        by_whole.setdefault((leaf.kind, leaf.record.rpartition("/")[0]), []).append(leaf)
    wholes = _wholes(list(by_whole)[:MOST_WHOLES])
    known = {whole: named for whole, named in by_whole.items() if whole in wholes}
    read, patience = 0, _Patience(MOST_LETTERS)
    for whole, leaf in _in_turn(known):
        inside = wholes[whole].shown
        if len(inside.hits) >= MOST_HITS or read >= MOST_READ or patience.is_over:
            inside.more = True
            continue
        read += 1
        found = wholes[whole].hits(asked, int(leaf.record.rpartition(":")[2]), patience)
        hits = list(islice(found, MOST_HITS - len(inside.hits) + 1))
        inside.more |= patience.is_over or len(inside.hits) + len(hits) > MOST_HITS
        inside.hits = sorted([*inside.hits, *hits[: MOST_HITS - len(inside.hits)]], key=lambda hit: (hit.part, hit.n))
    shown = [wholes[whole].shown for whole in known]
    return [one for one in shown if one.hits] + [one for one in shown if one.more and not one.hits]


@dataclass(slots=True)
class _Patience:
    """How much may still be looked at for one search."""

    letters: int

    @property
    def is_over(self) -> bool:
        return self.letters <= 0


def _in_turn(leaves: dict[_Whole, list[Leaf]]) -> Iterator[tuple[_Whole, Leaf]]:
    """The newest leaf of each, then the next of each."""
    rounds = zip_longest(*([(whole, leaf) for leaf in named] for whole, named in leaves.items()))
    return (one for one in chain.from_iterable(rounds) if one is not None)


@dataclass(frozen=True, slots=True)
class _Readable:
    """A conversation or file that may be shown, and how one of its leaves is looked into."""

    shown: Inside
    hits: Callable[[Asked, int, _Patience], Iterable[Hit]]


def _wholes(found: Sequence[_Whole]) -> dict[_Whole, _Readable]:
    """What the records stand for; what is restricted, or not there any more, is left out."""
    wholes: dict[_Whole, _Readable] = {}
    for kind, reader in _READERS.items():
        if records := [record for of_kind, record in found if of_kind == kind]:
            wholes |= {(kind, record): one for record, one in reader(records).items()}
    return wholes


def _placed(records: Iterable[str]) -> dict[str, set[object]]:
    """The cases and numbers in records such as `case:FJ-2026-00001/conversation:C-001`."""
    parts = [record.removeprefix("case:").partition("/") for record in records]
    return {
        "case__ref__in": {ref for ref, _slash, _rest in parts},
        "number__in": {int(rest.partition("/")[0].rpartition("-")[2]) for _ref, _slash, rest in parts},
    }


def _conversations(records: Sequence[str]) -> dict[str, _Readable]:
    rows = Conversation.objects.filter(**_placed(records), exhibit__restricted_at__isnull=True)
    return {
        one.subject: _Readable(
            Inside(FoundKind.CONVERSATION, one.case.ref, one.number, one.ref, one.exhibit.called),
            lambda asked, leaf, patience, one=one: _messages(one, asked, leaf, patience),
        )
        for one in rows.select_related("case", "exhibit")
        if one.subject in records
    }


def _messages(conversation: Conversation, asked: Asked, leaf: int, patience: _Patience) -> Iterator[Hit]:
    first = leaf * IN_A_LEAF
    rows = Message.objects.filter(conversation=conversation, n__gte=first, n__lt=first + IN_A_LEAF).order_by("n")
    told = rows.values_list("n", "participant__name", "local_time", "text", "attachment")
    for n, who, when, *said in told.iterator(chunk_size=AT_ONCE):
        words = "\n".join(filter(None, said))
        patience.letters -= len(words)
        if meets(asked, f"{who}\n{words}" if who else words):
            yield Hit(n, 0, who or "", when.replace("T", " ")[:16], excerpt_of(asked, words))
        if patience.is_over:
            return


def _files(records: Sequence[str]) -> dict[str, _Readable]:
    """Files whose words were read; not those whose messages are found as a conversation."""
    rows = Exhibit.objects.filter(**_placed(records), restricted_at__isnull=True, words__isnull=False)
    rows = rows.exclude(pk__in=Conversation.objects.filter(state=ReadingState.READ).values("exhibit"))
    return {
        record_of(one): _Readable(
            Inside(FoundKind.FILE, one.case.ref, one.number, one.ref, one.called),
            lambda asked, leaf, patience, one=one: _pages(one.words, asked, leaf, patience),
        )
        for one in rows.select_related("case", "words")
        if record_of(one) in records
    }


def _pages(words: FileWords, asked: Asked, leaf: int, patience: _Patience) -> Iterator[Hit]:
    for page in WordsPage.objects.filter(words=words, number=leaf):
        text = page.text()
        patience.letters -= len(text)
        if meets(asked, text):
            yield Hit(page.page, page.part, "", "", excerpt_of(asked, text))


_READERS: dict[str, Callable[[Sequence[str]], dict[str, _Readable]]] = {
    FoundKind.CONVERSATION: _conversations,
    FoundKind.FILE: _files,
}
