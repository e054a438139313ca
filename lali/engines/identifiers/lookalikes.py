"""Letters that look like Latin letters: the tables behind `fold`.

A person who hides from a filter swaps letters for twins that Unicode does not count as the same letter. Compatibility
normalisation (NFKC) already joins fullwidth, circled and mathematical letters; these tables hold what it leaves apart.
Our own selection for the six languages of Lali, read off the Unicode code charts.
"""

import re


def _pairs(spec: str) -> dict[str, str]:
    """Read "аa" pairs: each entry is one or more look-alikes followed by the Latin letter they stand for."""
    return {twin: entry[-1] for entry in spec.split() for twin in entry[:-1]}


# Always Latin in disguise: small capitals, phonetic letters, dotless i. Nobody writes one of our languages in them.
LATIN_TWINS = _pairs(
    "ᴀɑɐa ʙɓb ᴄƈɕc ᴅɖɗd ᴇɛɘe ꜰɸf ɢɡɠgg ʜɦɥh ɪıɩɨi ᴊʝj ᴋƙk ʟɭɫl ᴍɱm ɴɲɳn ᴏɔo ᴘƥp ꞯʠq ʀɾɽr ꜱʂʃs ᴛʈƭt ᴜʊʉu ᴠʋv ᴡʍw "
    "ʏyy ᴢʐʑz ǀl"
)
# Squared and dark-circled letters have no compatibility mapping; nor have the letters that flags are made of.
SHAPED_LETTERS = {chr(first + i): "abcdefghijklmnopqrstuvwxyz"[i] for first in (0x1F150, 0x1F170) for i in range(26)}
FLAG_LETTERS = {chr(0x1F1E6 + i): "abcdefghijklmnopqrstuvwxyz"[i] for i in range(26)}

# Letters of living scripts: only inside a word that is otherwise Latin, or in a text that has no real word of theirs.
CYRILLIC = _pairs(
    "аАa ВвьЬb сСc ԁd еЕєЄe Ғғf ԌԍG НнһҺh іІi јЈj КкқҚk ӏӀl МмM оОo рРp ԛԚq гr ѕЅs ТтT υu ѵѴv ԝԜшШw хХҳҲx уУүҮy пn"
)
GREEK = _pairs("αΑa βΒb εΕe Ηh ιΙi κΚk Μm Νηn οΟσo ρΡp τΤt υμu νv ωw χΧx Υγy Ζz ϲc ϳj ςs")
ARMENIAN = _pairs("օՕo ոՈn սՍu հh ցg զq")
SCRIPT_TWINS = {twin: letter.lower() for table in (CYRILLIC, GREEK, ARMENIAN) for twin, letter in table.items()}
OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587]")

# Invisible: zero-width and joining characters, soft hyphen, direction marks, fillers, variation selectors, tags.
INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Marks that stack on Latin, Greek and Cyrillic letters: joined to their letter where Unicode has one, else dropped.
STACKED_MARK = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")

# Letters whose stroke or hook is not a separable mark: what an unaccented keyboard writes instead.
PLAIN_LETTERS = _pairs("đðd łl øo ħh ŧt ƀb ɨi ŋn þt ƒf")

# Marks that a phone keyboard or a word processor writes in place of the ASCII ones.
PUNCTUATION = _pairs("‘’ʼʻ´ˊ′' “”„″\" ‐‑‒–—−﹣-")
SPELT_OUT = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "İ": "I", "🔟": "10", "。": ".", "｡": "."}
