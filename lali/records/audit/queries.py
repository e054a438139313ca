"""Reading the journal and checking it from the first entry to the newest head."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Max, QuerySet

from lali.engines.custody import (
    Frontier,
    HeadRefused,
    HeadStamp,
    HeadWitness,
    NotCanonical,
    ProvenEntry,
    Tree,
    canonical,
    consistency_proof,
    inclusion_proof,
    inclusion_proofs,
    leaf_hash,
    node_hash,
    read_head,
    verifier_key,
    verify_head,
)
from lali.records.audit.models import CountersignedHead, Entry, LogState, SignedHead, TimeStamp
from lali.records.keyring import keys

LAST = 500  # entries among which a wrong clock is looked for
BLOCK = 10  # levels of the tree: 1,024 entries
MOST_STAMPS = 20  # that go along in one bundle
MOST_WITNESSES = 20  # likewise
MOST_BLOCKS = 4096  # kept in a process
SLACK = timedelta(minutes=1)  # two processes may write at nearly the same moment


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Outcome of a check: how many entries were read and, if any, the first thing that is not as it was."""

    entries: int
    first_broken: str | None


def entries_about(subject: str) -> QuerySet[Entry]:
    """Journal of one record and its parts, newest first. Whoever calls has checked access to the record."""
    return Entry.objects.about(subject)


def last_reading(*, by: object, verb: str, subject: str, before: datetime) -> datetime | None:
    """When somebody last read something before a moment; None when never."""
    read = Entry.objects.filter(record=subject.partition("/")[0], subject=subject, verb=verb, at__lt=before)
    own = read.filter(by=getattr(by, "journal_name", by))
    return own.order_by("-index").values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a journal as it is shown: an entry, or the newest of several identical readings.

    `times` says how often it was read, `first_at` when first; the journal itself keeps each reading.
    """

    entry: Entry
    times: int
    first_at: datetime


def folded_readings(entries: Iterable[Entry]) -> list[Line]:
    """Entries, newest first, with identical readings of one person told once, while nobody else came in between."""
    lines: dict[object, Line] = {}
    reader, run = "", 0
    for entry in entries:
        if not entry.reading or entry.by != reader:
            reader, run = entry.by if entry.reading else "", run + 1
        key = (run, entry.verb, entry.subject, repr(entry.facts)) if entry.reading else entry.index
        met = lines.get(key)
        lines[key] = Line(met.entry, met.times + 1, entry.at) if met else Line(entry, 1, entry.at)
    return list(lines.values())


def all_entries() -> QuerySet[Entry]:
    """The whole journal, newest first: for the auditor."""
    return Entry.objects.all()


def last_seen(by: str, what: str) -> datetime | None:
    """When somebody (as the journal names them) last saw the list `what`; None when they never did."""
    seen = Entry.objects.filter(record=what, by=by, verb="list.read").order_by("-index")
    return seen.values_list("at", flat=True).first()


def newest_head() -> str:
    """The newest signed head of the log, empty before the first entry."""
    return LogState.objects.filter(pk=1).values_list("head", flat=True).first() or ""


def clock_is_behind(now: datetime) -> datetime | None:
    """The latest moment of the last entries, if that is after `now`: this machine's clock is wrong, or was before."""
    last = Entry.objects.order_by("-index").values("at")[:LAST]
    latest = last.aggregate(latest=Max("at"))["latest"]
    return latest if latest and latest > now + SLACK else None


def log_verifier() -> str:
    """The public key under which this node's heads verify, in the C2SP note form."""
    return verifier_key(settings.LOG_ORIGIN, keys().log)


def proven_entry(subject: str, verb: str, *, using: str = "default") -> tuple[str, ProvenEntry] | None:
    """The newest signed head, and the first entry of one kind about a record with its proof; None until it is signed.

    Needs no key: the public process asks it for receipts. Any visitor with a code may ask again and again: a whole
    block of the journal never changes, so its hash is worked out once in a process, and then some 2,000 entries are
    read, however long the journal is.
    """
    entry = first_entry(subject, verb, using=using)
    head = LogState.objects.using(using).filter(pk=1).values_list("head", flat=True).first()
    if entry is None or not head or (size := read_head(head).size) <= entry.index:
        return None
    return head, ProvenEntry(entry.index, entry.line.encode(), _path(entry.index, size, using))


def first_entry(subject: str, verb: str, *, using: str = "default") -> Entry | None:
    """The first entry of one kind about a record. Whoever calls has checked access to the record."""
    return Entry.objects.using(using).about(subject).filter(verb=verb).order_by("index").first()


def _path(index: int, size: int, using: str) -> list[bytes]:
    return inclusion_proof(index, size, nodes_of(size, using))


def nodes_of(size: int, using: str = "default") -> Callable[[int, int], bytes]:
    """The hash of any whole part of the tree over the first `size` entries, as proofs ask for it."""
    trees: dict[int, Tree] = {}

    def node(level: int, at: int) -> bytes:
        if level == BLOCK:
            return _hash_of_block(at, using)
        if level > BLOCK:
            return node_hash(node(level - 1, 2 * at), node(level - 1, 2 * at + 1))
        block = at >> (BLOCK - level)
        if block not in trees:
            trees[block] = Tree(_leaves_of_block(block, size, using))
        return trees[block].node(level, at - (block << (BLOCK - level)))

    return node


def stamps_over(indexes: Iterable[int], head: str) -> list[HeadStamp]:
    """The earliest time-stamp over each of these entries that a head covers, each once, with the proof up to the head.

    Of very many the first and the last go along: those say when an exhibit was there, and until when it was as it is.
    """
    size = read_head(head).size if head else 0
    stamps = list(TimeStamp.objects.stamped().filter(size__lte=size).order_by("size"))
    few = _covering(indexes, [one.size for one in stamps], MOST_STAMPS)
    nodes = nodes_of(size)
    return [
        HeadStamp(one.head, bytes(one.token), consistency_proof(one.size, size, nodes))
        for one in (stamps[place] for place in few)
    ]


def witnesses_over(indexes: Iterable[int], head: str) -> list[HeadWitness]:
    """The earliest head over each of these entries that each partner countersigned, with the proof up to the head.

    Of very many the first and the last go along.
    """
    size, wanted = read_head(head).size if head else 0, list(indexes)
    by_key: dict[str, list[CountersignedHead]] = {}
    for one in CountersignedHead.objects.filter(size__lte=size).order_by("size", "pk"):
        by_key.setdefault(one.key, []).append(one)
    nodes = nodes_of(size)
    chosen = [
        heads[place]
        for heads in by_key.values()
        for place in _covering(wanted, [one.size for one in heads], MOST_WITNESSES)
    ]
    few = chosen if len(chosen) <= MOST_WITNESSES else [*chosen[: MOST_WITNESSES // 2], *chosen[-MOST_WITNESSES // 2 :]]
    return [HeadWitness(one.head, one.key, one.name, consistency_proof(one.size, size, nodes)) for one in few]


def _covering(indexes: Iterable[int], sizes: list[int], most: int) -> list[int]:
    """Places of the first of these sizes, in their order, that each index falls under; of many the first and last."""
    wanted = sorted({bisect_right(sizes, index) for index in indexes} - {len(sizes)})
    return wanted if len(wanted) <= most else [*wanted[: most // 2], *wanted[-most // 2 :]]


def countersigned_heads(most: int) -> list[CountersignedHead]:
    """The newest heads that partners countersigned. Whoever calls has asked for the permission to read the journal."""
    return list(CountersignedHead.objects.all()[:most])


@dataclass(frozen=True, slots=True)
class StampState:
    """How time-stamping stands: the newest stamp, how many wait, since when and why."""

    newest: TimeStamp | None
    waiting: int
    since: datetime | None
    said: str


def stamp_state() -> StampState:
    """How time-stamping stands. Whoever calls has asked for the permission to read the journal."""
    waiting = list(TimeStamp.objects.waiting().order_by("size"))
    newest = TimeStamp.objects.stamped().order_by("-size").first()
    first = waiting[0] if waiting else None
    return StampState(newest, len(waiting), first and first.queued_at, first.said if first else "")


def forget_hashes() -> None:
    """Let go of the hashes that were worked out in this process: what is asked next is read from the database."""
    _hash_of_block.cache_clear()


@lru_cache(MOST_BLOCKS)
def _hash_of_block(block: int, using: str) -> bytes:
    return Tree(_leaves_of_block(block, (block + 1) << BLOCK, using)).node(BLOCK, 0)


def _leaves_of_block(block: int, size: int, using: str) -> Iterator[bytes]:
    entries = Entry.objects.using(using).filter(index__gte=block << BLOCK, index__lt=min(size, (block + 1) << BLOCK))
    return (leaf_hash(line.encode()) for line in entries.order_by("index").values_list("line", flat=True))


def proven_entries(subject: str) -> tuple[str, list[ProvenEntry]]:
    """The newest signed head, and the entries about one record with their inclusion proofs in its tree (RFC 9162)."""
    head = newest_head()
    size = read_head(head).size
    lines = Entry.objects.filter(index__lt=size).order_by("index").values_list("line", flat=True)
    tree = Tree(leaf_hash(line.encode()) for line in lines.iterator(chunk_size=5000))
    about = Entry.objects.about(subject).filter(index__lt=size).order_by("index")
    return head, [
        ProvenEntry(entry.index, entry.line.encode(), inclusion_proof(entry.index, size, tree.node)) for entry in about
    ]


def proven_entries_of(subjects: Iterable[str]) -> tuple[str, dict[str, list[ProvenEntry]]]:
    """The newest signed head, and the entries about each of these records with their proofs, in one pass of the log."""
    head = newest_head()
    size = read_head(head).size
    about = {
        subject: list(Entry.objects.about(subject).filter(index__lt=size).order_by("index")) for subject in subjects
    }
    lines = Entry.objects.filter(index__lt=size).order_by("index").values_list("line", flat=True)
    leaves = (leaf_hash(line.encode()) for line in lines.iterator(chunk_size=5000))
    proofs = inclusion_proofs({entry.index for entries in about.values() for entry in entries}, size, leaves)
    return head, {
        subject: [ProvenEntry(entry.index, entry.line.encode(), proofs[entry.index]) for entry in entries]
        for subject, entries in about.items()
    }


def check_log(*, using: str = "default", on_progress: Callable[[int], None] | None = None) -> LogCheck:
    """Recompute the whole log: each line against its fields, the tree against every kept head, the order of numbers.

    May run while others append: the state is read first, and what is appended afterwards is left for the next time.
    """
    state = LogState.objects.using(using).filter(pk=1).first() or LogState()
    heads = _heads(state, using)
    frontier = Frontier()
    entries = Entry.objects.using(using).filter(index__lt=state.size).order_by("index")
    for entry in entries.iterator(chunk_size=2000):
        broken = _broken(entry, frontier)
        if broken:
            return LogCheck(frontier.size, broken)
        frontier.append(leaf_hash(entry.line.encode()))
        if not all(_head_is_of(head, frontier) for head in heads.pop(frontier.size, ())):
            return LogCheck(frontier.size, f"A signed head of {frontier.size} entries does not match the journal.")
        if on_progress and frontier.size % 2000 == 0:
            on_progress(frontier.size)
    return LogCheck(frontier.size, _broken_end(frontier, heads, state, using))


def _heads(state: LogState, using: str) -> dict[int, list[str]]:
    """Every signed head by the number of entries it speaks of; what is no head at all stands under -1."""
    heads: dict[int, list[str]] = {}
    for size, head in SignedHead.objects.using(using).values_list("size", "head"):
        heads.setdefault(size, []).append(head)
    for size, head in TimeStamp.objects.using(using).values_list("size", "head"):
        heads.setdefault(size, []).append(head)
    if using == "default":
        for size, head in CountersignedHead.objects.values_list("size", "head"):
            heads.setdefault(size, []).append(head)
    if state.head:
        heads.setdefault(_size_of(state.head), []).append(state.head)
    return heads


def _size_of(head: str) -> int:
    try:
        return read_head(head).size
    except HeadRefused:
        return -1


def _broken(entry: Entry, frontier: Frontier) -> str | None:
    if entry.index != frontier.size:
        return f"Journal entry {frontier.size} is missing."
    try:
        logged = canonical(entry.as_logged()).decode()
    except NotCanonical:
        logged = ""
    found_by = entry.record == entry.subject.partition("/")[0]
    return None if logged == entry.line and found_by else f"Journal entry {entry.index} does not say what was logged."


def _broken_end(frontier: Frontier, heads_left: dict[int, list[str]], state: LogState, using: str) -> str | None:
    if state.size != frontier.size:
        return f"The journal has {frontier.size} entries, its newest state speaks of {state.size}."
    newest = Entry.objects.using(using).order_by("-index").values_list("index", flat=True).first()
    now = LogState.objects.using(using).filter(pk=1).values_list("size", flat=True).first() or 0
    if newest is not None and newest >= now:
        return f"Journal entry {newest} stands beyond the end of the log."
    if heads_left and max(heads_left) > now:
        return f"The journal ends at entry {now}, but a head was signed for {max(heads_left)} entries."
    if -1 in heads_left:
        return "The newest signed head cannot be read."
    if frontier.size and bytes(state.frontier) != frontier.to_bytes():
        return "The right edge of the log does not match the journal."
    return _unsigned_end(frontier, state, using)


def _unsigned_end(frontier: Frontier, state: LogState, using: str) -> str | None:
    if frontier.size and not state.head:
        return "The newest signed head is missing."
    public_appends = using == settings.LETTERBOX  # and cannot sign
    if frontier.size and not public_appends and _size_of(state.head) != frontier.size:
        return f"Entries after {_size_of(state.head)} stand under no signed head."
    return None


def _head_is_of(head: str, frontier: Frontier) -> bool:
    try:
        read = verify_head(head, keys=[log_verifier()])
    except HeadRefused:
        return False
    return read.size == frontier.size and read.root == frontier.root()
