"""Reads one message: finds signs, leaves out what is denied or warned of, and says how much stands."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from lali.engines.identifiers import Folded, Identifier, find, fold

from . import rules
from .asking import Answered, answered
from .catalogue import LANGUAGES, Entry, entries, high_pay, language
from .context import Context
from .matcher import Found, Matcher
from .pay import high_sums
from .speech import is_accented_vietnamese, is_heard, language_of
from .tokens import Tokens, cut
from .vocabulary import Places
from .words import words

LONGEST_TEXT = 1_000_000  # characters; what follows is not read
MOST_SPANS_A_SIGN = 3
_PLAIN_NUMBER = re.compile(
    r"(?:tel|ph|phone|wa\.me/|t\.me/)?[\s:]*[+()\d\s./\u00a0\u2010-\u2015-]+", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign found in a text: `text` are the exact characters [start, end) of the original that show it.

    `element` is act, means, purpose or other; `language` the language of the pattern that found it.
    """

    id: str
    start: int
    end: int
    text: str
    element: str
    stage: str
    weight: int
    language: str


@dataclass(frozen=True, slots=True)
class Lamps:
    """The three elements of trafficking in persons: which of them some sign speaks of. No lamp is a finding."""

    act: bool
    means: bool
    purpose: bool


class Reading(NamedTuple):
    """What was read in a text. `risk` is none, watch, likely or urgent (rules.py); `score` lies in 0..1.

    `answered` are signs that answers to the seven questions showed beside it.
    """

    language: str
    risk: str
    score: float
    lamps: Lamps
    signs: tuple[Sign, ...]
    identifiers: tuple[Identifier, ...]
    answered: tuple[Answered, ...] = ()


@cache
def matcher() -> Matcher:
    """Build the matcher over all languages, once: people mix languages, so every pattern is run on every text."""
    spoken = [language(code) for code in LANGUAGES]
    lines = (line for one in spoken for line in one.lines())
    return Matcher(lines, {one.code: one.sets for one in spoken})


class Read(NamedTuple):
    """A reading with what it was read from: the text cut into words, and its frames (offer, contact, warning, ...).

    `spoken_about` says that the text only speaks about lures; `concepts` names what is spoken of in any language: the
    sets of words that all language files have (fee, papers, ticket, ...).
    """

    reading: Reading
    text: str
    folded: Folded
    tokens: Tokens
    spoken_about: bool
    frames: frozenset[str]
    concepts: frozenset[str]

    def answered(self, answers: Mapping[str, str]) -> Reading:
        """Give the reading with signs that answers to the seven questions show beside it."""
        one = self.reading
        return _weighed(one.language, one.signs, one.identifiers, spoken_about=self.spoken_about, answers=answers)


def read(
    text: str, *, country: str = "FJ", lang: str | None = None, answers: Mapping[str, str] | None = None
) -> Reading:
    """Read the signs of a lure in a text, in `answers` to the seven questions (by question id), or in both.

    `country` (ISO 3166-1 alpha-2) completes phone numbers; `lang` names the text's language where it is known, else
    it is guessed. Only the first million characters are read. Never raises, whatever the text holds.
    """
    return read_closely(text, country=country, lang=lang, answers=answers).reading


def read_closely(
    text: str, *, country: str = "FJ", lang: str | None = None, answers: Mapping[str, str] | None = None
) -> Read:
    """Read as `read` does, and give beside it the words it was read from."""
    return read_look(look(text, country=country), lang=lang, answers=answers)


def read_many(texts: Sequence[str], langs: Sequence[str | None], *, country: str) -> list[Read]:
    """Read texts closely, each step for all of them: a step is quicker where it has just been done."""
    seen = look_many(texts, country=country)
    spoken = list(map(_spoken, seen, langs))
    return list(map(_read, seen, spoken))


class Look(NamedTuple):
    """A text as it is before it is read: seen through, cut into words, with what they fill and its identifiers."""

    text: str
    folded: Folded
    identifiers: tuple[Identifier, ...]
    tokens: Tokens
    places: Places

    @property
    def may_show(self) -> bool:
        """Whether the words may fill all steps of a pattern that stands for a sign, in whatever order."""
        return any(not one.is_frame for one in matcher().filled(self.places))


def look(text: str, *, country: str) -> Look:
    """Look at the words of a text, its first million characters."""
    return look_many([text], country=country)[0]


def look_many(texts: Sequence[str], *, country: str) -> list[Look]:
    """Look at the words of texts, each step for all of them."""
    texts = [text[:LONGEST_TEXT] for text in texts]
    folded = list(map(fold, texts))
    found = [tuple(find(text, country=country, folded=one)) for text, one in zip(texts, folded, strict=True)]
    tokens = [cut(one.plain, one.words) for one in folded]
    places = list(map(_places, tokens, folded))
    return list(map(Look, texts, folded, found, tokens, places))


def read_look(seen: Look, *, lang: str | None = None, answers: Mapping[str, str] | None = None) -> Read:
    """Read what was looked at."""
    return _read(seen, _spoken(seen, lang), answers)


def _spoken(seen: Look, lang: str | None) -> str:
    """Language of a text: as given, where it is one of ours, else as it reads."""
    return lang if lang in LANGUAGES else language_of(seen.tokens.words, seen.folded.text)


def _read(seen: Look, spoken: str, answers: Mapping[str, str] | None = None) -> Read:
    folded, tokens, identifiers = seen.folded, seen.tokens, seen.identifiers
    standing, frames, spoken_about = _standing(tokens, seen.places, spoken)
    signs = (*_signs(standing, tokens, folded, seen.text), *hidden_contacts(identifiers, spoken))
    if identifiers:
        signs = tuple(_with_whole_contact(sign, identifiers, seen.text) for sign in signs)
    reading = _weighed(spoken, signs, identifiers, spoken_about=spoken_about, answers=answers)
    return Read(reading, seen.text, folded, tokens, spoken_about, frames, frozenset(seen.places.concepts))


def _weighed(
    spoken: str,
    signs: tuple[Sign, ...],
    identifiers: tuple[Identifier, ...],
    *,
    spoken_about: bool,
    answers: Mapping[str, str] | None,
) -> Reading:
    """Weigh what stands by the rules."""
    if not signs and not answers:
        return Reading(spoken, "none", _NOTHING, _DARK, (), identifiers)
    catalogue = entries()
    found = [catalogue[sign.id] for sign in signs]
    said = answered(answers or {})
    in_answers = [catalogue[one.id] for one in said]
    risk = rules.risk_of(found, spoken_about=spoken_about, answered=in_answers)
    found += in_answers
    return Reading(
        language=spoken,
        risk=risk,
        score=rules.score_of(risk, rules.evidence_of(found)),
        lamps=_lamps(found),
        signs=signs,
        identifiers=identifiers,
        answered=said,
    )


_NOTHING = rules.score_of("none", 0)
_DARK = Lamps(act=False, means=False, purpose=False)


def _lamps(signs: Iterable[Entry]) -> Lamps:
    elements = {sign.element for sign in signs}
    return Lamps("act" in elements, "means" in elements, "purpose" in elements)


def as_record(reading: Reading, *, lang: str) -> dict[str, Any]:
    """Give the reading as the JSON of `lali check`, labels and reasons in the reader's language `lang`."""
    return {
        "language": reading.language,
        "risk": reading.risk,
        "score": reading.score,
        "lamps": {"act": reading.lamps.act, "means": reading.lamps.means, "purpose": reading.lamps.purpose},
        "signs": [_sign_record(sign, lang) for sign in reading.signs],
        "identifiers": [
            {
                "kind": str(one.kind),
                "raw": one.raw,
                "normalised": one.normalised,
                "start": one.start,
                "end": one.end,
                "weak": one.weak,
            }
            for one in reading.identifiers
        ],
    }


def _sign_record(sign: Sign, lang: str) -> dict[str, Any]:
    said = words(sign.id, lang)
    return {
        "id": sign.id,
        "label": said.label,
        "start": sign.start,
        "end": sign.end,
        "text": sign.text,
        "why": said.why,
        "element": sign.element,
    }


def _places(tokens: Tokens, folded: Folded) -> Places:
    """Where the words of the text fill the steps of patterns."""
    floors = high_pay()
    sums = [] if floors.keys().isdisjoint(tokens.words) else high_sums(tokens.words, tokens.sentences, floors)
    return matcher().places(tokens.words, _accented(folded, tokens), sums)


def _standing(tokens: Tokens, places: Places, spoken: str) -> tuple[list[Found], frozenset[str], bool]:
    """Signs that stand in their context, the frames of the text, and whether it only speaks about lures."""
    found = _heard(matcher().find(tokens, places), tokens, spoken)
    if not found:
        return [], _UNFRAMED, False
    frames = frozenset([one.target for one in found if one.is_frame])
    if all(one.is_frame for one in found):
        return [], frames, False
    context = Context(tokens, found, matcher(), places, spoken)
    standing = [one for one in found if not one.is_frame and context.stands(one, entries()[one.target])]
    return standing, frames, context.spoken_about(standing)


_UNFRAMED: frozenset[str] = frozenset()


def hidden_contacts(identifiers: Iterable[Identifier], spoken: str) -> tuple[Sign, ...]:
    """Numbers written in words, letters or look-alike digits: what people do to slip past a filter."""
    entry = entries()["obfuscated_contact"]
    hidden = [
        one for one in identifiers if one.kind == "phone" and not one.weak and not _PLAIN_NUMBER.fullmatch(one.raw)
    ]
    return tuple(
        Sign(entry.id, one.start, one.end, one.raw, entry.element, entry.stage, entry.weight, spoken)
        for one in hidden[:MOST_SPANS_A_SIGN]
    )


def _with_whole_contact(sign: Sign, identifiers: Iterable[Identifier], text: str) -> Sign:
    """Let a sign that breaks off inside a number or a link take all of it: half a number explains nothing."""
    for one in identifiers:
        if one.start < sign.end < one.end:
            return replace(sign, end=one.end, text=text[sign.start : one.end])
    return sign


def _heard(found: Iterable[Found], tokens: Tokens, spoken: str) -> list[Found]:
    """Leave out patterns of a language that the sentence around them does not speak. English is mixed in everywhere."""
    known: dict[tuple[str, int], bool] = {}
    kept: list[Found] = []
    for one in found:
        if one.language in {spoken, "en"}:
            kept.append(one)
            continue
        sentence = tokens.sentences[one.start]
        key = (one.language, sentence)
        if key not in known:
            known[key] = is_heard(one.language, tokens.sentence(sentence))
        if known[key]:
            kept.append(one)
    return kept


def _accented(folded: Folded, tokens: Tokens) -> Sequence[str] | None:
    """Words as written, if the writer types Vietnamese accents; None if not, and plain letters must do."""
    if not is_accented_vietnamese(folded.text):
        return None
    return [folded.text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


def _signs(standing: Iterable[Found], tokens: Tokens, folded: Folded, text: str) -> tuple[Sign, ...]:
    """Turn what stands into signs: per sign the first spans, none inside another; in reading order."""
    by_sign: dict[str, list[Found]] = defaultdict(list)
    for one in standing:
        by_sign[one.target].append(one)
    signs = [_sign(one, tokens, folded, text) for places in by_sign.values() for one in _first_spans(places)]
    return tuple(sorted(signs, key=lambda sign: (sign.start, sign.end, sign.id)))


def _first_spans(places: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(places, key=lambda found: (found.start, -found.end)):
        if kept and one.start < kept[-1].end:
            continue
        kept.append(one)
        if len(kept) == MOST_SPANS_A_SIGN:
            break
    return kept


def _sign(one: Found, tokens: Tokens, folded: Folded, text: str) -> Sign:
    start, end = folded.origin(tokens.starts[one.start], tokens.ends[one.end - 1])
    entry = entries()[one.target]
    return Sign(entry.id, start, end, text[start:end], entry.element, entry.stage, entry.weight, one.language)
