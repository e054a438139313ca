"""How plainly a sentence speaks: its length in words, and the school grade of English."""

import re
from collections.abc import Iterable

LONGEST_SENTENCE = 12  # words
_END = re.compile(r"[.!?…]+(?:\s+|$)|[\n;]+")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def sentences(text: str) -> list[str]:
    """Split a text where a sentence ends."""
    return [piece.strip() for piece in _END.split(text) if piece.strip()]


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; a number is one."""
    return _WORD.findall(sentence)


def long_sentences(texts: Iterable[str], most: int = LONGEST_SENTENCE) -> list[str]:
    """Sentences of more than so many words."""
    return [one for text in texts for one in sentences(text) if len(words(one)) > most]


def grade(text: str) -> float:
    """School grade of an English text: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al. 1975).

    Syllables by groups of vowels, a silent e at the end left out. 0 for a text without words.
    """
    said, spoken = sentences(text), words(text)
    if not spoken:
        return 0.0
    syllables = sum(max(1, len(_VOWELS.findall(word.lower().removesuffix("e")))) for word in spoken)
    return 0.39 * len(spoken) / max(1, len(said)) + 11.8 * syllables / len(spoken) - 15.59
