r"""PO, as gettext and every tool of translators know it. A reader of our own, for a file may come from anywhere.

It reads strictly: msgctxt, msgid, msgid_plural, msgstr in this order, strings in the escapes \n \t \r \" \\.
The header's rule of plurals is not believed, nor is any charset but UTF-8. What nobody signed goes out as `fuzzy`; in a
file that went out from here the mark tells no more than that, so it comes back with or without it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from .entries import (
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_FORMS,
    MOST_LINES,
    Entry,
    Offered,
    Sheet,
    Unreadable,
    key_of,
    moment_of,
)

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[([0-9])\])?)[ \t]*)?"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANS = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z_-]{2,12})[ \t]*$", re.MULTILINE)
_WENT_OUT = re.compile(r"^X-Lali-Went-Out:[ \t]*([0-9T:.+-]{10,40})[ \t]*$", re.MULTILINE)
_FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]")
_WIDTH = 100


@dataclass(slots=True)
class _Block:
    """One entry while its lines come in."""

    line: int
    parts: dict[str, list[str]] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unsure: bool = False
    guessed: bool = False
    at: str = ""

    def text(self, name: str) -> str:
        return "".join(self.parts.get(name, []))

    @property
    def source(self) -> tuple[str, ...]:
        plural = (self.text("msgid_plural"),) if "msgid_plural" in self.parts else ()
        return (self.text("msgid"), *plural)

    @property
    def texts(self) -> tuple[str, ...]:
        forms = [name for name in self.parts if name.startswith("msgstr")]
        return tuple(self.text(name) for name in sorted(forms))


def read_po(raw: bytes) -> Sheet:
    """Read a file of translations. Unreadable where it is none; entries without a translation are left out."""
    language, went_out, offered = "", None, []
    for block in _blocks(raw):
        if block.source == ("",) and "msgctxt" not in block.parts:
            head = block.text("msgstr")
            language = found[1].replace("_", "-").lower() if (found := _LANGUAGE.search(head)) else language
            went_out = moment_of(found[1]) if (found := _WENT_OUT.search(head)) else went_out
        elif all(block.texts) and block.texts:
            key = key_of(block.text("msgctxt"), *block.source)
            unsure = block.guessed or (block.unsure and went_out is None)
            offered.append(Offered(key, block.source, block.texts, unsure))
    return Sheet(language, tuple(offered), went_out)


def read_entries(raw: bytes) -> tuple[Entry, ...]:
    """Read one of our own catalogues whole, with the places where each string stands."""
    return tuple(
        Entry(
            block.source,
            block.text("msgctxt"),
            block.texts if all(block.texts) else (),
            tuple(block.places),
            tuple(block.notes),
        )
        for block in _blocks(raw)
        if block.source != ("",)
    )


def _blocks(raw: bytes) -> Iterable[_Block]:
    if len(raw) > MOST_BYTES or raw.count(b"\n") > MOST_LINES:
        raise Unreadable("too_long")
    try:
        lines = raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise Unreadable("not_utf8") from None
    count, block = 0, _Block(1)
    for number, line in enumerate(lines, 1):
        stripped = line.strip(" \t")
        begins = stripped.startswith(("#", "msgctxt")) or re.match(r'msgid[ \t]*"', stripped)
        if begins and any(name.startswith("msgstr") for name in block.parts):
            yield block
            count, block = count + 1, _Block(number)
        if count > MOST_ENTRIES:
            raise Unreadable("too_long", number)
        if stripped.startswith("#"):
            _comment(block, stripped)
        elif stripped:
            _string(block, stripped, number)
    if any(name.startswith("msgstr") for name in block.parts):
        yield block
    elif block.parts or not count:
        raise Unreadable("not_po", block.line)


def _comment(block: _Block, line: str) -> None:
    """Take a comment: `#:` places, `#.` what the programmer says, `#,` whether it is unsure.

    `#|` stands before a guess of a tool: what the English was once.
    """
    if line.startswith("#:"):
        block.places += [place.rpartition(":")[0] or place for place in line[2:].split()]
    elif line.startswith("#."):
        block.notes.append(line[2:].strip())
    elif line.startswith("#,"):
        block.unsure = block.unsure or "fuzzy" in line
    elif line.startswith("#|"):
        block.guessed = True


def _string(block: _Block, line: str, number: int) -> None:
    found = _LINE.fullmatch(line)
    if found is None:
        raise Unreadable("not_po", number)
    name = found[1] or block.at
    if found[1]:
        wrong = name in block.parts or (name.startswith("msgstr") and "msgid" not in block.parts)
        if wrong or (name == "msgctxt" and "msgid" in block.parts) or int(found[2] or 0) >= MOST_FORMS:
            raise Unreadable("not_po", number)
        if ("[" in name) != ("msgid_plural" in block.parts) and name.startswith("msgstr"):
            raise Unreadable("not_po", number)
    if not name:
        raise Unreadable("not_po", number)
    block.at = name
    block.parts.setdefault(name, []).append(_plain(found[3], number))


def _plain(body: str, number: int) -> str:
    def means(found: re.Match[str]) -> str:
        if found[1] not in _MEANS:
            raise Unreadable("not_po", number)
        return _MEANS[found[1]]

    return _ESCAPE.sub(means, body)


def write_po(language: str, forms: int, rule: str, entries: Iterable[Entry], went_out: datetime | None = None) -> bytes:
    """Write a file that translators' tools open. `forms` and `rule`: how the language counts, as gettext says it."""
    head = [
        "Project-Id-Version: Lali\n",
        f"Language: {language}\n",
        "MIME-Version: 1.0\n",
        "Content-Type: text/plain; charset=UTF-8\n",
        "Content-Transfer-Encoding: 8bit\n",
        f"Plural-Forms: nplurals={forms}; plural={rule};\n",
        *([f"X-Lali-Went-Out: {went_out.isoformat()}\n"] if went_out else []),
    ]
    parts = ['msgid ""\nmsgstr ""\n' + "".join(f'"{_escaped(line)}"\n' for line in head)]
    parts += [_written(entry, forms) for entry in entries]
    return "\n".join(parts).encode()


def _written(entry: Entry, forms: int) -> str:
    lines = [f"#. {note}" for note in entry.notes]
    lines += [f"#: {'-'.join(place.split())}" for place in entry.places]
    flags = ["fuzzy"] if entry.texts and not entry.signed else []
    flags += ["python-format"] if any(map(_FILLED_IN.search, entry.source)) else []
    lines += ["#, " + ", ".join(flags)] if flags else []
    if entry.context:
        lines.append(f"msgctxt {_quoted(entry.context)}")
    lines.append(f"msgid {_quoted(entry.source[0])}")
    if len(entry.source) == 1:
        lines.append(f"msgstr {_quoted((entry.texts or ('',))[0])}")
    else:
        lines.append(f"msgid_plural {_quoted(entry.source[1])}")
        texts = entry.texts or ("",) * forms
        lines += [f"msgstr[{form}] {_quoted(text)}" for form, text in enumerate(texts)]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(plain, written)
    return text


def _quoted(text: str) -> str:
    """Return a text between quotation marks, over several lines where it is long or has lines itself."""
    if len(text) <= _WIDTH and "\n" not in text:
        return f'"{_escaped(text)}"'
    pieces = [piece for line in re.findall(r"[^\n]*\n|[^\n]+", text) for piece in _cut(line)]
    return '""\n' + "\n".join(f'"{_escaped(piece)}"' for piece in pieces)


def _cut(line: str) -> Iterable[str]:
    words = re.findall(r"\S*\s*", line)
    piece = ""
    for word in words:
        if piece and len(piece) + len(word) > _WIDTH:
            yield piece
            piece = ""
        piece += word
    if piece:
        yield piece
