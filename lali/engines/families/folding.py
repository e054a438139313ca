"""Words of a text as families compare them: case, width, accents, markup, signs and numbers do not count.

A word with a digit in it is the one word NUMBER (phones, pay, dates, links full of digits); several in a row are one.
Of a text that is nothing but numbers the digits count. Who writes Vietnamese leaves the accents out as often as not, so
Latin letters are read without theirs. Tags and entities of HTML are read as the page shows them.
What is written over and over (a line fifty times) is read once. Scripts that do not part words (Chinese, Japanese,
Thai, Lao, Khmer, Burmese) are read sign by sign.
"""

import html
import re
import unicodedata
from itertools import pairwise

NUMBER = "0"
MOST_WORDS = 4096  # of one text; what follows is not compared
MOST_CHARACTERS = 16 * MOST_WORDS
_OPENING = 24  # characters of a text; where they come again, it may be one line over and over
_SIGNS = "".join(map(chr, range(128)))
_PLAIN = bytes.maketrans(  # letters small, digits 0, all else a blank
    _SIGNS.encode(),
    "".join("0" if sign.isdigit() else sign.lower() if sign.isalpha() else " " for sign in _SIGNS).encode(),
)
MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff"
ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{ALONE}]|(?:(?![{ALONE}_])[\w{MARKS}])+")
_SIGN = re.compile(r"[^\s\W]|[^\s\w]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_TAG = re.compile(r"<(?:!--.{0,2000}?--|/?[a-zA-Z][^<>]{0,2000})>", re.DOTALL)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_PARTED = re.compile(r"(?<![^\W_])[^\W\d_](?:[._*~-][^\W\d_])+(?![^\W_])")
_SEPARATORS = re.compile(r"[._*~-]")
_PARTED_WORDS = 8  # of a text of so many and more, hardly longer than these are, the words were taken apart
_LONGEST_NUMBER = 40  # characters of a text that may be a number alone
_LETTERS_FOR_DIGITS = str.maketrans("0123456789", "abcdefghij")
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_DIGITS = re.compile(r"\d")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁɡνοαеικρτυ", "aeopcyxijsdgvoaeikptu")
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢı", "abcdefghijklmnoprstuvwyzi")
_PLAIN_LETTERS = (  # Latin letters without their accents
    {
        ord(letter): base[0]
        for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
        if (base := unicodedata.normalize("NFD", letter).lower()) != letter and base[0].isascii()
    }
    | str.maketrans({"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})
    | _SMALL_CAPITALS
)
_LATIN = re.compile(r"[a-z]")
_LOOKS_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0261]")


def words_of(text: str) -> list[str]:
    """Return the folded words, at most MOST_WORDS; of a text of signs alone (emoji), the signs; [] of nothing.

    Numbers that follow one another are still apart here: `without_runs` puts them together.
    """
    text = shown(text[:MOST_CHARACTERS])
    words = _words(text)
    if len(words) >= _PARTED_WORDS and len(text) < 3 * len(words):
        words = _words(put_together(text))
    if len(text) < _LONGEST_NUMBER and not any(map(str.isalpha, text)):
        words = _number_alone(text) or words
    words = (words or _SIGN.findall(text))[:MOST_WORDS]
    return _once(words) if text.find(text[:_OPENING], _OPENING) > 0 else words


def _words(text: str) -> list[str]:
    if text.isascii():
        return text.encode().translate(_PLAIN).decode().split()
    return [_latin(word) for word in _WORD.findall(seen(text))]


def shown(text: str) -> str:
    """Return the text as a page shows it: tags of HTML left out, its entities read. Most texts have neither."""
    if "<" in text and ">" in text:
        text = _TAG.sub(" ", text)
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def put_together(text: str) -> str:
    """Return the text with words put together that were taken apart (M.a.s.s.a.g.e), where a third of it is so."""
    if sum(map(len, _PARTED.findall(text))) * 3 < len(text):
        return text
    return _PARTED.sub(lambda found: _SEPARATORS.sub("", found.group()), text)


def _number_alone(text: str) -> list[str]:
    """A text that is a number and nothing else, as one word that is not NUMBER: its digits are all that it says."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
    return [f"#{digits.translate(_LETTERS_FOR_DIGITS)}"] if digits else []


def folded(word: str) -> str:
    """Return a word of `words_of` as it is compared: NUMBER when a digit stands in it."""
    return NUMBER if _DIGITS.search(word) else word


def without_runs(words: list[str]) -> list[str]:
    """Return folded words with each run of NUMBER as one."""
    return words[:1] + [word for before, word in pairwise(words) if not word == before == NUMBER]


def _once(words: list[str]) -> list[str]:
    """What is written over and over, written once; a text of which more than half is new stays as it is."""
    seen = set[tuple[str, str]]()
    kept = list[str]()
    for pair in pairwise([*map(folded, words), ""]):
        if pair not in seen:
            seen.add(pair)
            kept.append(pair[0])
    return kept if len(kept) * 2 <= len(words) else words


def seen(text: str) -> str:
    """Return the text with small letters of one width, without accents, strokes and what nobody sees."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _ACCENTS.sub("", text.translate(_PLAIN_LETTERS))


def disguised(text: str) -> int:
    """Return how many letters of a text are written so that a machine does not read them."""
    if text.isascii():
        return 0
    plain = unicodedata.normalize("NFC", text)
    unlike = sum(unicodedata.normalize("NFKC", sign).isascii() for sign in plain if not sign.isascii())
    mixed = sum(1 for word in _WORD.findall(plain) if _LATIN.search(word) and _LOOKS_LATIN.search(word))
    hidden = len(_UNSEEN.findall(plain.replace("\ufe0f", ""))) + len(_ACCENTS.findall(plain))
    return unlike + mixed + hidden + sum(ord(sign) in _SMALL_CAPITALS for sign in plain)


def _latin(word: str) -> str:
    """A word of two alphabets was disguised: letters that look Latin are read so."""
    return word.translate(_LOOKALIKES) if _LOOKS_LATIN.search(word) and _LATIN.search(word) else word
