"""Two exports of one conversation laid side by side: what both have, what only one has, and what differs.

Messages are brought together by their words and their time, in this order: the same words at the same time; the same
words between two that were brought together; other words at the same time, where they are alike or one side says that
the message was deleted. The order of neither side is changed. Clocks of two telephones may differ: a shift that holds
for messages one after another is steady, and stated; a message away from it differs.

Nobody is taken for anybody: who is called what on the other side is counted afterwards, from messages with the same
words, and said with the number of messages for and against it.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz

from lali.engines.chats.clock_words import UNSEEN
from lali.engines.chats.conversation import ChatRefused

MOST = 1_000_000  # messages on a side
NEAR = 120  # seconds: a message is written here and received there, and some files know minutes only
STEADY = 5  # messages one after another that make a shift steady
FEWEST = 2  # messages without which nothing is said of the clocks
FEW = 3  # messages by which somebody's name on the other side is told
SURE = 0.9  # of them
ALIKE = 60  # of 100, by which other words are taken for a change of these
LONGEST = 2_000  # characters of a text that are compared for likeness
MOST_IN_GAP = 250_000  # pairs of messages that are looked at between two that belong together
MOST_LOOKED_AT = 20_000_000  # such pairs in all; beyond them only words that stand once on each side are found
WINDOW = 50  # messages among which other words at the same time are looked for
NONE = -(2**62)  # no time

_BLANKS = re.compile(r"\s+")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - only differences are used

Pair = tuple[int, int]


class Compared(Protocol):
    """What is compared of a message; `Message` has it, and so may what is kept of it elsewhere."""

    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def sender(self) -> str: ...  # noqa: D102
    @property
    def local_time(self) -> str | None: ...  # noqa: D102
    @property
    def utc(self) -> str | None: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def attachment(self) -> str | None: ...  # noqa: D102


class Row(NamedTuple):
    """One line of both sides, by the numbers of its messages.

    `how` of what differs: text, time, sender, attachment, deleted_left, deleted_right; of what only one side has:
    before or after (the other side's export begins later, or ends earlier), or nothing: it is missing there.
    """

    kind: str  # same, left, right, differs
    left: int | None
    right: int | None
    how: tuple[str, ...] = ()
    shift: int | None = None  # seconds that the right side's clock was ahead at this message


class Shift(NamedTuple):
    """A difference of both clocks that holds from one message on."""

    seconds: int
    left: int  # number of the first message it holds for
    right: int
    messages: int


class Known(NamedTuple):
    """Who wrote the same words on both sides: `same` messages, and how many of the left name's are under others."""

    left: str
    right: str
    same: int
    others: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides together."""

    clock: str  # which times were compared: utc, local, mixed, none
    shifts: tuple[Shift, ...]
    names: tuple[Known, ...]
    rows: tuple[Row, ...]
    is_bounded: bool = False  # the sides differ so much that not all was looked at: some rows could be one

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return {kind: sum(row.kind == kind for row in self.rows) for kind in ("same", "differs", "left", "right")}


def compare(left: Iterable[Compared], right: Iterable[Compared]) -> Comparison:
    """Lay both side by side. ChatRefused when one has more messages than are compared."""
    one, other = _Side(left), _Side(right)
    clock = _settle(one, other)
    pairs = _aligned(one, other)
    shifts = _steady(one, other, pairs)
    names = _names(one, other, pairs)
    rows = tuple(_rows(one, other, pairs, shifts, names))
    told = tuple(Shift(shift.seconds, one.n[shift.left], other.n[shift.right], shift.messages) for shift in shifts)
    return Comparison(clock, told, names, rows, is_bounded=one.looked_at > MOST_LOOKED_AT)


class _Side:
    """What is kept of one side: lists by place."""

    def __init__(self, messages: Iterable[Compared]) -> None:
        self.n, self.local, self.utc = array("q"), array("q"), array("q")
        self.keys, self.texts, self.senders, self.kinds = list[str](), list[str](), list[str](), list[str]()
        self.files = dict[int, str]()
        self.looked_at = 0
        known: dict[str, str] = {}
        for message in messages:
            if len(self.n) >= MOST:
                raise ChatRefused("many", f"There are more than {MOST:,} messages on a side: too many to compare.")
            text = _plain(message.text)
            if message.attachment:
                self.files[len(self.n)] = message.attachment.rpartition("/")[2]
            self.n.append(message.n)
            self.local.append(_seconds(message.local_time))
            self.utc.append(_seconds(message.utc))
            self.texts.append(text)
            self.keys.append(text if message.kind not in {"media", "deleted"} else f"\0{message.kind}")
            self.senders.append(known.setdefault(message.sender, message.sender))
            self.kinds.append(message.kind)
        self.times = self.local
        self.counted = Counter(self.keys)

    def __len__(self) -> int:
        return len(self.n)


def _plain(text: str) -> str:
    if text.isascii() and "\n" not in text and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def _seconds(text: str | None) -> int:
    if not text:
        return NONE
    try:
        return int((datetime.fromisoformat(text.removesuffix("Z")) - _EPOCH).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return NONE


def _settle(one: _Side, other: _Side) -> str:
    """Which times are compared: the world's where both have it, else the clocks on both walls."""

    def has(times: "array[int]") -> bool:
        return len(times) > 2 * times.count(NONE)

    for clock in ("utc", "local"):
        if has(getattr(one, clock)) and has(getattr(other, clock)):
            one.times, other.times = getattr(one, clock), getattr(other, clock)
            return clock
    for side in (one, other):
        side.times = side.utc if has(side.utc) else side.local
    return "mixed" if has(one.times) and has(other.times) else "none"


def _aligned(one: _Side, other: _Side) -> list[Pair]:
    """Places that belong together, rising on both sides."""
    certain = _rising(_unique(one.keys, other.keys, one.counted, other.counted))
    shifts = _steady(one, other, certain)
    pairs = _rising(_at_one_time(one, other, shifts)) if shifts else certain
    pairs = [*_filled(one, other, pairs, _same_words)]
    return [*_filled(one, other, pairs, _other_words)]


def _unique(left: Sequence[str], right: Sequence[str], here: "Counter[str]", there: "Counter[str]") -> list[Pair]:
    """Words that stand once on each side."""
    where = {key: place for place, key in enumerate(right) if there[key] == 1}
    return [(place, where[key]) for place, key in enumerate(left) if here[key] == 1 and key in where]


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The most of these pairs, sorted by their left places, that rise on the right too."""
    tails, ends, before = list[int](), list[int](), list[int]()
    for number, (_left, right) in enumerate(pairs):
        place = bisect_left(tails, right)
        tails[place : place + 1] = [right]
        ends[place : place + 1] = [number]
        before.append(ends[place - 1] if place else -1)
    found, number = list[Pair](), ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _steady(one: _Side, other: _Side, pairs: Sequence[Pair]) -> list[Shift]:
    """Shifts between both clocks that hold for some messages one after another; here `left` and `right` are places."""
    timed = [(a, b, other.times[b] - one.times[a]) for a, b in pairs if NONE not in (one.times[a], other.times[b])]
    shifts: list[Shift] = []
    for number, (left, right, seconds) in enumerate(timed):
        if shifts and abs(seconds - shifts[-1].seconds) <= NEAR:
            shifts[-1] = shifts[-1]._replace(messages=shifts[-1].messages + 1)
            continue
        following = [shift for _left, _right, shift in timed[number : number + STEADY]]
        if len(following) < min(STEADY, len(timed)) or any(abs(shift - seconds) > NEAR for shift in following):
            continue
        common = Counter(following).most_common(1)[0][0]
        shifts.append(Shift(common, left, right, 1))
    found = shifts or _mostly(timed)
    return [one for one in found if abs(one.seconds) <= NEAR or one.messages >= FEWEST]


def _mostly(timed: Sequence[tuple[int, int, int]]) -> list[Shift]:
    """The shift of more than half of a few messages."""
    if not timed:
        return []
    middle = sorted(seconds for _left, _right, seconds in timed)[len(timed) // 2]
    near = [one for one in timed if abs(one[2] - middle) <= NEAR]
    return [Shift(middle, near[0][0], near[0][1], len(near))] if len(near) * 2 > len(timed) else []


def _shift_at(shifts: Sequence[Shift], left: int, at: int = 0) -> tuple[int | None, int]:
    """The steady shift at a place and its number; the first one holds for what precedes it too."""
    while at + 1 < len(shifts) and shifts[at + 1].left <= left:
        at += 1
    return (shifts[at].seconds if shifts else None), at


def _at_one_time(one: _Side, other: _Side, shifts: Sequence[Shift]) -> list[Pair]:
    """The same words at the same time, the clocks' shift taken off; each message once, in the left side's order."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for place in range(len(other) - 1, -1, -1):
        if other.times[place] != NONE:
            waiting[other.keys[place]].append(place)  # the first one last, from where it is taken
    found, at = list[Pair](), 0
    for place, key in enumerate(one.keys):
        places = waiting.get(key)
        shift, at = _shift_at(shifts, place, at)
        if not places or shift is None or one.times[place] == NONE:
            continue
        wanted = one.times[place] + shift
        while places and other.times[places[-1]] < wanted - NEAR:
            places.pop()
        if places and other.times[places[-1]] <= wanted + NEAR:
            found.append((place, places.pop()))
    return found


def _filled(one: _Side, other: _Side, pairs: list[Pair], fill: "_Fill") -> Iterator[Pair]:
    """These pairs and what is found between them."""
    left = right = 0
    for pair in [*pairs, (len(one), len(other))]:
        if pair[0] > left and pair[1] > right:
            yield from fill(one, other, (left, pair[0]), (right, pair[1]))
        if pair[0] < len(one):
            yield pair
        left, right = pair[0] + 1, pair[1] + 1


class _Fill(Protocol):
    def __call__(self, one: _Side, other: _Side, here: Pair, there: Pair, /) -> Iterable[Pair]: ...


def _same_words(one: _Side, other: _Side, here: Pair, there: Pair) -> Iterable[Pair]:
    left, right = one.keys[slice(*here)], other.keys[slice(*there)]
    if len(left) * len(right) > MOST_IN_GAP or one.looked_at > MOST_LOOKED_AT:
        found = _rising(_unique(left, right, Counter(left), Counter(right)))
    else:
        one.looked_at += len(left) * len(right)
        blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        found = [(a + k, b + k) for a, b, size in blocks for k in range(size)]
    shift = _around(one, other, here, there)
    for a, b in found:
        pair = here[0] + a, there[0] + b
        # Short words that come again and again need not be the same message at another time, nor two photographs.
        is_one = one.counted[left[a]] == other.counted[left[a]] == 1
        if (shift is None or is_one or _apart(one, other, pair, shift) <= NEAR) and not left[a].startswith("\0"):
            yield pair


def _apart(one: _Side, other: _Side, pair: Pair, shift: int) -> int:
    """Seconds between two messages, the clocks' shift taken off; more than all that is near without times."""
    here, there = one.times[pair[0]], other.times[pair[1]]
    return NEAR + 1 if NONE in (here, there) else abs(there - here - shift)


def _other_words(one: _Side, other: _Side, here: Pair, there: Pair) -> Iterable[Pair]:
    """The likest first; the order of neither side is changed."""
    shift = _around(one, other, here, there)
    looked = [
        (-likeness, left, right)
        for left in range(*here)
        for right in _window(left - here[0], there)
        if one.looked_at <= MOST_LOOKED_AT and (likeness := _likeness(one, other, (left, right), shift))
    ]
    found: list[Pair] = []
    for _likeness_of, left, right in sorted(looked):
        place = bisect_left(found, (left, right))
        is_free = place == 0 or (found[place - 1][0] < left and found[place - 1][1] < right)
        if is_free and (place == len(found) or (left < found[place][0] and right < found[place][1])):
            found.insert(place, (left, right))
    return found


def _window(offset: int, there: Pair) -> range:
    return range(max(there[0], there[0] + offset - WINDOW), min(there[1], there[0] + offset + WINDOW))


def _around(one: _Side, other: _Side, here: Pair, there: Pair) -> int | None:
    """What the clocks differ by beside a gap, where its neighbours belong together."""
    for left, right in ((here[0] - 1, there[0] - 1), (here[1], there[1])):
        if 0 <= left < len(one) and 0 <= right < len(other) and NONE not in (one.times[left], other.times[right]):
            return other.times[right] - one.times[left]
    return None


def _likeness(one: _Side, other: _Side, pair: Pair, shift: int | None) -> float:
    """How alike two messages with other words are, of 100 and for nearness in time; 0 where they cannot be one."""
    one.looked_at += 1
    left, right = pair
    kinds = {one.kinds[left], other.kinds[right]}
    apart = _apart(one, other, pair, shift) if shift is not None else 0
    if apart > NEAR or ("system" in kinds and len(kinds) > 1) or kinds == {"deleted"}:
        return 0.0
    nearness = 1 - apart / NEAR if shift is not None else 0.0
    if "deleted" in kinds:
        return ALIKE + nearness if shift is not None else 0.0
    likeness = fuzz.ratio(one.texts[left][:LONGEST], other.texts[right][:LONGEST])
    return likeness + nearness if likeness >= ALIKE else 0.0


def _names(one: _Side, other: _Side, pairs: Sequence[Pair]) -> tuple[Known, ...]:
    """Who wrote the same words, with how many messages speak for it and how many against."""
    together = Counter(
        (one.senders[a], other.senders[b])
        for a, b in pairs
        if one.keys[a] == other.keys[b] and one.senders[a] and other.senders[b]
    )
    every = Counter[str]()
    for (left, _right), times in together.items():
        every[left] += times
    best: dict[str, Known] = {}
    for (left, right), times in together.most_common():
        best.setdefault(left, Known(left, right, times, every[left] - times))
    return tuple(best.values())


def _rows(
    one: _Side, other: _Side, pairs: list[Pair], shifts: Sequence[Shift], names: Sequence[Known]
) -> Iterator[Row]:
    told = {known.left: known.right for known in names if known.same >= FEW and known.others <= known.same * (1 - SURE)}
    left = right = at = 0
    ends = [*pairs, (len(one), len(other))]
    for number, (a, b) in enumerate(ends):
        is_first, is_last = number == 0, number == len(pairs)
        # Which side begins earlier, or ends later, is told only where nothing stands against it on the other side.
        here = ("before",) if is_first and b == 0 else ("after",) if is_last and right == len(other) else ()
        there = ("before",) if is_first and a == 0 else ("after",) if is_last and left == len(one) else ()
        yield from (Row("left", one.n[place], None, here if pairs else ()) for place in range(left, a))
        yield from (Row("right", None, other.n[place], there if pairs else ()) for place in range(right, b))
        if not is_last:
            steady, at = _shift_at(shifts, a, at)
            yield _together(one, other, (a, b), steady, told)
        left, right = a + 1, b + 1


def _together(one: _Side, other: _Side, pair: Pair, steady: int | None, told: dict[str, str]) -> Row:
    a, b = pair
    shift = None if NONE in (one.times[a], other.times[b]) else other.times[b] - one.times[a]
    how = []
    kinds = one.kinds[a], other.kinds[b]
    if kinds[0] != kinds[1] and "deleted" in kinds:
        how.append("deleted_left" if kinds[0] == "deleted" else "deleted_right")
    elif one.keys[a] != other.keys[b] and kinds != ("media", "media"):
        how.append("text")
    if shift is not None and steady is not None and abs(shift - steady) > NEAR:
        how.append("time")
    if one.senders[a] in told and other.senders[b] != told[one.senders[a]]:
        how.append("sender")
    if a in one.files and b in other.files and one.files[a] != other.files[b]:
        how.append("attachment")
    return Row("differs" if how else "same", one.n[a], other.n[b], tuple(how), shift)
