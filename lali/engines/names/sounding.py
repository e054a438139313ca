"""How a name sounds, for the spellings of the Pacific and of those who come there.

A word is read in up to three ways, since nothing says which spelling it uses: as English and most romanisations
write; as Fijian writes (c is th, b is mb, d is nd, g is ng, q is ngg); as pinyin writes (x is s, q and zh are j, c is
ts). Each reading becomes a code: the consonants in classes that spellings of one name mix up (w and v, ph and f, z
and s, aspirated and plain), and the vowels too when there are so few consonants that they alone would say nothing.
Names with one code in common sound alike. Our own rules, made for recall: a person looks at what is found.
"""

import re
from functools import lru_cache

_LATIN = re.compile(r"[a-z]{2,64}")
# No name: three of one letter in a row (`zzzz`, `www`), or more than three letters and no vowel (`bcdfg`).
_UNSPOKEN = re.compile(r"(.)\1\1|\A[^aeiouy]{4,}\Z")
_FIJIAN = ((r"c(?!h)", "th"), (r"q", "ngg"), (r"(?<!m)b", "mb"), (r"(?<!n)d", "nd"), (r"(?<![ng])g", "ng"))
_PINYIN = ((r"zh|q(?!u)", "j"), (r"^hs|x", "s"), (r"c(?!h)|ts", "s"))
_SHARED = (
    # What is written with several letters, longest first.
    (r"ksh", "ks"),  # Lakshmi, Laxmi
    (r"x", "ks"),
    (r"^ks", "s"),  # Xavier
    (r"tch|tj|dj|sch", "j"),
    (r"sh", "s"),  # Shyam, Syam; several island languages have one of the two
    (r"ch", "j"),  # Chand, Jand: Fijian j is English ch
    (r"ph", "f"),  # Philip, Filipe
    (r"th", "t"),  # Sunitha, Sunita; what Fijian writes c
    (r"ck", "k"),
    (r"ngg", "ng"),  # Beqa, Bengga, Benga
    (r"qu?", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"^wr", "r"),
    (r"wh|w(?=[aeiouy])", "v"),  # Wikas, Vikas; Rawi, Ravi
    (r"w", ""),  # Brown, Braun
    (r"z", "s"),
    (r"(?<=.)h", ""),  # Bhat, Bat; Kahn, Khan, Kan; a silent h at the end
    (r"(?<=[^aeiou])y(?=[aeiou])", ""),  # Shyam, Sham
    (r"y", "i"),
)
_VOWELS = ((r"[ei]+", "i"), (r"[ou]+", "u"), (r"a+", "a"))
_FEW = 2  # consonants; with fewer or as many, the vowels stay: Mere is not Mara, Li is not Lau


def _rules(*written: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), sound) for pattern, sound in written)


_READINGS = (_rules(), _rules(*_FIJIAN), _rules(*_PINYIN))
_CODE, _VOWEL_CODE = _rules(*_SHARED), _rules(*_VOWELS)
_DOUBLED = re.compile(r"(.)\1+")
_LATER_VOWELS = re.compile(r"(?<=.)[aeiou]+")


@lru_cache(maxsize=50_000)
def sounds(token: str) -> tuple[str, ...]:
    """Codes of how a folded word may sound: one to three, none for what nobody speaks as it is written.

    That is another script, a number, a single letter, a run of one letter, many letters without a vowel.
    """
    if not _LATIN.fullmatch(token) or _UNSPOKEN.search(token):
        return ()
    return tuple(sorted({_code(_rewritten(token, reading)) for reading in _READINGS} - {""}))


def _rewritten(token: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, sound in rules:
        token = pattern.sub(sound, token)
    return token


def _code(read: str) -> str:
    spoken = _DOUBLED.sub(r"\1", _rewritten(_DOUBLED.sub(r"\1", read), _CODE))
    vowels = _rewritten(spoken, _VOWEL_CODE)
    if len(re.sub(r"[aiu]", "", vowels)) <= _FEW:
        return vowels
    skeleton = _LATER_VOWELS.sub("", vowels)
    return _DOUBLED.sub(r"\1", re.sub(r"^[iu]", "a", skeleton))
