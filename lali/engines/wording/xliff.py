"""XLIFF 2.0 and 2.1 (OASIS), the core of it: what offices of translation send and take.

A placeholder goes out as an inline code (`<ph>`), so that their tools keep it whole. A string that counts goes out as a
group of units, one a form, for the core knows no plurals. `translated` is what nobody signed, `final` what somebody
did; what comes back as `initial` is unsure. Read through defusedxml, event by event: no document type, no
entity, bounded in size, depth and number.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from .checks import TOKEN
from .entries import MOST_BYTES, MOST_ENTRIES, Entry, Offered, Sheet, Unreadable, moment_of

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
VERSIONS = frozenset({"2.0", "2.1"})
MOST_DEEP = 40
MOST_ELEMENTS = 400_000
_Q = f"{{{NAMESPACE}}}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_UNIT = re.compile(r"([0-9a-f]{32})(?:\.([0-5]))?")
_WENT_OUT = "went out from Lali"
_TRANSPARENT = frozenset({"source", "target", "mrk"})  # what only holds words


def write_xliff(
    language: str, name: str, forms: int, entries: Iterable[Entry], went_out: datetime | None = None
) -> bytes:
    """Write the strings of one page as an XLIFF 2.1 document. `name`: what the file in it is called."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_Q + "xliff", {"version": "2.1", "srcLang": "en", "trgLang": language})
    file = ET.SubElement(root, _Q + "file", {"id": name})
    if went_out:
        _notes(file, [(_WENT_OUT, went_out.isoformat())])
    for entry in entries:
        if len(entry.source) == 1:
            _unit(file, entry, entry.key, entry.source[0], (entry.texts or ("",))[0])
            continue
        group = ET.SubElement(file, _Q + "group", {"id": f"g-{entry.key}"})
        for form, text in enumerate(entry.texts or ("",) * forms):
            source = entry.source[0] if form == 0 and forms > 1 else entry.source[1]
            _unit(group, entry, f"{entry.key}.{form}", source, text)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _unit(parent: ET.Element, entry: Entry, name: str, source: str, target: str) -> None:
    unit = ET.SubElement(parent, _Q + "unit", {"id": name, _XML + "space": "preserve"})
    said = [("context", entry.context)] if entry.context else []
    said += [("note", note) for note in entry.notes] + [("page", place) for place in entry.places]
    if said:
        _notes(unit, said)
    codes = TOKEN.findall(source)
    if codes:
        data = ET.SubElement(unit, _Q + "originalData")
        for number, code in enumerate(codes, 1):
            ET.SubElement(data, _Q + "data", {"id": f"d{number}"}).text = code
    state = ("final" if entry.signed else "translated") if target else "initial"
    segment = ET.SubElement(unit, _Q + "segment", {"id": "s", "state": state})
    _with_codes(ET.SubElement(segment, _Q + "source"), source, codes)
    if target:
        _with_codes(ET.SubElement(segment, _Q + "target"), target, codes)


def _notes(parent: ET.Element, said: Iterable[tuple[str, str]]) -> None:
    notes = ET.SubElement(parent, _Q + "notes")
    for category, words in said:
        ET.SubElement(notes, _Q + "note", {"category": category}).text = words


def _with_codes(parent: ET.Element, text: str, codes: list[str]) -> None:
    """Put a text into an element, each placeholder as an inline code under the number it has in the source."""
    numbers = {code: [n for n, one in enumerate(codes, 1) if one == code] for code in codes}
    parent.text, last, end = "", None, 0
    for found in TOKEN.finditer(text):
        if not numbers.get(found[0]):
            continue  # more often than in the source: stays text, and the look at placeholders names it
        number = numbers[found[0]].pop(0)
        _append(parent, last, text[end : found.start()])
        last = ET.SubElement(parent, _Q + "ph", {"id": str(number), "dataRef": f"d{number}"})
        end = found.end()
    _append(parent, last, text[end:])


def _append(parent: ET.Element, last: ET.Element | None, text: str) -> None:
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


# -- reading -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Read:
    """One unit as it was read."""

    name: str
    source: str = ""
    target: str = ""
    has_target: bool = True
    unsure: bool = False
    data: dict[str, str] = field(default_factory=dict)


def read_xliff(raw: bytes) -> Sheet:
    """Read a document of translations. Unreadable where it is none; units without a target are left out."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("too_long")
    root = _root(raw)
    if root.tag != _Q + "xliff" or root.get("version") not in VERSIONS:
        raise Unreadable("not_xliff")
    units = [_unit_of(unit) for unit in root.iter(_Q + "unit")]
    if len(units) > MOST_ENTRIES:
        raise Unreadable("too_long")
    notes = [one.text or "" for one in root.iter(_Q + "note") if one.get("category") == _WENT_OUT]
    return Sheet((root.get("trgLang") or "").lower(), tuple(_offered(units)), moment_of(notes[0]) if notes else None)


def _root(raw: bytes) -> ET.Element:
    """Build the tree, giving up as soon as it is too deep or too large."""
    depth, count = 0, 0
    root: ET.Element | None = None
    try:
        for event, element in iterparse(io.BytesIO(raw), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            count += 1
            root = element if root is None else root
            if depth > MOST_DEEP or count > 2 * MOST_ELEMENTS:
                raise Unreadable("too_deep")
    except DefusedXmlException:
        raise Unreadable("doctype") from None
    except (ParseError, ValueError, LookupError) as why:
        if isinstance(why, Unreadable):
            raise
        raise Unreadable("not_xliff", getattr(why, "position", (0, 0))[0]) from None
    if root is None:
        raise Unreadable("not_xliff")
    return root


def _unit_of(unit: Any) -> _Read:
    """Read a unit: its segments and what stands between them, in order."""
    read = _Read(unit.get("id") or "")
    data = unit.find(_Q + "originalData")
    read.data = {one.get("id") or "": one.text or "" for one in data} if data is not None else {}
    for part in unit:
        if part.tag not in {_Q + "segment", _Q + "ignorable"}:
            continue
        source, target = part.find(_Q + "source"), part.find(_Q + "target")
        between = part.tag == _Q + "ignorable" and target is None
        read.source += _words(source, read.data) if source is not None else ""
        said = source if between else target
        read.has_target = read.has_target and said is not None
        read.target += _words(said, read.data) if said is not None else ""
        read.unsure = read.unsure or part.get("state") == "initial"
    return read


def _words(element: Any, data: dict[str, str]) -> str:
    """Return the words of a source or target, codes as what they stand for.

    A code of a kind that we never write is lost, and the look at placeholders says so.
    """
    pieces = [element.text or ""]
    for child in element:
        name = child.tag.removeprefix(_Q)
        if name in _TRANSPARENT:
            pieces.append(_words(child, data))
        elif name == "ph":
            pieces.append(data.get(child.get("dataRef") or "", ""))
        elif name == "cp":
            pieces.append(_character(child.get("hex") or ""))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _character(code: str) -> str:
    """Return the character of a code; nothing for half of a pair, which no text can hold."""
    return chr(int(code, 16)) if re.fullmatch(r"(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}", code) else ""


def _offered(units: list[_Read]) -> Iterator[Offered]:
    """Put the forms of what counts together again; a string with a form missing is not offered."""
    forms: dict[str, dict[int, _Read]] = {}
    single: list[tuple[str, _Read]] = []
    often = Counter(unit.name for unit in units)
    for unit in units:
        found = _UNIT.fullmatch(unit.name)
        if found is None or often[unit.name] > 1:
            continue  # not of ours, or said twice: nobody could tell which is meant
        if found[2] is None:
            single.append((found[1], unit))
        else:
            forms.setdefault(found[1], {})[int(found[2])] = unit
    for key, unit in single:
        if unit.has_target and unit.target:
            yield Offered(key, (unit.source,), (unit.target,), unit.unsure)
    for key, known in forms.items():
        ordered = [known[form] for form in sorted(known)]
        whole = sorted(known) == list(range(len(known))) and all(one.has_target and one.target for one in ordered)
        if whole:
            said = tuple(dict.fromkeys(one.source for one in ordered)), tuple(one.target for one in ordered)
            yield Offered(key, *said, any(one.unsure for one in ordered))
