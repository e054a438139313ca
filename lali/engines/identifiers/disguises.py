"""Spellings that hide a word from a filter while a person still reads it: s p a c e d letters and l33t.

Both work on lower-case text. Both must leave numbers, amounts, dates, e-mail addresses, links and handles as they are,
so they ask for the shape of a word before they touch anything. Linear in the length of the text.
"""

import re
from collections.abc import Sequence

# Four or more single letters (or digits read as letters) with one and the same separator between them.
_SPACED = re.compile(
    r"(?<![^\W_])[^\W_]([ ]|[ ]?[.\-_*|~/,+·•][ ]?)(?=[^\W_]\1)[^\W_](?:\1(?:[^\W_]|[@$](?=\1))(?![^\W_])){2,}"
)
# Of most texts the last two of three single letters say at once that there are none: a mark is rarer than a letter.
_LONE = re.compile(r"[ .\-_*|~/,+·•][^\W_][ .\-_*|~/,+·•]{1,3}[^\W_](?![^\W_])")
_SPACED_HINT = re.compile(r"(?<![^\W_])[^\W_][ .\-_*|~/,+·•]{1,3}[^\W_][ .\-_*|~/,+·•]{1,3}[^\W_](?![^\W_])")
_LETTER = re.compile(r"[^\W\d_]")

# A run of letters and leet signs that holds at least one sign next to a letter; what touches a link, an e-mail address
# or a handle is not looked at. The hint begins with the sign, for there are fewer of them than of letters.
_LEET_HINT = re.compile(r"[013457@$€](?:(?<=[^\W\d_].)(?=[^\W_])|(?<=[^\W\d_]{2}\$)|(?<=[0$])(?<!\w.)(?=[^\W\d_]{3}))")
_TOKEN = re.compile(
    r"(?<![^\s(\[{\"'«*,;:!?])[^\W_@][^\W_]*(?:[@$€]+[^\W_]+)*\$?(?![\w@/\\]|:/|\.\w)|(?<!\S)\$[^\W\d_]{3,}(?![\w@])"
)
_SIGN = re.compile(r"[013457@$€]")
_LEET_SIGNS = {"0": "o", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s", "7": "t", "€": "e"}
_RUN = re.compile(r"([013457@$€])\1?")
_VOWELS = frozenset("aeiouyàâăáảãạèéêíìóòôơúùưý")
_LEAST_LETTERS = 3
_LONGEST_TOKEN = 24  # longer ones are wallets, keys and codes, not words


def join_spaced_letters(text: str) -> tuple[str, Sequence[int] | None]:
    """Join "w h a t s a p p" and "t.e.l.e.g.r.a.m"; also which character each one was (None: nothing changed)."""
    if not (_LONE.search(text) and _SPACED_HINT.search(text)):
        return text, None
    kept: list[int] = []
    done = 0
    for run in _SPACED.finditer(text):
        letters = range(run.start(), run.end(), 1 + len(run[1]))
        if not _is_word(text, letters):
            continue
        kept.extend(range(done, run.start()))
        kept.extend(letters)
        done = run.end()
    if not done:
        return text, None
    kept.extend(range(done, len(text)))
    return "".join([text[i] for i in kept]), kept


def _is_word(text: str, letters: range) -> bool:
    """Mostly letters: "1 2 3 4 a" is a list or a number, "t 3 l 3 g r a m" is a word."""
    return 2 * sum(1 for i in letters if _LETTER.match(text, i)) > len(letters)


def read_leetspeak(text: str) -> str:
    """Read digits and signs inside words as the letters they stand for; same length, one for one."""
    if not _LEET_HINT.search(text):
        return text
    return _TOKEN.sub(_read_token, text)


def _read_token(token: re.Match[str]) -> str:
    word = token[0]
    if len(word) > _LONGEST_TOKEN or not _SIGN.search(word):
        return word
    signs = sum(1 for char in word if not _LETTER.match(char))
    if signs > len(word) - signs or any(char in "2689" or (char.isdigit() and not char.isascii()) for char in word):
        return word
    read = _RUN.sub(lambda run: _read_run(word, run), word)
    inside = any(a != b for a, b in zip(read[1:-1], word[1:-1], strict=True))
    if not inside:
        return read
    return _read_end(read, 0) + read[1:-1] + _read_end(read, len(read) - 1)


def _read_run(word: str, run: re.Match[str]) -> str:
    """One sign, or the same sign twice, inside a word."""
    start, end, sign = run.start(), run.end(), run[1]
    if start == 0:
        leading = sign in "0$" and len(word) > end + 2 and end == 1
        return _LEET_SIGNS[sign] if leading else run[0]
    if end == len(word):
        return "s" if run[0] == "$" and start >= _LEAST_LETTERS else run[0]
    before, after = word[start - 1], word[end]
    if not (_LETTER.match(before) and _LETTER.match(after)):
        return run[0]
    if sign == "@" and (before in _VOWELS - {"y"} or after in _VOWELS - {"y"}):
        return run[0]
    if sign in "1457" and len(word) <= _LEAST_LETTERS:
        return run[0]
    return _i_or_l(before, after, run[0]) if sign == "1" else _LEET_SIGNS[sign] * len(run[0])


def _i_or_l(before: str, after: str, ones: str) -> str:
    """1 stands for i or l. Vowels on both sides or two in a row: l. Between consonants: i. Else by what can be said."""
    if ones == "11":
        return "ll"
    if before in _VOWELS and after in _VOWELS:
        return "l"
    if before in _VOWELS:
        return "i" if before == "a" else "l"
    if after in _VOWELS:
        return "l" if before in "bcfgkpsnrd" else "i"
    return "i"


def _read_end(word: str, place: int) -> str:
    sign = word[place]
    if sign == "1":
        return "i" if place == 0 else "l"
    return _LEET_SIGNS.get(sign, sign)
