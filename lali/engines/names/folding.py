"""One way of writing for all ways of writing the same letters.

Marks go where they are pronunciation aids or accents on the alphabet (Latin, Greek, Cyrillic, Arabic, Hebrew); they
stay where they are the vowels themselves (Devanagari, Khmer, Thai, Burmese). Apostrophes and glottal marks inside a
word go: they are written or left out at will (`O'Connor`, Tongan `Fakafānua`, Samoan `Fa'afetai`).
"""

import re
import unicodedata

LONGEST_WORD = 64  # what is longer is no word; it is cut, so that nobody makes us work on a megabyte of letters
_REMEMBERED = 20_000  # characters remembered: every living alphabet, but not all of Unicode from a hostile text

# Letters whose stroke, hook or joining is no separable mark: what an unaccented keyboard writes instead.
_LATIN_LETTERS = "đd ðd ɖd łl øo ħh ŧt ƀb ɨi ıi ƒf əa æae œoe þth ŋng ɲny ɓb ɗd ƙk"
# Arabic script: letters that a keyboard of another language, or haste, writes for one another.
_ARABIC_LETTERS = "ٱا ىي یي ےي کك ةه ہه ەه ـ ء"
_CHANDRABINDU_AS_ANUSVARA = "ँं"
_LETTERS = {
    entry[0]: entry[1:]
    for letters in (_LATIN_LETTERS, _ARABIC_LETTERS, _CHANDRABINDU_AS_ANUSVARA)
    for entry in letters.split()
}
_APOSTROPHES = "'ꞌ’‘ʻʼʽˈ`´‛ʹ′＇׳ʾʿˊˋ"
_SILENT_MARKS = re.compile(
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # accents
    r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # Arabic vowel signs
    r"\u093c\u09bc\u0a3c]"  # the dot under a borrowed consonant in Devanagari, Bengali, Gurmukhi
)
_EACH_A_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")  # Han
_RUN_ON = re.compile(r"[\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # kana, Thai, Lao, Burmese, Khmer


class _Written(dict[int, str]):
    """`str.translate` table: each character as it is compared, worked out once."""

    def __missing__(self, point: int) -> str:
        written = _written(chr(point))
        if len(self) < _REMEMBERED:
            self[point] = written
        return written


def _written(char: str) -> str:
    if char in _APOSTROPHES:
        return ""
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Cf":
        return ""  # invisible: joiners, direction marks, soft hyphens
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] in "LMN":
        return char
    return " "


_TABLE = _Written()


def folded(text: str) -> str:
    """`text` as it is compared: lower case, without accents and apostrophes, one space between words.

    Digits of every script are ASCII digits; what is neither letter, mark nor number parts words.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_NO_APOSTROPHES))
        text = _SILENT_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    written = text.casefold().translate(_TABLE)
    return " ".join(unicodedata.normalize("NFC", written).split())


# Before compatibility normalisation: it would turn some of them into a space and an accent.
_NO_APOSTROPHES = {ord(char): None for char in _APOSTROPHES}


def words_of(text: str) -> list[str]:
    """The words of `text` in order, each folded and at most LONGEST_WORD long.

    Han characters are words of their own; scripts written without spaces come as overlapping pairs of characters.
    """
    words: list[str] = []
    for word in folded(text).split():
        if word.isascii():
            words.append(word[:LONGEST_WORD])
        else:
            words.extend(piece[:LONGEST_WORD] for piece in _pieces(word))
    return words


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for run, kind in runs_of(word):
        if kind == "each":
            pieces.extend(run)
        elif kind == "run on" and len(run) > 1:
            pieces.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            pieces.append(run)
    return pieces


def runs_of(word: str) -> list[tuple[str, str]]:
    """Stretches of one way of writing words, with which it is."""
    runs: list[tuple[str, str]] = []
    start, kind = 0, _kind(word[0])
    for i, char in enumerate(word[1:], start=1):
        other = _kind(char)
        if other != kind:
            runs.append((word[start:i], kind))
            start, kind = i, other
    return [*runs, (word[start:], kind)]


def _kind(char: str) -> str:
    if _EACH_A_WORD.match(char):
        return "each"
    return "run on" if _RUN_ON.match(char) else "spaced"
