"""What is said about an item beside its words: kept with it as it stood when it was chosen, put into words when shown.

Kept are plain values, never a sentence: a brief is in one language, its reader's screen may be in another. Persons are
kept by number, so that whoever became a possible victim since is called by their code name.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lali.records.chronology.models import Event
from lali.records.chronology.queries import movement_said, place_said
from lali.records.chronology.vocabulary import Means
from lali.records.conversations.queries import CitedShown, reason_in_words
from lali.records.conversations.vocabulary import DateOrder
from lali.records.evidence.queries import PassageShown, StatementShown

Told = Mapping[str, object]
STATEMENT = ("by", "where", "language", "interpreter")
PASSAGE = ("source", "locator")
# of a conversation
CITED = ("sha256", "bytes", "member", "member_sha256", "date_order", "reason", "zone", "why", "stated_by", "former")
PLACES = ("place", "place_code", "gone_from", "gone_from_code", "gone_to", "gone_to_code", "means")
TEXTS = {*STATEMENT, *PASSAGE, *PLACES, *CITED}
LONGEST, MOST = 300, 1_000


def told_of_statement(one: StatementShown) -> Told:
    """Who took it, where, in which language, through whom."""
    return dict(zip(STATEMENT, (one.taken_by, one.taken_where, one.language, one.interpreter), strict=True))


def told_of_passage(one: PassageShown, cited: CitedShown | None = None) -> Told:
    """Of what it is a piece, and where it stands; of messages also who, when, bytes, how dates were decided."""
    told = {"source": one.source_ref, "locator": one.locator}
    if cited is None:
        return told
    facts = (
        one.source_sha256, f"{one.start}–{one.end}", cited.member[-LONGEST:], cited.member_sha256, cited.date_order,
        cited.reason[:LONGEST], cited.zone, cited.why, cited.stated_by[:LONGEST],
        ", ".join(f"C-{number:03d}" for number in cited.former)[:LONGEST],
    )  # fmt: skip
    return told | dict(zip(CITED, facts, strict=True)) | {"messages": [list(each) for each in cited.messages]}


def told_of_event(event: Event) -> Told:
    """Where it happened, who was there, from what it is known. Persons and citations were fetched before."""
    return {name: getattr(event, name) for name in PLACES} | {
        "persons": sorted(person.pk for person in event.persons.all()),
        "cited": [[one.cited, one.locator] for one in event.citations.all()],
    }


def facts_in_words(told: Told) -> list[tuple[str, str]]:
    """What is said about a statement, a line each, in the active language; nothing of what is not known."""
    words = {
        "by": _("Taken by"),
        "where": _("Place"),
        "language": _("Language"),
        "interpreter": _("Interpreter"),
    }
    return [(word, str(told[name])) for name, word in words.items() if told.get(name)]


def messages_in_words(told: Told) -> list[tuple[str, str]]:
    """What is said about cited messages, a line each, in the active language; nothing where no messages are cited."""
    if not told.get("messages"):
        return []
    sha256, place, member, member_sha256, order, reason, zone, why, by, former = (
        str(told.get(name, "")) for name in CITED
    )
    zoned = f"{{}} ({zone})".format if zone else str
    lines = [
        (_("Message %s") % n, ", ".join(filter(None, (who, zoned(local) if local else "", utc and f"UTC {utc}"))))
        for n, who, local, utc in told["messages"]
    ]
    lines.append((_("SHA-256 of the exhibit"), sha256))
    lines += [(_("File inside the archive"), member), (_("SHA-256 of that file"), member_sha256)] if member else []
    lines.append((_("Bytes"), place))
    decided = ": ".join(
        filter(None, (_order_in_words(order), reason_in_words(reason), why if reason == "stated" else ""))
    )
    lines.append((_("How dates were decided"), decided))
    stated = ": ".join(filter(None, (zone, why))) if zone else _("not known: times are as written")
    lines.append((_("Time zone"), stated))
    lines += [(_("Stated by"), by)] if by else []
    return [*lines, (_("Carried from a reading that was taken back"), former)] if former else lines


def _order_in_words(order: str) -> str:
    return str(DateOrder(order).label) if order in DateOrder.values else _("as the format has them")


def about_in_words(told: Told, names: Mapping[int, str]) -> list[str]:
    """Place, movement and persons of an event, in the active language; `names` as the case may show them."""
    if not told:
        return []
    place, place_code, *ends, means = (str(told.get(name, "")) for name in PLACES)
    persons = ", ".join(names[number] for number in told.get("persons", ()) if number in names)
    means = means if means in Means.values else ""  # of an item that an earlier release took in from an archive
    said = (place_said(place, place_code), movement_said(*ends, means).replace("→", "–"), persons)
    return [part for part in said if part]


def sources_in_words(told: Told) -> list[str]:
    """From what an event is known, such as "E-003, page 2"."""
    return [", ".join(part for part in pair if part) for pair in told.get("cited", ())]


def is_told(value: object) -> bool:
    """Whether this is of the form that is kept here: an archive may have been written by anybody."""
    return isinstance(value, dict) and all(_fits(name, one) for name, one in value.items())


def _fits(name: object, value: object) -> bool:
    match name:
        case "persons":
            return _is_list(value) and all(type(one) is int for one in value)
        case "cited":
            return _is_list(value) and all(_is_list(pair, 2) and all(map(_is_short, pair)) for pair in value)
        case "messages":
            return _is_list(value) and all(_is_list(each, 4) and _is_message(each) for each in value)
        case "means":
            return isinstance(value, str) and value in {"", *Means.values}
        case _:
            return name in TEXTS and _is_short(value)


def _is_list(value: object, most: int = MOST) -> bool:
    return isinstance(value, list) and len(value) <= most


def _is_message(told: list[object]) -> bool:
    return len(told) == 4 and type(told[0]) is int and all(map(_is_short, told[1:]))  # noqa: PLR2004 - n, who, when twice


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST
