"""Which pieces of a text the model knows, and the bucket each falls into. Training and reading share this file.

Pieces: every different word and every different pair of neighbours; the parts of two to five letters of each word,
its edges marked by blanks; *extras*, what the text holds beside words (kinds of identifiers, what the rules saw, its
length, digits); and *cues*, what it speaks of in whatever language. Each of these four groups counts as much, however
many pieces it has. A number is known by how many signs it has, never by its value: numbers name people. Buckets are
CRC-32 of the piece, cut to `BITS` bits: no list of words is kept, so none can leak out of the model file.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import combinations
from zlib import crc32

BITS = 18
BUCKETS = 1 << BITS
MASK = BUCKETS - 1
SHORTEST_PART, LONGEST_PART = 2, 5  # letters
LONGEST_WORD = 40  # letters of a word that are looked at
MOST_WORDS = 4_000  # words of a text that are looked at
MOST_CONCEPTS = 14
# A group of pieces counts by the root of its number, but not by less than this: four words make nothing sure.
LEAST_PIECES, LEAST_PARTS, LEAST_EXTRAS, LEAST_CUES = 30, 120, 20, 10
EXTRAS_SHARE = 0.7  # what all extras count beside all words
_LENGTHS = (20, 40, 80, 120, 160, 240, 400, 1_000, 3_000)  # characters: the bounds of the bins
_SHARES = (0.01, 0.05, 0.1, 0.15, 0.25)

PART_START = crc32(b"c")  # before the letters of a part

Extras = frozenset[str]


def shape(word: str) -> str:
    """Give the word as the model knows it: a number by its length only, a very long word by its beginning."""
    if word[0].isdigit():
        return f"#{min(len(word), 12)}"
    return word[:LONGEST_WORD]


def word_bucket(word: str) -> int:
    """Bucket of a whole word (already shaped)."""
    return crc32(b"w" + word.encode("utf-8", "replace")) & MASK


def pair_bucket(first: str, second: str) -> int:
    """Bucket of two neighbouring words (already shaped)."""
    return crc32(f"p{first} {second}".encode("utf-8", "replace")) & MASK


def part_buckets(word: str) -> list[int]:
    """Different buckets of the parts of a word (already shaped), in ascending order."""
    edged = f" {word} "
    sizes = range(SHORTEST_PART, min(LONGEST_PART, len(edged) - 1) + 1)
    parts = (edged[at : at + size] for size in sizes for at in range(len(edged) - size + 1))
    return sorted({crc32(part.encode("utf-8", "replace"), PART_START) & MASK for part in parts})


def extra_bucket(extra: str) -> int:
    """Bucket of something the text holds beside words."""
    return crc32(b"x" + extra.encode("utf-8", "replace")) & MASK


def extras_of(
    text: str,
    *,
    kinds: Iterable[str] = (),
    signs: Iterable[str] = (),
    frames: Iterable[str] = (),
    concepts: Iterable[str] = (),
) -> Extras:
    """What a message holds beside words: its length, its share of digits, and what the rules and finders saw in it.

    `kinds` of identifiers, `signs` and `frames` by rule, and `concepts`, what is spoken of in any language, alone and
    two by two: by these a lure in one language teaches something about the same lure in another.
    """
    size = len(text)
    digits = len(_DIGIT.findall(text))
    spoken_of = sorted(concepts)[:MOST_CONCEPTS]
    return frozenset(
        (
            *[f"kind={kind}" for kind in kinds],
            *[f"sign={sign}" for sign in signs],
            *[f"frame={frame}" for frame in frames],
            *spoken_of,
            *map("+".join, combinations(spoken_of, 2)),
            _SIZES[bisect_right(_LENGTHS, size)],
            _DIGITS[bisect_right(_SHARES, digits / (size or 1))],
        )
    )


_SIZES = [f"size={at}" for at in range(len(_LENGTHS) + 1)]
_DIGITS = [f"digits={at}" for at in range(len(_SHARES) + 1)]
_DIGIT = re.compile(r"[0-9]")
WRITTEN = ("title", "company_profile", "description", "requirements", "benefits")
_CHOSEN = ("department", "employment_type", "required_experience", "required_education", "industry", "function")
_TICKED = ("telecommuting", "has_company_logo", "has_questions")
FORM = frozenset({*WRITTEN[1:2], *_CHOSEN, *_TICKED})  # columns that tell an export of a job board from a mere text
_YES = frozenset({"1", "true", "t", "yes"})


def of_ad(ad: Mapping[str, str]) -> Extras:
    """What the form of a job ad tells beside its words: fields left empty, boxes ticked, choices made.

    `ad` holds the columns that job boards commonly export; a missing one counts as empty. Where the place of work
    stands is not looked at: in the data of the training it tells the source of a row and not its honesty.
    """
    filled = {name: ad.get(name, "").strip() for name in (*WRITTEN, *_CHOSEN)}
    ticked = {name: ad.get(name, "").strip().lower() in _YES for name in _TICKED}
    logo, asks = ticked["has_company_logo"], ticked["has_questions"]
    profile = bool(filled["company_profile"])
    return frozenset(
        (
            *(f"{name}={filled[name].lower()}" for name in _CHOSEN),
            *(f"{name}={on}" for name, on in ticked.items()),
            *(f"size_{name}={min(len(filled[name]).bit_length(), 13)}" for name in WRITTEN),
            f"logo_profile={logo}{profile}",
            f"asks_profile={asks}{profile}",
            f"logo_asks_profile={logo}{asks}{profile}",
            f"salary={bool(ad.get('salary_range', '').strip())}",
            f"empty={sum(not one for one in filled.values())}",
            "form",
        )
    )
