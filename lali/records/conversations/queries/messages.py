"""A page of messages: by number, never by counting rows, and never looking through more than a bounded part at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from django.db.models import Max, Min, Q, QuerySet, Subquery
from django.http import Http404

from lali.engines.signs import Judgement, Reading, judge, read
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.models import Case
from lali.records.conversations.access import conversation_for
from lali.records.conversations.models import (
    CitedMessages,
    Conversation,
    Day,
    Enclosed,
    FoundIdentifier,
    FoundIn,
    Message,
    MessageNote,
    PieceOfSign,
    SignIn,
    Stretch,
)
from lali.records.conversations.vocabulary import MARKS, MessageKind

PER_PAGE = 60
LOOKED_THROUGH = 25_000  # messages that one page looks through at most where no index leads to them
CANDIDATES = 2_000  # the same where a sign or an identifier leads to them
MOST_STRETCHES = 300
LONGEST_SHOWN = 4_000  # characters of a message in a list; the rest stands on its own page
WHOLE = 200_000
LEAST_LETTERS = 20  # of a message that the model is asked about
SHORT = 400  # characters of a message that is worth remembering


@dataclass(frozen=True, slots=True)
class Asked:
    """Which messages: behind `after`, before `before`, or from `at` on; of whom, of which kind, with what in them.

    `identifier` is a `FoundIdentifier`, `person` a `Participant`, `thread` a `Thread`, by key; `written_as` are the
    participants as whom a person of the case is said to have written.
    """

    after: int | None = None
    before: int | None = None
    at: int | None = None
    on: date | None = None
    person: int | None = None
    written_as: tuple[int, ...] = ()
    thread: int | None = None
    kind: str = ""
    sign: str = ""
    identifier: int | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""

    @property
    def filters(self) -> list[str]:
        """The kinds of filter in use: what the journal may know."""
        names = ("person", "written_as", "thread", "kind", "sign", "identifier", "since", "until", "words")
        return [name for name in names if getattr(self, name)]


@dataclass(slots=True)
class MessageShown:
    """One message with all that is shown in its place; `new_day` where it begins one."""

    n: int
    who: str
    participant: int | None
    thread: str
    local_time: str
    utc: str
    day: date | None
    kind: str
    kind_in_words: str
    text: str
    is_cut: bool
    attachment: str
    attachment_exhibit: int | None
    in_archive: bool  # the named file, or several of that name, lie in the archive of the export
    start: int
    end: int
    member: str
    marks: tuple[object, ...]
    reading: Reading | None
    judgement: Judgement | None = None  # what the model adds; None where there are too few letters to judge
    new_day: bool = False
    notes: list[MessageNote] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    unread: list[Stretch] = field(default_factory=list)  # behind it
    pieces: list[PieceOfSign] = field(default_factory=list)  # signs that show only with other messages of its sender

    @property
    def clock(self) -> str:
        """The time of day as written."""
        return self.local_time[11:] if self.day and self.local_time[10:11] in {"T", " "} else self.local_time


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages in order. `earlier` and `later` are where the pages around begin, None where there is none.

    `looked_until`: the last message that was looked at where fewer than a page were found and there are more to look
    at; `before_all` are unread stretches before the first message; `small` sums those that are not shown.
    """

    messages: tuple[MessageShown, ...]
    before_all: tuple[Stretch, ...] = ()
    earlier: int | None = None
    later: int | None = None
    looked_until: int | None = None
    small: int = 0
    small_bytes: int = 0


def page_of(conversation: Conversation, asked: Asked) -> Page:
    """A page of an opened conversation. A constant number of queries, each bounded."""
    low, high = _bounds(conversation)
    backwards = asked.before is not None and asked.after is None and asked.at is None and asked.on is None
    start = _start(conversation, asked, low, high)
    found, looked = _found(conversation, asked, start, (low, high), backwards=backwards)
    rows = _with_details(conversation, found[:PER_PAGE], backwards=backwards)
    more = len(found) > PER_PAGE or looked is not None
    if backwards:
        earlier, later = (rows[0].n if rows else looked) if more else None, start
        return _page(conversation, asked, rows, earlier=earlier, later=later - 1, looked=None)
    earlier = (rows[0].n if rows else start) if start > low else None
    later = rows[-1].n if rows and len(found) > PER_PAGE else None
    return _page(conversation, asked, rows, earlier=earlier, later=later, looked=looked)


def _bounds(conversation: Conversation) -> tuple[int, int]:
    """The first and the last number, each found by itself: for both at once SQLite walks the whole index."""
    rows = Message.objects.filter(conversation=conversation).values("n")
    first, last = Subquery(rows.order_by("n")[:1]), Subquery(rows.order_by("-n")[:1])
    low, high = Conversation.objects.values_list(first, last).get(pk=conversation.pk)
    return low or 0, high or 0


def _start(conversation: Conversation, asked: Asked, low: int, high: int) -> int:
    """The first message that may be shown; going backwards, the one before which all stand."""
    if asked.on:
        behind = Day.objects.filter(conversation=conversation, day__gte=asked.on).order_by("day").first()
        return behind.first if behind else high
    if asked.at is not None:
        return min(max(asked.at, low), high)
    if asked.after is not None:
        return asked.after + 1
    return asked.before if asked.before is not None else low


def _found(
    conversation: Conversation, asked: Asked, start: int, ends: tuple[int, int], *, backwards: bool
) -> tuple[list[Message], int | None]:
    """A page and one more, in the direction of reading; and how far was looked where that was not to the end."""
    rows = Message.objects.filter(conversation=conversation).select_related("participant", "thread")
    conditions, looks = _conditions(conversation, asked)
    order = "-n" if backwards else "n"
    ahead = {"n__lt": start} if backwards else {"n__gte": start}
    if asked.sign or asked.identifier:
        most = CANDIDATES if conditions else PER_PAGE + 1  # where nothing else must hold, each of them is shown
        leading = _leading(conversation, asked).filter(**ahead).order_by(order)
        numbers = list(leading.values_list("n", flat=True)[:most])
        found = list(rows.filter(conditions, n__in=numbers).order_by(order)[: PER_PAGE + 1])
        reached = numbers[-1] if len(numbers) == CANDIDATES and len(found) <= PER_PAGE else None
        return found, reached
    limit = None
    if looks:
        limit = start - LOOKED_THROUGH if backwards else start + LOOKED_THROUGH
        ahead |= {"n__gte": limit} if backwards else {"n__lt": limit}
    found = list(rows.filter(conditions, **ahead).order_by(order)[: PER_PAGE + 1])
    if limit is None or len(found) > PER_PAGE:
        return found, None
    low, high = ends
    ended = limit <= low if backwards else limit > high
    return found, None if ended else (limit if backwards else limit - 1)


def _conditions(conversation: Conversation, asked: Asked) -> tuple[Q, bool]:
    """What must hold of a message, and whether messages must be looked through for it one by one."""
    every = []
    every += [Q(participant=asked.person)] if asked.person else []
    every += [Q(participant__in=asked.written_as)] if asked.written_as else []
    every += [Q(thread=asked.thread)] if asked.thread else []
    every += [Q(kind=asked.kind)] if asked.kind in MessageKind.values else []
    looks = len(every) > 1 or len(asked.written_as) > 1
    if asked.since or asked.until:
        looks = True
        every.append(_of_days(conversation, asked))
    if asked.words:
        looks = True
        every.append(_with_words(asked.words))
    condition = Q()
    for one in every:
        condition &= one
    return condition, looks


def _of_days(conversation: Conversation, asked: Asked) -> Q:
    """Messages of these days, within the numbers between which they lie."""
    days, every = Day.objects.filter(conversation=conversation), Q()
    if asked.since:
        days, every = days.filter(day__gte=asked.since), every & Q(day__gte=asked.since)
    if asked.until:
        days, every = days.filter(day__lte=asked.until), every & Q(day__lte=asked.until)
    ends = days.aggregate(first=Min("first"), last=Max("last"))
    return every & Q(n__gte=ends["first"] or 0, n__lte=ends["last"] or 0)


def _with_words(words: str) -> Q:
    """Words anywhere in a message. SQLite folds letters of ASCII only: others are asked for in several ways."""
    every = Q()
    for word in words.split()[:8]:
        ways = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
        either = Q()
        for way in sorted(ways):
            either |= Q(text__icontains=way) | Q(attachment__icontains=way)
        every &= either
    return every


def _leading(conversation: Conversation, asked: Asked) -> QuerySet:
    """Numbers of messages with a sign or an identifier, by their own index."""
    if asked.identifier:
        rows = FoundIn.objects.filter(conversation=conversation, found=asked.identifier)
        if not asked.sign:
            return rows
        with_sign = SignIn.objects.filter(conversation=conversation, sign=asked.sign)
        return rows.filter(n__in=with_sign.values("n"))
    return SignIn.objects.filter(conversation=conversation, sign=asked.sign)


def _page(
    conversation: Conversation, asked: Asked, rows: list[MessageShown], *, earlier: int | None, later: int | None,
    looked: int | None,
) -> Page:  # fmt: skip
    before_all, small, small_bytes = (), 0, 0
    if rows and not asked.filters:
        at_start = earlier is None
        before_all, small, small_bytes = _put_stretches(conversation, rows, at_start=at_start)
    elif not rows and not asked.filters:
        before_all = tuple(Stretch.objects.filter(conversation=conversation).order_by("pk")[:MOST_STRETCHES])
    return Page(tuple(rows), before_all, earlier, later, looked, small, small_bytes)


def _put_stretches(
    conversation: Conversation, rows: list[MessageShown], *, at_start: bool
) -> tuple[tuple[Stretch, ...], int, int]:
    first = 0 if at_start else rows[0].n
    between = Stretch.objects.filter(conversation=conversation, after__gte=first, after__lte=rows[-1].n)
    by_number = {one.n: one for one in rows}
    before, small, small_bytes = [], 0, 0
    for one in between.order_by("pk")[:MOST_STRETCHES]:
        if not one.beginning:
            small, small_bytes = small + 1, small_bytes + one.size
        elif one.after in by_number:
            by_number[one.after].unread.append(one)
        else:
            before.append(one)
    return tuple(before), small, small_bytes


def _with_details(conversation: Conversation, found: list[Message], *, backwards: bool) -> list[MessageShown]:
    found = found[::-1] if backwards else found
    if not found:
        return []
    numbers = [one.n for one in found]
    here = {"conversation": conversation, "n__in": numbers}
    telling = set(SignIn.objects.filter(**here).values_list("n", flat=True))
    telling |= set(FoundIn.objects.filter(**here).values_list("n", flat=True))
    notes = defaultdict(list)
    for note in MessageNote.objects.filter(**here).select_related("by"):
        notes[note.n].append(note)
    pieces = defaultdict(list)
    for piece in PieceOfSign.objects.filter(**here):
        pieces[piece.n].append(piece)
    cited = _cited(conversation, numbers)
    exhibits = _exhibits(conversation.case, (one.attachment for one in found))
    enclosed = _enclosed(conversation, {one.attachment for one in found})
    shown, day = [], None
    for one in found:
        row = _shown(conversation, one, exhibits, looks=one.n in telling)
        row.in_archive = one.attachment in enclosed
        row.new_day, day = one.day is not None and one.day != day, one.day or day
        row.notes, row.cited, row.pieces = notes[one.n], cited[one.n], pieces[one.n]
        shown.append(row)
    return shown


def _cited(conversation: Conversation, numbers: list[int]) -> dict[int, list[str]]:
    overlapping = CitedMessages.objects.filter(
        conversation=conversation, first__lte=max(numbers), last__gte=min(numbers), passage__withdrawn_at__isnull=True
    )
    cited = defaultdict(list)
    for one in overlapping.select_related("passage"):
        for told in one.messages:
            cited[told[0]].append(one.passage.ref)
    return cited


def _exhibits(case: Case, attachments: Iterable[str]) -> dict[str, int]:
    """Exhibits of the case that have the name of an attached file."""
    names = {_base(one) for one in attachments if one}
    if not names:
        return {}
    return dict(case.exhibits.filter(file_name__in=names).order_by("-number").values_list("file_name", "number"))


def _enclosed(conversation: Conversation, attachments: set[str]) -> set[str]:
    """Those of these files that lie in the archive of the export."""
    if not (named := attachments - {""}):
        return set()
    rows = Enclosed.objects.filter(conversation=conversation, attachment__in=named)
    return set(rows.values_list("attachment", flat=True))


def _base(attachment: str) -> str:
    return PurePosixPath(attachment.replace("\\", "/")).name


def _shown(
    conversation: Conversation, one: Message, exhibits: dict[str, int], *, looks: bool, longest: int = LONGEST_SHOWN
) -> MessageShown:
    text = one.text[:longest]
    country = conversation.case.agency.country
    reading, judgement = _look_at(text, country) if looks and text else (None, None)
    return MessageShown(
        n=one.n,
        who=one.participant.name if one.participant else "",
        participant=one.participant_id,
        thread=one.thread.name if one.thread else "",
        local_time=one.local_time,
        utc=one.utc,
        day=one.day,
        kind=one.kind,
        kind_in_words=one.get_kind_display(),
        text=text,
        is_cut=len(one.text) > longest,
        attachment=one.attachment,
        attachment_exhibit=exhibits.get(_base(one.attachment)) if one.attachment else None,
        in_archive=False,
        start=one.start,
        end=one.end,
        member=conversation.member_of(one.file),
        marks=tuple(MARKS[mark] for mark in one.marks.split() if mark in MARKS),
        reading=reading,
        judgement=judgement,
    )


def _look_at(text: str, country: str) -> tuple[Reading, Judgement | None]:
    """What a message shows. Short ones are remembered: a page is turned back to, and offers come again and again."""
    return (_look_short if len(text) < SHORT else _looked)(text, country)


def _looked(text: str, country: str) -> tuple[Reading, Judgement | None]:
    if sum(map(str.isalpha, text[: LEAST_LETTERS * 3])) < LEAST_LETTERS:
        return read(text, country=country), None
    judgement = judge(text, country=country)
    return judgement.reading, judgement


_look_short = lru_cache(maxsize=2_048)(_looked)


@dataclass(frozen=True, slots=True)
class OneMessage:
    """One message by itself, with its conversation and the numbers beside it."""

    conversation: Conversation
    message: MessageShown
    before: int | None
    behind: int | None
    identifiers: tuple[FoundIdentifier, ...]


def read_message(member: Member, ref: str, number: int, n: int) -> OneMessage:
    """One message, journalled by its number. Http404 when there is none."""
    conversation = conversation_for(member, ref, number)
    rows = Message.objects.filter(conversation=conversation)
    found = rows.select_related("participant", "thread").filter(n=n).first() if n < 2**63 else None
    if found is None:
        raise Http404
    record(by=member, verb="conversation.read", subject=conversation.subject, facts={"message": n}, reading=True)
    message = _with_details(conversation, [found], backwards=False)[0]
    whole = _shown(conversation, found, {}, looks=message.reading is not None, longest=WHOLE)
    message.text, message.is_cut = whole.text, whole.is_cut
    message.reading, message.judgement = whole.reading, whole.judgement
    inside = FoundIn.objects.filter(conversation=conversation, n=n).values("found")
    return OneMessage(
        conversation=conversation,
        message=message,
        before=rows.filter(n__lt=n).aggregate(n=Max("n"))["n"],
        behind=rows.filter(n__gt=n).aggregate(n=Min("n"))["n"],
        identifiers=tuple(FoundIdentifier.objects.filter(pk__in=inside).select_related("noted")),
    )
