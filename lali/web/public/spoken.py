"""The words of the signs and of the next steps in the language of a page: this node's own where it signed some.

The engine knows them by name, in files of its own; a node's words lie over them as over any other string.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext

from lali.engines.signs import next_steps, words
from lali.records.wording import overlay
from lali.records.wording.shipped import label_context, step_context, why_context


@dataclass(frozen=True, slots=True)
class SpokenSign:
    """A sign as a page says it; `english` says `why` again beside words that nobody has signed."""

    label: str
    why: str
    english: str


def spoken_sign(sign: str) -> SpokenSign:
    """The words of a sign in the language of the moment. KeyError for an unknown one."""
    language = get_language() or "en"
    english, shipped = words(sign, "en"), words(sign, language)
    return SpokenSign(
        _own(label_context(sign), english.label, shipped.label),
        _own(why_context(sign), english.why, shipped.why),
        "" if overlay.is_signed(language, why_context(sign), english.why) else english.why,
    )


def spoken_steps(risk: str, *, with_signs: bool) -> tuple[str, ...]:
    """What to do next, sentence by sentence, in the language of the moment."""
    english, shipped = next_steps(risk, "en"), next_steps(risk, get_language() or "en")
    if len(english) != len(shipped):
        return shipped[_first(risk, with_signs) :]
    both = enumerate(zip(english, shipped, strict=True), 1)
    spoken = tuple(_own(step_context(risk, number), source, said) for number, (source, said) in both)
    return spoken[_first(risk, with_signs) :]


def english_steps(risk: str, *, with_signs: bool) -> tuple[str, ...]:
    """The same in English, where one of them was signed by nobody."""
    named = [(step_context(risk, number), step) for number, step in enumerate(next_steps(risk, "en"), 1)]
    said = named[_first(risk, with_signs) :]
    return () if _all_signed(said) else tuple(step for _context, step in said)


def _first(risk: str, with_signs: bool) -> int:
    """Where the steps begin. "No sign was found" is left out where a sign stands that is no risk by itself."""
    return 1 if with_signs and risk == "none" else 0


def english_of(sources: Iterable[str]) -> tuple[str, ...]:
    """These sentences of the catalogues in English, where one of them was signed by nobody."""
    said = tuple(sources)
    return () if _all_signed(("", one) for one in said) else said


def _all_signed(named: Iterable[tuple[str, str]]) -> bool:
    language = get_language() or "en"
    return all(overlay.is_signed(language, context, source) for context, source in named)


def _own(context: str, english: str, shipped: str) -> str:
    said = pgettext(context, english)
    return shipped if said == english else said
