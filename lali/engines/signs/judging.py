"""One judgement from both: the rules, which explain, and the model, which has weighed them and the words beside them.

How they are put together, all of it here:

0. A second look (`model.aspects`) is taken at every text of which the linear heads say more than nothing: what it asks,
   promises and hides, weighed together. Its probabilities then stand for theirs.
1. Help first. A text is a call for help where the rules read one and the model does not say that it surely is none;
   or where the model alone says so, at a bar that one in a hundred harmless texts and lures reached. It is *urgent*,
   and its score puts nothing in order. Of a long text the model is asked about the words around the signs too: no
   heap of other words, honest or not, drowns a plea that stands among them.
2. All else is put in order by the model's probability of a lure. What the rules found is among what it weighed, each
   sign by as much as it proved to be worth: a sign that stands in many honest texts weighs little alone. *Likely* is
   what two in a hundred harmless texts of its own folds reached; *urgent* what the rules call so and the model calls
   likely.
3. Signs that the rules found never vanish: from *watch* on they keep a text at *watch* at least. A text that speaks
   about lures (news, a warning, a survivor's account) stays below *likely*, and one whose words the model never met
   is left to the rules: the model abstains.
4. Resembling a fraud raises to *watch* at most: a fraud is not (yet) trafficking.
5. A notice of an agency or scheme that was *verified* against a register outside the text is left to the rules. What
   a text says in its own favour lowers the probability only as far as honest texts taught it; it never hides a sign.
6. The score is the probability of a lure, stretched so that the bars of *watch* and *likely* lie at 0.2 and 0.5
   (`BARS`), and lies in the band of the risk: it puts texts in order by what was learnt and not by how many words
   happened to be listed. A call for help is in no such order; its score tells only how sure the model is of it, 0.4
   at most, or of a lure.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .aspects import aspects, is_risk, is_told
from .catalogue import LANGUAGES, RISKS, entries
from .cues import ACCENTED, cues_of
from .kinds import kinds
from .model import Bars, Extras, Scores, Second, Weighed, extras_of, heads, look, score, weighed
from .reading import Read, Reading, as_record, read_closely

_HELD = frozenset({"cannot_leave", "violence_threat", "sold_on", "quota_punish", "forced_crime"})
_HELP_FIRST = _HELD | {"plea_help", "passport_taken"}
_SURE = 0.6  # of a fraud: calibrated, so rather more likely than not; below it, money sent home looks like one too
_STRANGE = 0.25  # share of words met in training below which the model says nothing
_STRANGER = 0.45  # the same where the language is unknown
# Of a lure or a plea: what the linear heads say of most ordinary messages, and of 3 lures in 100. No more is asked.
_NOTHING = 0.07
_MOST_ASPECTS = 6  # named
_WORDS = re.compile(r"(?!.*\d{5})[^\W_]+(?:[ '\u2019-][^\W_]+)*")  # words as people write them, without a telephone
_TELLS, _BESIDE = 0.4, 0.4  # log-odds behind an aspect that a word must have, and the share of the heaviest one's
_FEW = 3  # different words below which it says nothing
_WATCH, _LIKELY, _FRAUD, _PLEA = 0.2, 0.5, 0.1, 0.4
_LONG, _AROUND, _MOST_PLEAS = 1_500, 300, 3  # characters of a long text, and around a sign; signs looked at
_BELOW = 0.999  # the top of a band belongs to the next one
BARS = {"none": (0.0, _WATCH), "watch": (_WATCH, _LIKELY), "likely": (_LIKELY, 1.0), "urgent": (_LIKELY, 1.0)}


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text that raised a probability of the model, and by how much (log-odds)."""

    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class SeenAspect:
    """What a message asks, promises, hides or tells, as the second look sees it, with the words behind it."""

    name: str
    probability: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reading by the rules with what the model adds. `kind` is help, lure, scam or none (`KINDS` says what it means).

    `lure`, `fraud` and `help` are calibrated probabilities, 0 where the model abstains; `weighed` the words behind
    the one that decided, heaviest first, and empty where none did. `verified`: the sender stands in a register asked.
    """

    reading: Reading
    risk: str
    score: float
    kind: str
    lure: float
    fraud: float
    help: float
    weighed: tuple[Word, ...]
    verified: bool = False
    aspects: tuple[SeenAspect, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the model was told of a text and said of it: probabilities, the bars that go with them, the second look."""

    scores: Scores
    bars: Mapping[str, Bars]
    second: Second | None = None


def judge(
    text: str,
    *,
    country: str = "FJ",
    lang: str | None = None,
    form: Extras | None = None,
    verified: Collection[str] = (),
    answers: Mapping[str, str] | None = None,
) -> Judgement:
    """Judge one text by rules and model. Never raises, whatever the text holds.

    `form`: what `model.of_ad` read in the form of a job ad, where the text is one. `verified`: identifiers (normalised,
    as the engine `identifiers` gives them) of agencies and routes that a register confirmed, not the text. `answers` to
    the seven questions (by question id) stand in `reading` and change nothing else: the text alone is judged.
    """
    read = read_closely(text, country=country, lang=lang)
    judged = _judged_read(read, country=country, form=form, verified=verified)
    return replace(judged, reading=read.answered(answers)) if answers else judged


def _judged_read(read: Read, *, country: str, form: Extras | None, verified: Collection[str]) -> Judgement:
    asked = _asked(read, form)
    if (
        form is None
        and asked.scores.lure
        and asked.scores.help < asked.bars["help"].watch
        and _pleads_within(read, country)
    ):
        asked = replace(asked, scores=replace(asked.scores, help=asked.bars["help"].watch))
    known = bool(verified) and any(one.normalised in verified for one in read.reading.identifiers)
    return _judged(read, asked, known=known)


def _asked(read: Read, form: Extras | None) -> _Asked:
    """Ask the model: the linear heads of every text, the second look of those of which they say anything."""
    extras = message_extras(read) if form is None else form
    cues = message_cues(read)
    speaks_of_work = None if ":offer" in read.frames else 0.0
    scores = score(read.tokens.words, extras, cues=cues, as_ad=speaks_of_work if form is None else 1.0)
    if _is_strange(read, scores):
        return _Asked(replace(scores, lure=0.0, fraud=0.0, help=0.0), heads())
    if form is not None or max(scores.lure, scores.help) < _NOTHING:
        return _Asked(scores, heads())
    second = look(read.tokens.words, extras, cues)
    if second is None:
        return _Asked(scores, heads())
    first_bars, second_bars = heads()["help"], second.bars["help"]
    pleads = second.help
    for bar in ("watch", "likely"):  # a call for help that either look hears is heard
        if scores.help >= getattr(first_bars, bar):
            pleads = max(pleads, getattr(second_bars, bar))
    return _Asked(replace(scores, lure=second.lure, help=pleads), second.bars, second)


def _pleads_within(read: Read, country: str) -> bool:
    """Whether the words around a sign in a long text are, taken alone, a call for help."""
    if len(read.text) <= _LONG or read.spoken_about:
        return False
    grave = [sign for sign in read.reading.signs if sign.id in _HELP_FIRST][:_MOST_PLEAS]
    pieces = (read.text[max(0, sign.start - _AROUND) : min(sign.end, sign.start + _AROUND) + _AROUND] for sign in grave)
    return any(judge(piece, country=country).kind == "help" for piece in pieces)


def message_extras(read: Read) -> Extras:
    """What the model is told of a message beside its words."""
    kinds = {str(one.kind) for one in read.reading.identifiers}
    signs = {sign.id for sign in read.reading.signs}
    frames = {*read.frames, "about"} if read.spoken_about else read.frames
    return extras_of(read.text, kinds=kinds, signs=signs, frames=frames, concepts=read.concepts)


def message_cues(read: Read) -> Extras:
    """Give what the message speaks of, in its own language."""
    spoken = read.reading.language
    if spoken == "vi" and not read.folded.text.isascii():
        typed = read.folded.text
        words = [typed[start:end] for start, end in zip(read.tokens.starts, read.tokens.ends, strict=True)]
        return cues_of(words, ACCENTED)
    return cues_of(read.tokens.words, spoken)


def _judged(read: Read, asked: _Asked, *, known: bool) -> Judgement:
    reading, scores = read.reading, asked.scores
    of = _decided_by(read, asked)
    kind = of if of == "help" else _kind(read, asked, known=known)
    if kind == "help":
        risk = "urgent"
    elif known or not scores.lure:
        risk = reading.risk
    else:
        risk = _risk(read, asked)
    return Judgement(
        reading=reading,
        risk=risk,
        score=reading.score if known or not scores.lure else _score(asked, risk, kind),
        kind=kind,
        lure=scores.lure,
        fraud=scores.fraud,
        help=scores.help,
        weighed=tuple(_words(read, asked, of)),
        verified=known,
        aspects=tuple(_aspects(read, asked)),
    )


def _is_strange(read: Read, scores: Scores) -> bool:
    """Say whether the text is made of what the model never met: another language or script, code, garbage."""
    least = _STRANGER if read.reading.language == "unknown" else _STRANGE
    return scores.known < least or len(set(read.tokens.words)) < _FEW


def _decided_by(read: Read, asked: _Asked) -> str:
    """Which head speaks: help, lure, fraud, or none (1)."""
    reading, scores, bars = read.reading, asked.scores, asked.bars
    by_rules = (
        reading.risk == "urgent"
        and not read.spoken_about
        and any(sign.id in _HELP_FIRST for sign in reading.signs)
        and (scores.help >= bars["help"].watch or not scores.lure)
    )
    if by_rules or (scores.help >= bars["help"].likely and not read.spoken_about):
        return "help"
    if scores.lure >= bars["lure"].watch and scores.lure >= scores.fraud:
        return "lure"
    return "fraud" if scores.fraud >= _SURE else "none"


def _risk(read: Read, asked: _Asked) -> str:
    """Risk of what is no call for help (2, 3, 4)."""
    scores, bars, ruled = asked.scores, asked.bars["lure"], read.reading.risk
    if scores.lure >= bars.likely and not read.spoken_about:
        return "urgent" if ruled == "urgent" else "likely"
    signs = ruled != "none"
    return "watch" if signs or scores.lure >= bars.watch or scores.fraud >= _SURE else "none"


def _score(asked: _Asked, risk: str, kind: str) -> float:
    """Order by the probabilities, within the band of the risk (6)."""
    scores, bars = asked.scores, asked.bars
    lure = _stretched(scores.lure, (bars["lure"].watch, bars["lure"].likely))
    plea = _stretched(scores.help, (bars["help"].watch, bars["help"].likely))
    fraud = _WATCH * scores.fraud + _FRAUD * max(scores.fraud - _SURE, 0.0)
    score = max(lure, _PLEA * plea if kind == "help" else 0.0, fraud)
    if kind != "help":
        low, high = BARS[risk]
        score = min(max(score, low + _FRAUD * scores.lure if risk == "watch" else low), low + (high - low) * _BELOW)
    return round(score, 4)


def _stretched(chance: float, bars: tuple[float, float]) -> float:
    """Let the bars of a head lie where the risks begin."""
    for low, high, begin, end in (
        (0.0, bars[0], 0.0, _WATCH),
        (bars[0], bars[1], _WATCH, _LIKELY),
        (bars[1], 1.0, _LIKELY, 1.0),
    ):
        if chance < high or high == 1.0:
            return begin + (end - begin) * (chance - low) / ((high - low) or 1.0)
    return 1.0


def _kind(read: Read, asked: _Asked, *, known: bool) -> str:
    """What sort of text it is taken for, where it is no call for help."""
    reading, scores = read.reading, asked.scores
    if read.spoken_about or known:
        return "none"
    catalogue = entries()
    fraud_only = all(catalogue[sign.id].element == "other" for sign in reading.signs)
    least = "watch" if not scores.lure else "likely"  # what the rules must read to call it a lure by themselves
    by_rules = RISKS.index(reading.risk) >= RISKS.index(least) and not fraud_only
    if by_rules or (scores.lure >= asked.bars["lure"].watch and scores.lure >= scores.fraud):
        return "lure"
    return "scam" if scores.fraud >= _SURE or (fraud_only and reading.risk != "none") else "none"


def _words(read: Read, asked: _Asked, of: str) -> Iterator[Word]:
    """Words behind the probability that decided, by their place in the text as it was given."""
    scores, words = asked.scores, read.tokens.words
    if of == "none" or not scores.known:
        return
    if asked.second and of in {"lure", "help"}:
        yield from _shown(read, asked.second.behind(of))
    else:
        yield from _shown(read, weighed(words, of=of, as_ad=scores.as_ad))


def _aspects(read: Read, asked: _Asked) -> Iterator[SeenAspect]:
    """The surest aspects of a text that was looked at twice, each with one or two words; without any, none is told."""
    if asked.second:
        seen = [name for name, _ in asked.second.aspects]
        told = [one for one in asked.second.aspects if is_told(one[0], seen)]
        for name, probability in told[:_MOST_ASPECTS]:
            if words := _telling(_shown(read, asked.second.behind(name))):
                yield SeenAspect(name, probability, words)


def _telling(words: Iterable[Word]) -> tuple[Word, ...]:
    """The two heaviest that a reader takes for words: no mark or long number in them, none far below the first."""
    clean = [one for one in words if _WORDS.fullmatch(one.text)]
    return tuple(one for one in clean if one.weight >= max(_TELLS, clean[0].weight * _BESIDE))[:2]


def _shown(read: Read, heavy: Collection[Weighed]) -> Iterator[Word]:
    tokens, folded, text = read.tokens, read.folded, read.text
    for one in heavy:
        start, end = folded.origin(tokens.starts[one.first], tokens.ends[one.last - 1])
        if any(map(str.isalpha, text[start:end])):  # digits alone say nothing to a reader
            yield Word(text[start:end], start, end, one.weight)


def judged_record(judgement: Judgement, *, lang: str) -> dict[str, Any]:
    """Give the judgement as the JSON of `lali check`: all of the reading, and what the model adds."""
    said = lang if lang in LANGUAGES else "en"
    return as_record(judgement.reading, lang=said) | {
        "risk": judgement.risk,
        "score": judgement.score,
        "kind": judgement.kind,
        "meaning": kinds(said)[judgement.kind],
        "verified": judgement.verified,
        "model": {
            "lure": judgement.lure,
            "fraud": judgement.fraud,
            "help": judgement.help,
            "weighed": [_as_told(one) for one in judgement.weighed],
            "aspects": [
                {
                    "name": one.name,
                    "says": aspects(said)[one.name],
                    "risk": is_risk(one.name),
                    "probability": one.probability,
                    "words": [_as_told(word) for word in one.words],
                }
                for one in judgement.aspects
            ],
        },
    }


def _as_told(one: Word) -> dict[str, Any]:
    return {"text": one.text, "start": one.start, "end": one.end, "weight": one.weight}
