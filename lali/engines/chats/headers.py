"""Heads of messages, `31/01/2024, 21:06 - ` and its kin: which layout a file has, and where its heads stand."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from lali.engines.chats.clock_words import BLANK, EVERY_WORD, UNSEEN, folded, words_beside

SAMPLES = (30_000, 300_000)  # characters in which the layout is looked for; more where few lines are found
ENOUGH = 20  # lines
SCRIPTS = ("0-9", "٠-٩", "۰-۹", "०-९", "০-৯", "๐-๙", "၀-၉", "០-៩", "໐-໙", "૦-૯", "੦-੯", "೦-೯", "௦-௯", "౦-౯")

# Unseen signs are taken whole and never given back: several such places side by side would be tried in every division.
_S, _M = f"[{BLANK}]", f"[{UNSEEN}]*+"
_DATE = (
    rf"{_M}\d{{1,4}}(?:{_M}{_S}?[./\-年년]{_S}?{_M})\d{{1,2}}(?:{_M}{_S}?[./\-月월]{_S}?{_M})"
    rf"\d{{1,4}}{_M}(?:[.日일]|{_S}г\.?)?"
)
_TIME = (
    rf"(?:(?i:{EVERY_WORD}){_S}?)?{_M}\d{{1,2}}{_M}(?:[:.]|{_S}?h{_S}?){_M}\d{{2}}"
    rf"(?:{_M}(?:[:.]|{_S}?min{_S}?){_M}\d{{2}}(?:{_S}?s)?)?{_M}(?:{_S}?{_M}(?:(?i:{EVERY_WORD})|ч\.?|Uhr){_M})?"
)
_BETWEEN = rf"{_M}[,،、]?{_M}{_S}{{0,2}}(?:[^\W\d_]{{1,6}}{_S})??{_M}"
_ANY = re.compile(
    rf"\n{_M}(?P<open>\[?){_S}?{_M}"
    rf"(?:(?P<date>{_DATE})(?P<between>{_BETWEEN})(?P<time>{_TIME})|(?P<time2>{_TIME})(?P<between2>{_BETWEEN})(?P<date2>{_DATE}))"
    rf"(?P<close>{_M}{_S}?\](?:{_S}|(?=\n))|{_S}{_M}[-–—]{_S}|:{_S})"
)
_WORD = re.compile(rf"(?i:{EVERY_WORD})")
_SECONDS = re.compile(r"\d\D+\d+\D+\d")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Layout:
    """How messages of one file begin.

    `whole` splits a text: what precedes, then first and second half of a head, its sender, the text... All pieces
    joined are the text again.
    """

    template: str  # numbers as #, for a person to see
    whole: re.Pattern[str]
    dates: re.Pattern[str]  # finds the dates only
    clock: re.Pattern[str]  # finds the time of day in its half of a head
    dates_first: bool
    bracket: bool
    digits: str
    words: tuple[str, ...]  # for before and after noon, as seen
    between: str
    seconds: bool
    lines: int  # seen in the sample
    others: int  # lines of another layout in the sample


@lru_cache(maxsize=1)  # several formats ask of the same text
def layout_of(text: str) -> Layout | None:
    """The layout of most lines in a sample of the file; None when no line begins like a message."""
    for sample in SAMPLES:
        found = list(_ANY.finditer("\n" + text[:sample]))
        if len(found) >= ENOUGH:
            break
    if not found:
        return None
    counted = Counter(map(_template, found))
    template, lines = counted.most_common(1)[0]
    of_it = [one for one in found if _template(one) == template]
    return _layout(of_it[0], template, lines, len(found) - lines, _words(of_it))


def _template(found: re.Match[str]) -> str:
    date, time, between = _pieces(found)
    time = _WORD.sub("@", _NUMBERS.sub("#", time))
    date = _NUMBERS.sub("#", date)
    script = _script(found.group())
    body = f"{time}{between}{date}" if found["time2"] else f"{date}{between}{time}"
    return f"{script}|{found['open']}{body}{found['close'].rstrip()}"


def _pieces(found: re.Match[str]) -> tuple[str, str, str]:
    date, time = found["date"] or found["date2"], found["time"] or found["time2"]
    return date, time, found["between"] if found["time"] else found["between2"]


def _words(found: list[re.Match[str]]) -> tuple[str, ...]:
    words: dict[str, str] = {}
    for one in found:
        for word in _WORD.findall(_pieces(one)[1]):
            words.setdefault(folded(word), word)
    return tuple(words.values())


def _script(text: str) -> str:
    first = next(letter for letter in text if letter.isdecimal())
    return next((one for one in SCRIPTS if one[0] <= first <= one[-1]), "0-9")


def _layout(found: re.Match[str], template: str, lines: int, others: int, words: tuple[str, ...]) -> Layout:
    date, time, between = _pieces(found)
    script = _script(found.group())
    word = "|".join(words_beside(one) for one in words)
    one_date = _numbers(date, f"[{script}]+")
    one_time = _numbers(time, f"[{script}]+", f"(?i:{word})" if word else "")
    opening = rf"\n{_M}" + (rf"\[{_S}?{_M}" if found["open"] else "")
    close = found["close"]
    closing = (rf"{_S}?\]" if found["open"] else re.escape(close.rstrip())) + f"{_S}?"
    escaped = re.escape(between)
    first, second = (one_time, one_date) if found["time2"] else (one_date, one_time)
    dates = f"(?:{first}){escaped}({second})" if found["time2"] else f"({first}){escaped}(?:{second})"
    return Layout(
        template=template.partition("|")[2],
        whole=re.compile(rf"({opening}{first})({escaped}{second}{_M}{closing})([^:\n]{{1,200}}+: )?"),
        dates=re.compile(f"{opening}{dates}{_M}{closing}"),
        clock=re.compile(one_time),
        dates_first=not found["time2"], bracket=bool(found["open"]), digits=script, words=words, between=between,
        seconds=bool(_SECONDS.search(time)), lines=lines, others=others,
    )  # fmt: skip


def _numbers(shape: str, digits: str, words: str = "") -> str:
    """The shape of a date or time as a pattern: its numbers and words may differ, nothing else."""
    made = []
    for piece in re.split(rf"(\d+|(?i:{EVERY_WORD}))" if words else r"(\d+)", shape):
        if piece and piece[0].isdecimal():
            made.append(digits)
        elif piece and words and _WORD.fullmatch(piece):
            made.append(words)
        else:
            made.append(re.escape(piece))
    return "".join(made)
