"""Radio spots of 30 and 60 seconds, with their words counted at a stated rate of speaking, as text and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from lali.engines.materials.letters import HEAVY, PLAIN, STRONG, face, set_at
from lali.engines.materials.poster import texts_of
from lali.engines.materials.sheet import LIGHT, plain, sheet, written
from lali.engines.materials.source import MessageRefused, Sign, Source
from lali.engines.materials.words import Words

LENGTHS = (30, 60)  # seconds
# Written words a minute, read slowly and clearly for people who hear it once. Broadcast English goes at 150 to 180; the
# others follow from how long their words are (a written word of Vietnamese is one syllable, Fijian has many). These are
# assumptions, not measurements: the announcer's own clock decides.
RATES: Mapping[str, int] = {"en": 140, "fr": 150, "bi": 140, "fj": 120, "hif": 140, "vi": 190}
_RATE = 130


@dataclass(frozen=True, slots=True)
class Script:
    """A spot to be read aloud. `too_many`: how many words it is over; `left_out`: what had no room."""

    length: int
    lines: tuple[str, ...]
    words: int
    rate: int
    too_many: int
    left_out: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        """How long it takes at the rate."""
        return ceil(self.words * 60 / self.rate)


def radio(source: Source, said: Words, length: int, signs: Sequence[Sign] = ()) -> Script:
    """Compose a spot: headline, what to do and the number always; the rest in the order of its weight where it fits."""
    rate = RATES.get(source.language, _RATE)
    room = length * rate // 60
    parts = _parts(source, said, signs)
    kept = [name for name in ("listen", "headline", "act", "help") if parts.get(name)]
    left = []
    for name in ("text", "web", "again", "signs", "greet", "ask"):
        if not parts.get(name):
            continue
        if count(parts[name]) + sum(count(parts[one]) for one in kept) <= room:
            kept.append(name)
        else:
            left.append(name)
    lines = tuple(parts[name] for name in parts if name in kept)
    total = sum(map(count, lines))
    return Script(length, lines, total, rate, max(0, total - room), tuple(left))


def _parts(source: Source, said: Words, signs: Sequence[Sign]) -> dict[str, str]:
    """What may be said, in the order in which it is heard."""
    spoken = [(spelt(line.number), line.name) for line in source.help[:1]]
    return {
        "greet": plain(said.greet),
        "listen": plain(said.listen),
        "headline": source.headline,
        "text": source.text,
        "signs": " ".join(f"{sign.label.rstrip('.')}. {sign.why}" for sign in signs),
        "ask": plain(said.ask_2),
        "act": source.act,
        "help": " ".join(plain(said.call % {"number": number, "name": name}) for number, name in spoken),
        "web": plain(said.web % {"address": _spoken_address(source)}),
        "again": " ".join(plain(said.again % {"number": number}) for number, _name in spoken),
    }


def spelt(number: str) -> str:
    """A number as it is read, digit by digit.

    >>> spelt("+679 555")
    '+ 6 7 9, 5 5 5'
    """
    return ", ".join(" ".join(group) for group in number.split())


def _spoken_address(source: Source) -> str:
    address = source.shown_address
    return address.removesuffix(source.code) + " ".join(source.code) if source.code else address


def count(text: str) -> int:
    """How many words are spoken: what has a letter or a digit in it."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def radio_text(source: Source, said: Words, signs: Sequence[Sign] = ()) -> str:
    """Both spots as plain text."""
    pieces = [f"{plain(said.radio)}: {source.headline}"]
    for length in LENGTHS:
        script = radio(source, said, length, signs)
        pieces += ["", *_heads(script, said), "", *script.lines]
    return "\n".join([*pieces, "", source.foot(plain(said.draft)), ""])


def _heads(script: Script, said: Words) -> list[str]:
    facts = {"words": script.words, "seconds": script.seconds, "rate": script.rate}
    heads = [plain(said.seconds % {"number": script.length}), plain(said.counted % facts)]
    return [*heads, plain(said.too_long % {"number": script.too_many})] if script.too_many else heads


def radio_pdf(source: Source, said: Words, signs: Sequence[Sign] = ()) -> bytes:
    """Both spots on one page of A4, in large letters with room between the lines. Raises `MessageRefused`."""
    scripts = [radio(source, said, length, signs) for length in LENGTHS]
    texts = [*texts_of(source, said), *(text for script in scripts for text in (*script.lines, *_heads(script, said)))]
    letters = frozenset("".join(texts))
    faces = face(PLAIN, letters), face(STRONG, letters), face(HEAVY, letters)
    with sheet(source, f"{plain(said.radio)}: {source.headline}", LIGHT, faces) as pages:
        for size in (15.0, 14.0, 13.0, 12.0, 11.0, 10.0):
            blocks = [_blocks(script, said, faces, size) for script in scripts]
            if sum(block.height + 2 for spot in blocks for block in spot) + 40 < 297 - 2 * 14:
                break
        else:
            raise MessageRefused("text", "no_room")
        pages.page(210, 297)
        pages.band(18, 12, 174, 4)
        y = pages.block(18, 20, set_at(faces[2], source.headline, 174, 17)) + 5
        for spot in blocks:
            pages.fill("ink", 18, y, 174, 0.5)
            y += 3
            for block in spot:
                y = pages.block(18, y, block) + 2
            y += 4
        pages.block(18, 282, set_at(faces[0], source.foot(plain(said.draft)), 174, 8, even=False), role="soft")
        return written(pages)


def _blocks(script: Script, said: Words, faces: tuple, size: float) -> list:  # type: ignore[type-arg]
    plain_face, strong, heavy = faces
    title, *notes = _heads(script, said)
    heads = [set_at(heavy, title, 174, 15), set_at(plain_face, notes[0], 174, 10)]
    heads += [set_at(strong, note, 174, 11) for note in notes[1:]]
    return heads + [set_at(plain_face, line, 174, size, leading=1.5, even=False) for line in script.lines]
