"""What is said to the reader, in the reader's language: labels, reasons, next steps."""

from dataclasses import dataclass

from .catalogue import LANGUAGES, entries, language


@dataclass(frozen=True, slots=True)
class Words:
    """Name of a sign and one sentence why it matters; `draft` where no speaker has reviewed them."""

    label: str
    why: str
    draft: bool


def words(sign_id: str, lang: str) -> Words:
    """Words of a sign in `lang`; English where the language is unknown or lacks them. KeyError for an unknown sign."""
    if sign_id not in entries():
        raise KeyError(sign_id)
    spoken = language(lang if lang in LANGUAGES else "en")
    if sign_id not in spoken.signs:
        spoken = language("en")
    sign = spoken.signs[sign_id]
    return Words(sign.label, sign.why, spoken.draft)


def next_steps(risk: str, lang: str, *, with_signs: bool = False) -> tuple[str, ...]:
    """Say what to do next for a risk word, by sentence; in English where `lang` lacks it. KeyError: no such risk.

    `with_signs`: signs stand beside it. Then the first sentence of the risk "none", that none was found, is left out.
    """
    spoken = language(lang if lang in LANGUAGES else "en").next_steps
    steps = spoken[risk] if risk in spoken else language("en").next_steps[risk]
    return steps[1:] if with_signs and risk == "none" else steps


def is_draft(lang: str) -> bool:
    """Say whether the words of this language still wait for a speaker's review (False for English)."""
    return language(lang if lang in LANGUAGES else "en").draft
