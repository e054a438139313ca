"""Which encoding a chat is in, why we think so, and its characters with nothing lost of its bytes."""

import codecs
import re
from collections.abc import Iterator

from lali.engines.chats.originals import Original

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
NULS_ONE_SIDE, NULS_OTHER_SIDE = 0.1, 0.02  # of every second byte; spaces and digits are ASCII in any language
_WRONG, _ASCII = re.compile("[\udc80-\udcff]"), re.compile("[\0-\x7f]")
LOST = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def settle(original: Original) -> int:
    """Set the original's encoding and the evidence for it; returns how many bytes its byte order mark has."""
    for mark, encoding in MARKS:
        if original.head.startswith(mark):
            original.encoding, original.evidence = encoding, "byte order mark"
            return len(mark)
    original.encoding, original.evidence = _guess(original.head)
    return 0


def _guess(head: bytes) -> tuple[str, str]:
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > NULS_ONE_SIDE and even < NULS_OTHER_SIDE:
        return "utf-16-le", "every second byte is zero"
    if even > NULS_ONE_SIDE and odd < NULS_OTHER_SIDE:
        return "utf-16-be", "every second byte is zero"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        text = head.decode("utf-8", "surrogateescape")
    else:
        return "utf-8", "valid"
    wrong = len(_WRONG.findall(text))
    right = len(text) - len(_ASCII.findall(text)) - wrong
    if wrong > right:
        return "cp1252", "not UTF-8"
    return "utf-8", "mostly valid"


def errors_of(encoding: str) -> str:
    """The way in which wrong bytes become characters and become the same bytes again."""
    return "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"


def text_blocks(original: Original, skip: int) -> Iterator[str]:
    """The characters after the first `skip` bytes; each encodes to the bytes it came from. An odd last byte is not."""
    decoder = codecs.getincrementaldecoder(original.encoding)(errors_of(original.encoding))
    for block in original.blocks():
        taken = block[skip:]
        skip = max(0, skip - len(block))
        if text := decoder.decode(taken):
            yield text
    try:
        rest = decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return
    if rest:
        yield rest


def shown(text: str) -> str:
    """The text with a sign where bytes were wrong."""
    return text if text.isascii() else text.translate(LOST)
