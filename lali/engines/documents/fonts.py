"""Noto Sans, cut down to the letters that a document uses.

The packages hold variable fonts. Making one weight of a whole one takes ten seconds, of the letters of one document
one second: so first the letters are taken out, then the weight is fixed.
"""

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_devanagari
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]

LATIN, DEVANAGARI, BAR = "latin", "devanagari", "bar"
_FILES = {
    LATIN: Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf",
    DEVANAGARI: Path(fontpkg_noto_sans_devanagari.ROOT) / "files" / "NotoSansDevanagari[wdth,wght].ttf",
}
WEIGHTS = {"": 400, "B": 600}
_ALWAYS = frozenset(  # letters of the languages at hand: so that one cut serves nearly every document of a process
    map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA)])
) | frozenset("–—…“”‘’•")
BAR_LETTER = "█"  # no font is asked for it: it is drawn
_JOINERS = "\u200c\u200d"
_DEVANAGARI = (("\u0900", "\u097f"), ("\ua8e0", "\ua8ff"))


def is_devanagari(letter: str) -> bool:
    """Tell whether a letter is written with the Devanagari font."""
    return any(first <= letter <= last for first, last in _DEVANAGARI)


@lru_cache(maxsize=1)
def _latin_letters() -> frozenset[str]:
    with TTFont(_FILES[LATIN], lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def can_show(letter: str) -> bool:
    """Tell whether one of the fonts has the letter."""
    return letter in _latin_letters() or is_devanagari(letter)


def font_for(script: str, style: str, letters: Iterable[str]) -> bytes:
    """Give a font (TTF) of one weight with these letters."""
    always = frozenset(_JOINERS + " ।॥◌") if script == DEVANAGARI else _ALWAYS
    return _cut(script, style, always | frozenset(letters))


def printing_font(weight: int, letters: frozenset[str]) -> bytes:
    """Give a font (TTF) of any weight with these composed letters, without rules of shaping: six times as quick."""
    options = _options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "HVAR", "MVAR", "STAT"]
    return _made(LATIN, weight, letters, options)


@lru_cache(maxsize=16)
def _cut(script: str, style: str, letters: frozenset[str]) -> bytes:
    options = _options()
    options.layout_features = ["*"] if script == DEVANAGARI else ["ccmp", "mark", "mkmk", "locl"]
    return _made(script, WEIGHTS[style], letters, options)


def _options() -> Options:
    options = Options()
    options.hinting = False
    options.glyph_names = False
    options.recalc_timestamp = False
    options.notdef_outline = True
    return options


def _made(script: str, weight: int, letters: frozenset[str], options: Options) -> bytes:
    with TTFont(_FILES[script], lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=sorted(map(ord, letters)))
        subsetter.subset(font)
        fixed = instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True)
        written = io.BytesIO()
        fixed.save(written)
    return written.getvalue()
