"""One judgement from both: the rules, which explain, and the model, which has seen how lures are worded.

How they are put together, all of it here:

1. What the rules found stands. The model lowers nothing, and a text that asks for help is not scored by it: help first.
2. The model alone raises a text to *watch*, and to *likely* where at most two in a hundred harmless texts of its own
   folds came so far; never to *urgent*, never without the words that weighed, and never a text that speaks about lures
   (news, a warning, a survivor's account) beyond *watch*.
3. Resembling a fraud raises to *watch* at most: a fraud is not (yet) trafficking.
4. The score stays in the band of the risk; within it the more of rules and model counts, so more evidence never lowers.
5. A notice of an agency or scheme that was *verified* against a register outside the text is not raised by the model.
   What a text says in its own favour lowers nothing, and rules speak about verified senders as about all others.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from . import rules
from .catalogue import LANGUAGES, RISKS, entries
from .model import Extras, Scores, extras_of, score, weighed
from .reading import Read, Reading, as_record, read_closely

KINDS = {
    "help": "Somebody may be held, hurt or asking for help. Help comes first; this is not put in order by a score.",
    "lure": "It resembles offers by which people were lured into exploitation.",
    "scam": "It resembles a fraud: scam, not (yet) trafficking.",
    "none": "No lure and no fraud was recognised. That does not prove it is honest.",
}
_HELD = frozenset({"cannot_leave", "violence_threat", "sold_on", "quota_punish", "forced_crime"})
_HELP_FIRST = _HELD | {"plea_help", "passport_taken"}
_SURE = 0.6  # of a fraud: calibrated, so rather more likely than not; below it, money sent home looks like one too


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text that raised a probability of the model, and by how much (log-odds)."""

    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reading by the rules with what the model adds. `kind` is help, lure, scam or none (`KINDS` says what it means).

    `lure` and `fraud` are calibrated probabilities; `weighed` the words behind the higher of them, heaviest first, and
    empty where neither matters. `verified` tells that the sender stands in a register that was asked.
    """

    reading: Reading
    risk: str
    score: float
    kind: str
    lure: float
    fraud: float
    weighed: tuple[Word, ...]
    verified: bool = False


def judge(
    text: str,
    *,
    country: str = "FJ",
    lang: str | None = None,
    form: Extras | None = None,
    verified: Collection[str] = (),
) -> Judgement:
    """Judge one text by rules and model. Never raises, whatever the text holds.

    `form`: what `model.of_ad` read in the form of a job ad, where the text is one. `verified`: identifiers (normalised,
    as the engine `identifiers` gives them) of agencies and routes that a register confirmed, not the text.
    """
    read = read_closely(text, country=country, lang=lang)
    reading = read.reading
    extras = message_extras(read) if form is None else form
    speaks_of_work = None if ":offer" in read.frames else 0.0
    scores = score(read.tokens.words, extras, as_ad=speaks_of_work if form is None else 1.0)
    known = bool(verified) and any(one.normalised in verified for one in reading.identifiers)
    return _judged(read, scores, known=known)


def message_extras(read: Read) -> Extras:
    """What the model is told of a message beside its words."""
    kinds = {str(one.kind) for one in read.reading.identifiers}
    signs = {sign.id for sign in read.reading.signs}
    frames = {*read.frames, "about"} if read.spoken_about else read.frames
    return extras_of(read.text, kinds=kinds, signs=signs, frames=frames, concepts=read.concepts)


def _judged(read: Read, scores: Scores, *, known: bool) -> Judgement:
    reading = read.reading
    kind = _kind(read, scores, known=known)
    words = _words(read, scores)
    risk = _raised(read, scores) if words and kind != "help" and not known else reading.risk
    return Judgement(
        reading=reading,
        risk=risk,
        score=reading.score if kind == "help" or known else _score(reading, scores, risk),
        kind=kind,
        lure=scores.lure,
        fraud=scores.fraud,
        weighed=words,
        verified=known,
    )


def _raised(read: Read, scores: Scores) -> str:
    """Risk by rules or model, whichever is higher (2, 3)."""
    by_model = "none"
    if scores.lure >= scores.lure_likely and not read.spoken_about:
        by_model = "likely"
    elif scores.lure >= scores.lure_watch or scores.fraud >= _SURE:
        by_model = "watch"
    return max(read.reading.risk, by_model, key=RISKS.index)


def _score(reading: Reading, scores: Scores, risk: str) -> float:
    """Within the band of the risk: what rules and model say together, as if either could be mistaken alone (4)."""
    low, high = rules.BANDS[risk]
    own_low, own_high = rules.BANDS[reading.risk]
    by_rules = (reading.score - own_low) / (own_high - own_low) if reading.risk == risk else 0.0
    by_model = max(scores.lure, 0.6 * scores.fraud)
    within = 1 - (1 - min(by_rules, 1.0)) * (1 - by_model)
    return round(max(low + (high - low) * within * _BELOW, reading.score), 4)


_BELOW = 0.999  # the top of a band belongs to the next one


def _kind(read: Read, scores: Scores, *, known: bool) -> str:
    """What sort of text it is taken for. Captivity and calls for help go before everything else."""
    reading = read.reading
    found = {sign.id for sign in reading.signs}
    if reading.risk == "urgent" and found & _HELP_FIRST and not read.spoken_about:
        return "help"
    if read.spoken_about or known:
        return "none"
    catalogue = entries()
    fraud_only = bool(found) and all(catalogue[name].element == "other" for name in found)
    by_rules = reading.risk != "none" and not fraud_only
    if by_rules or (scores.lure >= scores.lure_watch and scores.lure >= scores.fraud):
        return "lure"
    return "scam" if scores.fraud >= _SURE or reading.risk != "none" else "none"


def _words(read: Read, scores: Scores) -> tuple[Word, ...]:
    """Words behind the probability that matters more, by their place in the text as it was given."""
    if scores.lure < scores.lure_watch and scores.fraud < _SURE:
        return ()
    of = "lure" if scores.lure >= scores.fraud else "fraud"
    tokens, folded, text = read.tokens, read.folded, read.text
    found = []
    for one in weighed(tokens.words, of=of, as_ad=scores.as_ad):
        start, end = folded.origin(tokens.starts[one.first], tokens.ends[one.last - 1])
        found.append(Word(text[start:end], start, end, one.weight))
    return tuple(found)


def judged_record(judgement: Judgement, *, lang: str) -> dict[str, Any]:
    """Give the judgement as the JSON of `lali check`: all of the reading, and what the model adds."""
    said = lang if lang in LANGUAGES else "en"
    return as_record(judgement.reading, lang=said) | {
        "risk": judgement.risk,
        "score": judgement.score,
        "kind": judgement.kind,
        "meaning": KINDS[judgement.kind],
        "verified": judgement.verified,
        "model": {
            "lure": judgement.lure,
            "fraud": judgement.fraud,
            "weighed": [asdict(one) for one in judgement.weighed],
        },
    }
