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


def steps_to_take(risk: str, *, with_signs: bool) -> list[tuple[str, str]]:
    """What to do next, sentence by sentence, in the language of the moment; beside one nobody signed its English."""
    language = get_language() or "en"
    shipped = next_steps(risk, language, with_signs=with_signs)
    named = _named_steps(risk, with_signs)
    if len(named) != len(shipped):
        return [*((step, "") for step in shipped[:-1]), (shipped[-1], " ".join(source for _context, source in named))]
    return [
        (_own(context, source, said), "" if overlay.is_signed(language, context, source) else source)
        for (context, source), said in zip(named, shipped, strict=True)
    ]


def _named_steps(risk: str, with_signs: bool) -> list[tuple[str, str]]:
    """The steps in English, each with its context in the catalogues, which counts from the first of all steps."""
    steps = next_steps(risk, "en", with_signs=with_signs)
    first = len(next_steps(risk, "en")) - len(steps) + 1
    return [(step_context(risk, number), step) for number, step in enumerate(steps, first)]


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
