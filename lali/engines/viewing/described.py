"""What a viewer says of a file: plain values, as they come out of the process that read it.

Whatever read the file may have been taken over by it. So nothing is believed of what it says but its shape: `seen_from`
takes texts, numbers and lists of a bounded size, and nothing else.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

LONGEST_TEXT = 200_000
LONGEST_VALUE = 2_000
MOST = 1_000  # of anything in a list


class Kind(StrEnum):
    """What a file is to somebody who looks at it."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    MARKUP = "markup"
    MAIL = "mail"
    MAILBOX = "mailbox"
    SHEET = "sheet"
    PAPER = "paper"
    ARCHIVE = "archive"
    DATABASE = "database"
    SOUND = "sound"
    FILM = "film"
    CAPTURE = "capture"
    OLD_OFFICE = "old_office"
    PROGRAM = "program"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class Says(StrEnum):
    """What a file may say of itself."""

    TAKEN = "taken"
    CREATED = "created"
    CHANGED = "changed"
    PRINTED = "printed"
    POSITION = "position"
    DEVICE = "device"
    SERIAL = "serial"
    SOFTWARE = "software"
    AUTHOR = "author"
    CHANGED_BY = "changed_by"
    COMPANY = "company"
    TITLE = "title"
    SUBJECT = "subject"
    KEYWORDS = "keywords"
    WORDS = "words"
    RIGHTS = "rights"
    WIDTH_HEIGHT = "width_height"
    DURATION = "duration"
    CODEC = "codec"
    PAGES = "pages"
    FROM = "from"
    TO = "to"
    COPY_TO = "copy_to"
    REPLY_TO = "reply_to"
    SENT = "sent"
    MESSAGE_ID = "message_id"
    PASSED = "passed"
    ADDRESS = "address"
    ENCODING = "encoding"
    TEMPLATE = "template"
    EDITING = "editing"
    CLAIMED_BY = "claimed_by"
    CLAIMED_AT = "claimed_at"


class Beware(StrEnum):
    """What somebody who looks at a file should know of it."""

    NAME_LIES = "name_lies"
    SCRIPT = "script"
    MACROS = "macros"
    OPENS_BY_ITSELF = "opens_by_itself"
    STARTS_A_PROGRAM = "starts_a_program"
    FILES_INSIDE = "files_inside"
    FORM = "form"
    OUTSIDE = "outside"
    ENCRYPTED = "encrypted"
    ALSO_ARCHIVE = "also_archive"
    ALSO_MARKUP = "also_markup"
    BYTES_BEHIND = "bytes_behind"
    BYTES_BEFORE = "bytes_before"
    HIDDEN_SIGNS = "hidden_signs"
    RIGHT_TO_LEFT = "right_to_left"
    ENCODING_GUESSED = "encoding_guessed"
    DAMAGED_LETTERS = "damaged_letters"
    CUT = "cut"
    LIST_CUT = "list_cut"
    UNPACKS_LARGE = "unpacks_large"
    TRAVERSAL = "traversal"
    LINK = "link"
    DEVICE_FILE = "device_file"
    SAME_NAME = "same_name"
    PROGRAM = "program"
    NOT_LISTED = "not_listed"
    FORMULAS = "formulas"
    HIDDEN_SHEET = "hidden_sheet"
    VIEWS_NOT_RUN = "views_not_run"
    DIGEST_WRONG = "digest_wrong"
    DIGEST_RIGHT = "digest_right"
    DIGEST_MISSING = "digest_missing"
    CLAIM = "claim"
    CLAIM_BROKEN = "claim_broken"
    CLAIM_UNREAD = "claim_unread"
    SIGNATURE_UNREAD = "signature_unread"
    WORDS_NOT_SHOWN = "words_not_shown"
    DAMAGED = "damaged"
    CHANGED_LATER = "changed_later"
    TRACKED = "tracked"
    BESIDE = "beside"


class Doubt(StrEnum):
    """Why a time that a file says is not simply a time."""

    NO_ZONE = "no_zone"
    SAID_UTC = "said_utc"
    SENDERS_CLOCK = "senders_clock"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a file says of itself. `name` is one of `Says`, or empty: then `label` has the file's own word."""

    name: str
    value: str
    label: str = ""
    source: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """One of `Beware`, and what it is about: a name, a number."""

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file. `size` and `packed` are -1 where nobody says; `opens`: it can be looked at and taken in."""

    number: int
    name: str
    size: int = -1
    packed: int = -1
    at: str = ""
    opens: bool = True
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells as texts. `first` is the number of the first row, `total` -1 where the rows were not counted."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int = 1
    total: int = -1


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was looked at: one page of it. `pages` is 0 where nobody counted, `more` says there is a next one."""

    kind: str
    format: str
    page: int = 1
    pages: int = 1
    more: bool = False
    part: int = 0
    parts: tuple[str, ...] = ()
    picture: bool = False
    plays: str = ""
    text: str = ""
    sheet: Sheet | None = None
    members: tuple[Member, ...] = ()
    total: int = -1  # of members
    facts: tuple[Fact, ...] = ()
    cautions: tuple[Caution, ...] = ()

    def as_json(self) -> bytes:
        """The same, for the way between processes."""
        return json.dumps(asdict(self)).encode("utf-8", "surrogatepass")


def line(words: object, longest: int = LONGEST_VALUE) -> str:
    """Words of a file as one line that can do no harm to a page: nothing but what is printed, single spaces."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    shown = (letter if letter.isprintable() else " " for letter in text[: longest * 2].replace("\0", ""))
    return " ".join("".join(shown).split())[:longest]


def seen_from(data: bytes) -> Seen:
    """What the reading process said. ValueError when it is not of the shape."""
    said = json.loads(data)
    if not isinstance(said, dict):
        raise ValueError("not of the shape")  # noqa: TRY004 - one error for whatever comes
    try:
        return _seen(said)
    except (TypeError, KeyError, AttributeError) as why:
        raise ValueError("not of the shape") from why


def _seen(said: dict[str, Any]) -> Seen:
    sheet = said["sheet"]
    return Seen(
        kind=Kind(said["kind"]),
        format=_text(said["format"], 60),
        page=_number(said["page"]),
        pages=_number(said["pages"]),
        more=bool(said["more"]),
        part=_number(said["part"]),
        parts=tuple(_text(one, 200) for one in _some(said["parts"])),
        picture=bool(said["picture"]),
        plays=_text(said["plays"], 60),
        text=_text(said["text"], LONGEST_TEXT),
        sheet=None if sheet is None else _sheet(sheet),
        members=tuple(_member(one) for one in _some(said["members"])),
        total=_number(said["total"]),
        facts=tuple(Fact(**{name: _text(value) for name, value in one.items()}) for one in _some(said["facts"])),
        cautions=tuple(Caution(Beware(one["code"]), _text(one["about"], 300)) for one in _some(said["cautions"])),
    )


def _sheet(said: dict[str, Any]) -> Sheet:
    rows = tuple(tuple(_text(cell) for cell in _some(row)) for row in _some(said["rows"]))
    columns = tuple(_text(one, 200) for one in _some(said["columns"]))
    return Sheet(columns, rows, _number(said["first"]), _number(said["total"]))


def _member(said: dict[str, Any]) -> Member:
    return Member(
        number=_number(said["number"]),
        name=_text(said["name"], 500),
        size=_number(said["size"]),
        packed=_number(said["packed"]),
        at=_text(said["at"], 40),
        opens=bool(said["opens"]),
        cautions=tuple(Beware(one) for one in _some(said["cautions"])),
    )


def _text(value: object, longest: int = LONGEST_VALUE) -> str:
    """A text of bounded length that can be written as UTF-8 and kept in any database."""
    if not isinstance(value, str):
        raise TypeError
    return value[:longest].replace("\0", "").encode("utf-8", "replace").decode()


def _number(value: object) -> int:
    if not isinstance(value, int) or abs(value) >= 2**63:
        raise TypeError
    return value


def _some(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value[:MOST]
