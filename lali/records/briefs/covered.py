"""The files and words of a single item: how its file is called, what of it is covered, what stands there instead."""

import re
import string

from lali.engines.documents import Cover, Kind, cover, kind_of
from lali.records.briefs.models import Item, Redaction
from lali.records.briefs.names import Hidden
from lali.records.briefs.storage import pieces_of_original, start_of_original
from lali.records.briefs.vocabulary import CoverReason, ItemKind
from lali.records.evidence.models import Exhibit

MARKS = string.punctuation + string.whitespace + "“”‘’«»…–—"  # around covered words; the words are looked for
EXTENSIONS = {Kind.PICTURE: "png", Kind.PDF: "pdf", Kind.TEXT: "txt"}
COMMON = re.compile(  # endings that a prosecutor's machine opens in a viewer; any other file goes as .bin
    "jpe?g|png|gif|webp|bmp|tiff?|heic|pdf|txt|csv|json|eml|mbox|mp3|m4a|wav|ogg|opus|aac|mp4|mov|avi|mkv|webm|3gp|"
    "docx?|xlsx?|pptx?|od[tsp]|rtf|zip|gz|7z"
)


def file_name_of(item: Item) -> str:
    """How the file of an included exhibit is called in the folder: its number and a harmless ending."""
    exhibit = item.exhibit
    if needs_copy(item):
        kind = exhibit_kind(exhibit)
        return f"{exhibit.ref}-covered.{EXTENSIONS.get(kind, 'bin')}"
    return name_of_original(exhibit)


def name_of_original(exhibit: Exhibit) -> str:
    """How an original is called in the folder."""
    ending = exhibit.file_name.rpartition(".")[2].casefold()
    return f"{exhibit.ref}.{ending if COMMON.fullmatch(ending) else 'bin'}"


def exhibit_kind(exhibit: Exhibit) -> Kind:
    """In which way an exhibit can be covered, if at all."""
    if exhibit.restricted_at:  # nobody looks into it here
        return Kind.OTHER
    return kind_of(start_of_original(exhibit)[:4096], exhibit.size)


def needs_copy(item: Item) -> bool:
    """Whether a covered copy of the item's original goes into the folder in its place."""
    return item.kind == ItemKind.EXHIBIT and bool(item.redactions.all())


def text_of(item: Item) -> str:
    """The words of an item that can be covered one by one: its own, or those of an original that is plain text."""
    if item.kind != ItemKind.EXHIBIT:
        return item.text
    if exhibit_kind(item.exhibit) is not Kind.TEXT:
        return ""
    return b"".join(pieces_of_original(item.exhibit)).decode("utf-8-sig", "replace").replace("\r\n", "\n")


def covered_text(item: Item) -> str:
    """The text of an item with what is covered taken out."""
    covers = [Cover(one.start, one.end, said_of(one)) for one in item.redactions.all() if not one.page]
    return cover(text_of(item), covers)


def hidden_in(item: Item) -> list[Hidden]:
    """What is covered in the words of an item, to be found wherever the paper says it again."""
    places = [one for one in item.redactions.all() if not one.page and one.reason != CoverReason.CHANGED]
    text = text_of(item) if places else ""
    found = [Hidden(said_of(one), (text[one.start : one.end].strip(MARKS),)) for one in places]
    return list(dict.fromkeys(one for one in found if one.spellings[0]))


def said_of(redaction: Redaction) -> str:
    """What stands beside the block."""
    return str(CoverReason(redaction.reason).label)
