"""What of a tip is put into the index: what was told, the letters that followed, its identifiers."""

from collections.abc import Iterable, Iterator

from lali.records.entities.models import Mention
from lali.records.search.index import door_of, move_parts, put_entry
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import FoundKind
from lali.records.tips.models import Tip

TIPS = "tips:"  # door of an agency's tips, before its slug


def triage_door(slug: str) -> str:
    """The door of the tips of an agency: open to whoever triages there."""
    return f"{TIPS}{slug}"


def of_tips(tips: Iterable[Tip], doors: dict[int, str]) -> Iterator[Entry]:
    """Entries of tips; `doors` says behind which door a tip lies (by its key), where it is not the agency's.

    The tips come with `agency` and `letters` read.
    """
    tips = list(tips)
    numbers: dict[str, list[str]] = {}
    mentions = Mention.objects.filter(record__in=[tip.subject for tip in tips])
    for record, value in mentions.values_list("record", "identifier__value"):
        numbers.setdefault(record, []).append(value)
    for tip in tips:
        said = [tip.text, tip.note, tip.referred_to, *map(str, tip.details.values())]
        yield Entry(
            record=tip.subject,
            door=doors.get(tip.pk) or triage_door(tip.agency.slug),
            kind=FoundKind.TIP,
            words="\n".join([*said, *(letter.words for letter in tip.letters.all())]),
            numbers=numbers.get(tip.subject, []),
            refs=[tip.ref],
        )


def move_tip(tip: Tip, door: str) -> None:
    """Put a tip, and what stands under it (numbers that registers give it), behind another door."""
    put_tip(tip, door)
    move_parts(tip.subject, door)


def put_tip(tip: Tip, door: str = "") -> None:
    """Put a tip into the index, in place of what stood there; behind `door`, or the one where it lies."""
    for entry in of_tips([tip], {tip.pk: door or door_of(tip.subject)}):
        put_entry(entry)
