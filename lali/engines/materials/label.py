"""The label that goes on a physical exhibit: its number, the seal, and a square code that leads to its page.

Whoever finds the thing reads no name and nothing of the matter on it: references only.
"""

from lali.engines.materials.letters import PLAIN, STRONG, face, fitted, one_line
from lali.engines.materials.sheet import LIGHT, plain, sheet, written
from lali.engines.materials.source import Source

WIDE, HIGH = 100.0, 62.0  # mm
_EDGE, _CODE = 4.0, 46.0


def label(source: Source, lines: list[str]) -> bytes:
    """Draw a label as PDF. `source.headline` stands large, `source.act` below it, then each of `lines`."""
    small = [plain(line) for line in (*lines, source.agency, source.notice) if line]
    letters = frozenset("".join([source.headline, source.act, *small]))
    text, strong = face(PLAIN, letters), face(STRONG, letters)
    with sheet(source, f"{source.act} {source.headline}", LIGHT, (text, strong)) as paper:
        paper.page(WIDE, HIGH)
        paper.frame(1.5, 1.5, WIDE - 3, HIGH - 3, line=0.3, r=2)
        paper.square(source.address, _EDGE - 1, (HIGH - _CODE) / 2, _CODE)
        x = _EDGE + _CODE
        room = WIDE - x - _EDGE
        y = paper.block(x, 8, fitted(strong, source.headline, room, 14, 34, 12))
        y = paper.block(x, y + 1, one_line(strong, source.act, room, 12))
        for line in small:
            y = paper.block(x, y + 1.4, one_line(text, line, room, 9))
        return written(paper)
