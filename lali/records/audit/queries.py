"""Reading the journal and checking it from the first entry to the newest head."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from lali.engines.custody import (
    Frontier,
    HeadRefused,
    ProvenEntry,
    Tree,
    canonical,
    inclusion_proof,
    leaf_hash,
    read_head,
    verifier_key,
    verify_head,
)
from lali.records.audit.actions import line_of
from lali.records.audit.models import Entry, LogState, SignedHead
from lali.records.keyring import keys


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Outcome of a check: how many entries were read and, if any, the first thing that is not as it was."""

    entries: int
    first_broken: str | None


def entries_about(subject: str) -> QuerySet[Entry]:
    """Journal of one record and its parts, newest first. Whoever calls has checked access to the record."""
    return Entry.objects.about(subject)


def all_entries() -> QuerySet[Entry]:
    """The whole journal, newest first: for the auditor."""
    return Entry.objects.all()


def newest_head() -> str:
    """The newest signed head of the log, empty before the first entry."""
    return LogState.objects.filter(pk=1).values_list("head", flat=True).first() or ""


def log_verifier() -> str:
    """The public key under which this node's heads verify, in the C2SP note form."""
    return verifier_key(settings.LOG_ORIGIN, keys().log)


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


def check_log(*, using: str = "default", on_progress: Callable[[int], None] | None = None) -> LogCheck:
    """Recompute the whole log: each line against its fields, the tree against every kept head, the order of numbers."""
    kept = dict(SignedHead.objects.using(using).order_by("size").values_list("size", "head"))
    frontier = Frontier()
    for entry in Entry.objects.using(using).order_by("index").iterator(chunk_size=2000):
        broken = _broken(entry, frontier)
        if broken:
            return LogCheck(frontier.size, broken)
        frontier.append(leaf_hash(entry.line.encode()))
        head = kept.pop(frontier.size, None)
        if head and not _head_is_of(head, frontier):
            return LogCheck(frontier.size, f"The signed head kept at entry {frontier.size} does not match the journal.")
        if on_progress and frontier.size % 2000 == 0:
            on_progress(frontier.size)
    return LogCheck(frontier.size, _broken_end(frontier, kept, using))


def _broken(entry: Entry, frontier: Frontier) -> str | None:
    if entry.index != frontier.size:
        return f"Journal entry {frontier.size} is missing."
    if canonical(line_of(entry)).decode() != entry.line:
        return f"Journal entry {entry.index} does not say what was logged."
    return None


def _broken_end(frontier: Frontier, heads_left: dict[int, str], using: str) -> str | None:
    if heads_left:
        return f"The journal ends at entry {frontier.size}, but a head was signed for {max(heads_left)} entries."
    state = LogState.objects.using(using).filter(pk=1).first()
    if state is None:
        return None if frontier.size == 0 else "The log's state is missing."
    if state.size != frontier.size:
        return f"The journal has {frontier.size} entries, its newest head {state.size}."
    if state.head and not _head_is_of(state.head, frontier):
        return "The newest signed head does not match the journal."
    return None


def _head_is_of(head: str, frontier: Frontier) -> bool:
    try:
        read = verify_head(head, keys=[log_verifier()])
    except HeadRefused:
        return False
    return read.size == frontier.size and read.root == frontier.root()
