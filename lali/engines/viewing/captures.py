"""Captured web pages (WARC, WACZ): what was captured when, whether its digests are right; nothing of it is run.

A capture says what a program wrote that a server sent. Its digests say that nobody changed the record since, or changed
the digest as well.
"""

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from lali.engines.viewing import archives
from lali.engines.viewing.described import Beware, Caution, Fact, Kind, Member, Says, Seen, Sheet, line
from lali.engines.viewing.reading import MEMBERS_ON_A_PAGE, Cannot, Order, caution, shown_name
from lali.engines.viewing.recognising import lies

MOST_HASHED = 2 * 1024**3
MOST_READ = 8 * 1024 * 1024
MOST_PAGES = 500
PIECE = 256 * 1024
_SHOWN = {"response", "resource", "request", "metadata", "revisit", "conversion", "warcinfo"}
_ABOUT = {"software": Says.SOFTWARE, "operator": Says.AUTHOR, "hostname": Says.DEVICE, "description": Says.WORDS}


def look(file: BinaryIO, order: Order) -> Seen:
    """A page of the list of what was captured."""
    if order.found.kind == Kind.CAPTURE:
        return _warc(file, order)
    return _wacz(file, order)


def member(file: BinaryIO, order: Order) -> Iterator[bytes]:
    """What one record holds, or one file of a WACZ."""
    if order.found.kind != Kind.CAPTURE:
        return archives.member(file, order)
    return _payload(file, order.member)


# -- WARC --------------------------------------------------------------------------------------------------------------


def _records(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    file.seek(0)
    yield from enumerate(ArchiveIterator(file, check_digests=True), 1)


def _warc(file: BinaryIO, order: Order) -> Seen:
    first, number, more = order.first(MEMBERS_ON_A_PAGE), 0, False
    members: list[Member] = []
    facts: list[Fact] = []
    cautions = lies(order.name, order.found.format)
    try:
        for number, record in _records(file):
            if record.rec_type == "warcinfo" and not facts:
                facts = _about(record)
            if number > first + MEMBERS_ON_A_PAGE:
                more = True
                break
            if number > first:
                members.append(_captured(number, record))
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, UnicodeDecodeError):
        if not number:
            raise Cannot("damaged") from None
        cautions.append(caution(Beware.DAMAGED))
    if first and not members:
        raise Cannot("no_such_part")
    return Seen(
        kind=Kind.CAPTURE, format=order.found.format, page=order.page, pages=0 if more else order.page, more=more,
        members=tuple(members), total=-1 if more or first else len(members), facts=tuple(facts),
        cautions=(*cautions, *_digests(members)),
    )  # fmt: skip


def _about(record: Any) -> list[Fact]:
    words = record.content_stream().read(16 * 1024).decode("utf-8", "replace")
    found = []
    for one in words.splitlines()[:40]:
        name, _colon, value = one.partition(":")
        says = _ABOUT.get(name.strip().lower(), "")
        if value.strip():
            found.append(Fact(says, line(value, 300), "" if says else line(name, 40), "WARC"))
    return found


def _captured(number: int, record: Any) -> Member:
    """One record with its digest looked at: that is only known once all of it was read."""
    headers, size = record.rec_headers, 0
    raw = record.raw_stream
    while piece := raw.read(PIECE):
        size += len(piece)
    checked = record.digest_checker.passed if record.digest_checker else None
    word = {True: Beware.DIGEST_RIGHT, False: Beware.DIGEST_WRONG, None: Beware.DIGEST_MISSING}[checked]
    address = headers.get_header("WARC-Target-URI") or record.rec_type
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    kind = (record.http_headers.get_header("Content-Type") if record.http_headers else "") or ""
    name = " ".join(filter(None, (str(address), record.rec_type, status, kind.partition(";")[0])))
    at = line(headers.get_header("WARC-Date") or "", 40)
    return Member(number, shown_name(name), size=size, at=at, opens=size > 0, cautions=(str(word),))


def _digests(members: list[Member]) -> list[Caution]:
    """How many of the records on this page have which digest."""
    counted = Counter(word for one in members for word in one.cautions)
    words = (Beware.DIGEST_WRONG, Beware.DIGEST_RIGHT, Beware.DIGEST_MISSING)
    return [caution(word, f"{counted[word]}/{len(members)}") for word in words if counted[word]]


def _payload(file: BinaryIO, wanted: int) -> Iterator[bytes]:
    for number, record in _records(file):
        if number == wanted:
            stream = record.content_stream()
            while piece := stream.read(PIECE):
                yield piece
            return
        if number > wanted:
            break
    raise Cannot("no_such_part")


# -- WACZ --------------------------------------------------------------------------------------------------------------


def _wacz(file: BinaryIO, order: Order) -> Seen:
    with archives.opened_zip(file) as parts:
        package = _json(parts, "datapackage.json")
        cautions = lies(order.name, "WACZ")
        listed = parts.infolist()
        wanted = _wanted(package)
        members = [_in_wacz(parts, number, one, wanted) for number, one in enumerate(listed[:MEMBERS_ON_A_PAGE], 1)]
        cautions += [_of_member(one) for one in members if Beware.DIGEST_WRONG in one.cautions]
        cautions += _digests([one for one in members if one.name in wanted])
        absent = sorted(set(wanted) - {one.filename for one in listed})
        cautions += [caution(Beware.DIGEST_WRONG, f"{name}: –") for name in absent[:10]]
        cautions += _of_package(parts)
        return Seen(
            kind=Kind.CAPTURE, format="WACZ", sheet=_pages(parts), members=tuple(members), total=len(listed),
            facts=tuple(_package_facts(package, _json(parts, "datapackage-digest.json"))), cautions=tuple(cautions),
        )  # fmt: skip


def _of_member(one: Member) -> Caution:
    return caution(Beware.DIGEST_WRONG, one.name)


def _json(parts: zipfile.ZipFile, name: str) -> dict[str, Any]:
    with (
        suppress(KeyError, ValueError, RecursionError, zipfile.BadZipFile, RuntimeError, OSError),
        parts.open(name) as one,
    ):
        said = json.loads(one.read(MOST_READ))
        return said if isinstance(said, dict) else {}
    return {}


def _wanted(package: dict[str, Any]) -> dict[str, str]:
    resources = package.get("resources")
    found = {}
    for one in resources if isinstance(resources, list) else ():
        if isinstance(one, dict) and isinstance(one.get("path"), str) and isinstance(one.get("hash"), str):
            found[one["path"]] = one["hash"]
    return found


def _in_wacz(parts: zipfile.ZipFile, number: int, one: zipfile.ZipInfo, wanted: dict[str, str]) -> Member:
    said, against = wanted.get(one.filename), []
    if said:
        right = _hash(parts, one, said.partition(":")[0]) == said.partition(":")[2].lower()
        against = [str(Beware.DIGEST_RIGHT if right else Beware.DIGEST_WRONG)]
    return Member(number, shown_name(one.filename), one.file_size, one.compress_size, cautions=tuple(against))


def _hash(parts: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> str:
    if name not in {"sha256", "md5", "sha1", "sha512"} or one.file_size > MOST_HASHED:
        return "?"
    digest = hashlib.new(name, usedforsecurity=False)
    with parts.open(one) as unpacked:
        for piece in archives.in_pieces(unpacked, one.file_size):  # type: ignore[arg-type]
            digest.update(piece)
    return digest.hexdigest()


def _of_package(parts: zipfile.ZipFile) -> list[Caution]:
    """Whether the digest of the list of digests is right, and whether somebody signed it."""
    about = _json(parts, "datapackage-digest.json")
    if not about:
        return [caution(Beware.DIGEST_MISSING, "datapackage-digest.json")]
    said = str(about.get("hash", ""))
    right = _hash(parts, parts.getinfo("datapackage.json"), said.partition(":")[0]) == said.partition(":")[2].lower()
    found = [caution(Beware.DIGEST_RIGHT if right else Beware.DIGEST_WRONG, "datapackage.json")]
    if about.get("signedData"):
        found.append(caution(Beware.SIGNATURE_UNREAD))
    return found


def _package_facts(package: dict[str, Any], about: dict[str, Any]) -> Iterator[Fact]:
    signed = about.get("signedData")
    signed = signed if isinstance(signed, dict) else {}
    for says, value in (
        (Says.TITLE, package.get("title")),
        (Says.WORDS, package.get("description")),
        (Says.CREATED, package.get("created")),
        (Says.CHANGED, package.get("modified")),
        (Says.SOFTWARE, package.get("software")),
        (Says.ADDRESS, package.get("mainPageUrl")),
        (Says.TAKEN, package.get("mainPageDate")),
        (Says.CLAIMED_BY, signed.get("domain") or signed.get("publicKey")),
        (Says.CLAIMED_AT, signed.get("created")),
    ):
        if value:
            yield Fact(says, line(value, 300), source="WACZ")


def _pages(parts: zipfile.ZipFile) -> Sheet | None:
    rows = []
    with suppress(KeyError, zipfile.BadZipFile, RuntimeError, OSError), parts.open("pages/pages.jsonl") as lines:
        for words in lines.read(MOST_READ).decode("utf-8", "replace").splitlines()[: MOST_PAGES + 1]:
            with suppress(ValueError, RecursionError):
                one = json.loads(words)
                if isinstance(one, dict) and one.get("url"):
                    rows.append(tuple(line(one.get(name, ""), 500) for name in ("ts", "url", "title")))
    return Sheet(("ts", "url", "title"), tuple(rows), total=len(rows)) if rows else None
