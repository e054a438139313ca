"""One judgement from both: the rules, which explain, and the model, which has weighed them and the words beside them.

How they are put together, all of it here:

0. A second look (`model.aspects`) is taken at every text of which the linear heads say more than nothing: what it asks,
   promises and hides, weighed together. Its probabilities then stand for theirs.
1. Help first. A text is a call for help where the rules read one and the model does not say that it surely is none;
   or where the model alone says so, at a bar that two in a hundred harmless texts and lures reached. A family that
   hears nothing since somebody left for work is heard unless the model is sure of a lure or a fraud. A call for help
   is *urgent*, and its score puts nothing in order. Of a long text the model is asked about the words around the
   signs too: no heap of other words, honest or not, drowns a plea that stands among them.
2. All else is put in order by the model's probability of a lure. What the rules found is among what it weighed, each
   sign by as much as it proved to be worth: a sign that stands in many honest texts weighs little alone. *Likely* is
   what two in a hundred harmless texts of its own folds reached; *urgent* what the rules call so and the model calls
   likely.
3. Signs that the rules found never vanish: from *watch* on they keep a text at *watch* at least. A text in which the
   rules see talk about lures (news, a warning, a survivor's account) stays below *likely* unless the second look, which
   knows that they do, says otherwise: a recruiter too names the police, and tells what happened to others. One whose
   words the model never met is left to the rules: the model abstains.
4. Resembling a fraud raises to *watch* at most: a fraud is not (yet) trafficking.
5. A notice of an agency or scheme that was *verified* against a register outside the text is left to the rules. What
   a text says in its own favour lowers the probability only as far as honest texts taught it; it never hides a sign.
6. The score is the probability of a lure, stretched so that the bars of *watch* and *likely* lie at 0.2 and 0.5
   (`BARS`), and lies in the band of the risk: it puts texts in order by what was learnt and not by how many words
   happened to be listed. A call for help is in no such order; its score tells only how sure the model is of it, 0.4
   at most, or of a lure.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .aspects import aspects, is_risk, is_told
from .catalogue import LANGUAGES, RISKS, entries
from .cues import ACCENTED, cues_of
from .kinds import kinds
from .model import MOST, Bars, Extras, Looked, Scores, Second, Told, Weighed, extras_of, model
from .reading import Read, Reading, as_record, read_closely, read_many

_HELD = frozenset({"cannot_leave", "violence_threat", "sold_on", "quota_punish", "forced_crime"})
_HELP_FIRST = _HELD | {"plea_help", "passport_taken", "silent_since"}
_SURE = 0.6  # of a fraud: calibrated, so rather more likely than not; below it, money sent home looks like one too
_STRANGE = 0.5  # share of words met in training below which the model says nothing
_STRANGER = 0.8  # the same where the language is unknown: messages of the field lie above 0.85 there
# Of a lure or a plea: what the linear heads say of most ordinary messages, and of 3 lures in 100. No more is asked.
_NOTHING = 0.07
_MOST_ASPECTS = 6  # named
_WORDS = re.compile(r"(?!.*\d{5})[^\W_]+(?:[ '\u2019-][^\W_]+)*")  # words as people write them, without a telephone
_TELLS, _BESIDE = 0.4, 0.4  # log-odds behind an aspect that a word must have, and the share of the heaviest one's
_FEW = 3  # different words below which it says nothing
_WATCH, _LIKELY, _FRAUD, _PLEA = 0.2, 0.5, 0.1, 0.4
_MOST_AT_ONCE = 100_000  # characters of texts that are judged together
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


class Judgement(NamedTuple):
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


class _Asked(NamedTuple):
    """What the model said of a text: probabilities, the bars that go with them, the second look."""

    scores: Scores
    bars: Mapping[str, Bars]
    second: Second | None = None

    @staticmethod
    def of(looked: Looked, at: int, *, strange: bool) -> "_Asked":
        """Put together what both looks say of a text: nothing where it is strange to the model."""
        scores, bars = looked.scores[at], model().bars
        if strange:
            return _Asked(scores._replace(lure=0.0, fraud=0.0, help=0.0), bars)
        second = looked.twice.get(at)
        if second is None:
            return _Asked(scores, bars)
        pleads = second.help
        for bar in ("watch", "likely"):  # a call for help that either look hears is heard
            if scores.help >= getattr(bars["help"], bar):
                pleads = max(pleads, getattr(looked.bars["help"], bar))
        return _Asked(scores._replace(lure=second.lure, help=pleads), looked.bars, second)

    def is_about(self, read: Read) -> bool:
        """Say whether the text only speaks about lures: the rules read it so, and no second look is sure of another."""
        sure = self.second and (
            self.second.lure >= self.bars["lure"].likely or self.second.help >= self.bars["help"].likely
        )
        return read.spoken_about and not sure


class Asked(NamedTuple):
    """A text to be judged. `lang`: its language, if known. `form`: what `model.of_ad` read in the form of a job ad."""

    text: str
    lang: str | None = None
    form: Extras | None = None


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

    `form`, `verified`: as in `judge_many`. `answers` to the seven questions (by question id) stand in `reading` and
    change nothing else: the text alone is judged.
    """
    read = read_closely(text, country=country, lang=lang)
    judged = _judged([read], [form], country=country, verified=verified)[0]
    return judged._replace(reading=read.answered(answers)) if answers else judged


def judge_many(asked: Iterable[Asked], *, country: str = "FJ", verified: Collection[str] = ()) -> Iterator[Judgement]:
    """Judge texts by rules and model, in their order; each as if it were alone. Never raises, whatever they hold.

    `verified`: identifiers (normalised, as the engine `identifiers` gives them) of agencies and routes that a register
    confirmed, not the text. Some hundred texts are read before the first is answered.
    """
    for some in _batches(asked):
        once = list(dict.fromkeys(some))  # one message is sent to many
        reads = read_many([one.text for one in once], [one.lang for one in once], country=country)
        judged = _judged(reads, [one.form for one in once], country=country, verified=verified)
        yield from map(dict(zip(once, judged, strict=True)).__getitem__, some)


def _batches(asked: Iterable[Asked]) -> Iterator[Sequence[Asked]]:
    """Give so many texts at once that arrays pay, and no more than the memory of the processor holds."""
    some: list[Asked] = []
    size = 0
    for one in asked:
        some.append(one)
        size += len(one.text)
        if len(some) == MOST or size > _MOST_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _judged(
    reads: Sequence[Read], forms: Sequence[Extras | None], *, country: str, verified: Collection[str]
) -> list[Judgement]:
    """Judge texts that were read: both looks at all of them, what follows for each, then the words behind it."""
    looked = model().look([_told(read, form) for read, form in zip(reads, forms, strict=True)])
    strange = [_is_strange(read, scores) for read, scores in zip(reads, looked.scores, strict=True)]
    looked.again(
        [at for at, form in enumerate(forms) if form is None and not strange[at] and _says_enough(looked.scores[at])]
    )
    asked = [
        _with_plea_within(_Asked.of(looked, at, strange=strange[at]), read, form, country)
        for at, (read, form) in enumerate(zip(reads, forms, strict=True))
    ]
    decided = [_decided_by(read, one) for read, one in zip(reads, asked, strict=True)]
    weighed, aspects_ = _behind(looked, asked, decided)
    return [
        _judgement(
            read,
            one,
            of,
            known=bool(verified) and any(found.normalised in verified for found in read.reading.identifiers),
            weighed=tuple(_shown(read, weighed.get(at, ()))),
            seen=tuple(_aspects(read, aspects_.get(at, ()))),
        )
        for at, (read, one, of) in enumerate(zip(reads, asked, decided, strict=True))
    ]


def _told(read: Read, form: Extras | None) -> Told:
    speaks_of_work = None if ":offer" in read.frames else 0.0
    extras, as_ad = (message_extras(read), speaks_of_work) if form is None else (form, 1.0)
    return Told(read.tokens.words, extras, message_cues(read), as_ad)


def _says_enough(scores: Scores) -> bool:
    """Whether the first look says enough for a second one."""
    return max(scores.lure, scores.help) >= _NOTHING


def _with_plea_within(asked: _Asked, read: Read, form: Extras | None, country: str) -> _Asked:
    """Let a plea that stands in a long text be heard as one."""
    least = asked.bars["help"].watch
    if form is None and asked.scores.lure and asked.scores.help < least and _pleads_within(read, country):
        return asked._replace(scores=asked.scores._replace(help=least))
    return asked


def _pleads_within(read: Read, country: str) -> bool:
    """Whether the words around a sign in a long text are, taken alone, a call for help."""
    if len(read.text) <= _LONG or read.spoken_about:
        return False
    grave = [sign for sign in read.reading.signs if sign.id in _HELP_FIRST][:_MOST_PLEAS]
    pieces = (read.text[max(0, sign.start - _AROUND) : min(sign.end, sign.start + _AROUND) + _AROUND] for sign in grave)
    return any(one.kind == "help" for one in judge_many(map(Asked, pieces), country=country))


_Behind = tuple[str, float, Sequence[Weighed]]  # an aspect: name, probability, words


def _behind(
    looked: Looked, asked: Sequence[_Asked], decided: Sequence[str]
) -> tuple[Mapping[int, Sequence[Weighed]], Mapping[int, Sequence[_Behind]]]:
    """Words behind the probability that decided, and behind the surest aspects, of each text that has any."""
    explained = {at: of for at, of in enumerate(decided) if of != "none" and asked[at].scores.known}
    first = {at: of for at, of in explained.items() if of == "fraud" or not asked[at].second}
    told = {at: _told_aspects(one.second) for at, one in enumerate(asked) if one.second and one.second.aspects}
    names = {at: [name for name, _ in one] for at, one in told.items()}
    for at in explained.keys() - first.keys():
        names[at] = [*names.get(at, ()), explained[at]]
    behind = looked.behind(names)
    weighed = looked.weighed(first) | {
        at: behind[at, of] for at, of in explained.items() if at not in first and (at, of) in behind
    }
    seen = {at: [(name, sure, behind.get((at, name), ())) for name, sure in one] for at, one in told.items()}
    return weighed, seen


def _told_aspects(second: Second) -> Sequence[tuple[str, float]]:
    seen = [name for name, _ in second.aspects]
    return [one for one in second.aspects if is_told(one[0], seen)][:_MOST_ASPECTS]


def message_extras(read: Read) -> Extras:
    """What the model is told of a message beside its words."""
    kinds = {one.kind for one in read.reading.identifiers}
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


def _judgement(
    read: Read, asked: _Asked, of: str, *, known: bool, weighed: tuple[Word, ...], seen: tuple[SeenAspect, ...]
) -> Judgement:
    reading, scores = read.reading, asked.scores
    kind = of if of == "help" else _kind(read, asked, known=known)
    if kind == "help":
        risk = "urgent"
    elif known or not scores.lure:
        risk = reading.risk
    else:
        risk = _risk(read, asked)
    score = reading.score if known or not scores.lure else _score(asked, risk, kind)
    return Judgement(
        reading, risk, score, kind, scores.lure, scores.fraud, scores.help, weighed, verified=known, aspects=seen
    )


def _is_strange(read: Read, scores: Scores) -> bool:
    """Say whether the text is made of what the model never met: another language or script, code, garbage."""
    least = _STRANGER if read.reading.language == "unknown" else _STRANGE
    return scores.known < least or len(set(read.tokens.words)) < _FEW


def _decided_by(read: Read, asked: _Asked) -> str:
    """Which head speaks: help, lure, fraud, or none (1)."""
    reading, scores, bars = read.reading, asked.scores, asked.bars
    shown = {sign.id for sign in reading.signs}
    is_other = scores.lure >= bars["lure"].likely or scores.fraud >= _SURE  # what is missing there is no person
    by_rules = (
        reading.risk == "urgent"
        and not read.spoken_about
        and not shown.isdisjoint(_HELP_FIRST)
        and (scores.help >= bars["help"].watch or not scores.lure or ("silent_since" in shown and not is_other))
    )
    if by_rules or (scores.help >= bars["help"].likely and not asked.is_about(read)):
        return "help"
    if scores.lure >= bars["lure"].watch and scores.lure >= scores.fraud:
        return "lure"
    return "fraud" if scores.fraud >= _SURE else "none"


def _risk(read: Read, asked: _Asked) -> str:
    """Risk of what is no call for help (2, 3, 4)."""
    scores, bars, ruled = asked.scores, asked.bars["lure"], read.reading.risk
    if scores.lure >= bars.likely and not asked.is_about(read):
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
    if known or asked.is_about(read):
        return "none"
    catalogue = entries()
    fraud_only = all(catalogue[sign.id].element == "other" for sign in reading.signs)
    least = "watch" if not scores.lure else "likely"  # what the rules must read to call it a lure by themselves
    by_rules = RISKS.index(reading.risk) >= RISKS.index(least) and not fraud_only
    if by_rules or (scores.lure >= asked.bars["lure"].watch and scores.lure >= scores.fraud):
        return "lure"
    return "scam" if scores.fraud >= _SURE or (fraud_only and reading.risk != "none") else "none"


def _aspects(read: Read, told: Iterable[_Behind]) -> Iterator[SeenAspect]:
    """Aspects of a text that was looked at twice, each with one or two words; without any, none is told."""
    for name, probability, behind in told:
        if words := _telling(_shown(read, behind)):
            yield SeenAspect(name, probability, words)


def _telling(words: Iterable[Word]) -> tuple[Word, ...]:
    """The two heaviest that a reader takes for words: no mark or long number in them, none far below the first."""
    clean = [one for one in words if _WORDS.fullmatch(one.text)]
    return tuple(one for one in clean if one.weight >= max(_TELLS, clean[0].weight * _BESIDE))[:2]


def _shown(read: Read, heavy: Iterable[Weighed]) -> Iterator[Word]:
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
