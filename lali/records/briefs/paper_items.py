"""Single items as the paper says them: one line of a list, or their own place with facts and words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lali.engines.documents import Block, Column, Facts, Heading, Picture, Quote, Ref, Row
from lali.records.briefs.covered import covered_text, file_name_of, needs_copy
from lali.records.briefs.models import Item, KeptFile
from lali.records.briefs.names import Shield
from lali.records.briefs.storage import bytes_of
from lali.records.briefs.told import about_in_words, facts_in_words, messages_in_words, sources_in_words
from lali.records.briefs.vocabulary import ItemKind
from lali.records.chronology.when import When, exact, in_words
from lali.records.evidence.models import Exhibit

PICTURE_SHOWN = 4 * 1024 * 1024  # bytes of a covered picture that still stands on its exhibit's page
EXCERPT = 90  # letters of an event's words in the index


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item with how the paper writes it and where it stands."""

    item: Item
    ref: str
    anchor: str
    shield: Shield  # of what is covered in this item and in what it is a passage of

    @property
    def title(self) -> str:
        """What it is called; never words of what may have been left out."""
        return self.shield.text(_title(self.item))

    @property
    def reason(self) -> str:
        """Why it is left out."""
        return self.shield.text(self.item.reason)

    @property
    def citation(self) -> str:
        """Where it is from."""
        return self.shield.text(self.item.citation)


def in_order_of_time(items: Iterable[Item]) -> list[Item]:
    """Events: earlier first; where two begin alike, what is known more exactly."""
    return sorted((one for one in items if one.when), key=lambda one: (*one.when.sort_key, one.place, one.pk))


def refs_of(items: Iterable[Item]) -> dict[str, str]:
    """How the paper writes each item: by its number in the case; events, which have none there, as Event 1, 2, 3."""
    items = list(items)
    events = in_order_of_time(one for one in items if one.kind == ItemKind.EVENT)
    event = _("Event")
    said = {one.source: f"{event} {number}" for number, one in enumerate(events, 1)}
    return {one.source: said.get(one.source, one.source) for one in items}


def cited_in(item: Item) -> str:
    """The source that a passage is of; nothing for what is none."""
    return item.citation.partition(",")[0] if item.kind == ItemKind.PASSAGE else ""


def moment(at: object) -> str:
    """A moment in the zone of this node, which is said."""
    return in_words(exact(at, timezone.get_default_timezone_name()))


def said(when: When | None) -> str:
    """A moment as exactly as it is known."""
    return in_words(when) if when else ""


def _title(item: Item) -> str:
    when = said(item.when)
    match item.kind:
        case ItemKind.EXHIBIT:
            if item.exhibit.restricted_at:
                return _("%(what)s, %(size)d bytes, SHA-256 %(digest)s") % {
                    "what": item.exhibit.called,
                    "size": item.exhibit.size,
                    "digest": item.exhibit.sha256,
                }
            return item.exhibit.title or item.title
        case ItemKind.STATEMENT:
            of_whom = _("Statement of %s") % item.title if item.title else _("Statement")
            return f"{of_whom}, {when}" if when else of_whom
        case ItemKind.PASSAGE:
            return _("Passage of %s") % item.citation if item.citation else _("Passage")
        case ItemKind.TEXT:
            return _("Text of a tip that came in on %s") % when if when else _("Text of a tip")
        case _:
            return item.title or when


def page_column() -> Column:
    """The last column of a list: on which page it stands."""
    return Column(_("Page"), 1, is_number=True)


def index_row(one: Numbered, shield: Shield) -> Row:
    """A line of the index: number, what it is, as what it goes in, on which page.

    `shield` is the paper's: what is cut short is covered first, for half a name would be found no more.
    """
    words = " ".join(shield.text(covered_text(one.item)).split()) if one.item.kind == ItemKind.EVENT else ""
    excerpt = f"{words[:EXCERPT].rstrip()}…" if len(words) > EXCERPT else words
    what = _("%(when)s: %(what)s") % {"when": one.title, "what": excerpt} if excerpt else one.title
    return Row([one.ref, what, _how_it_is_here(one.item), Ref(one.anchor)])


def _how_it_is_here(item: Item) -> str:
    if item.kind != ItemKind.EXHIBIT:
        return _("covered in part") if item.redactions.all() else _("whole")
    return _("copy, covered in part") if needs_copy(item) else _("original")


def _how_it_came_about(exhibit: Exhibit, *, names_others: bool) -> Iterator[tuple[str, str]]:
    """What else was written down of an exhibit; in a bundle with numbers of its own no other exhibit is named."""
    if exhibit.is_physical:
        yield _("Kind"), _("a physical thing; the file is the sheet on which it was taken in")
    names = ("description", "taken_from", "device", "device_serial", "state_found", "seals_found", "write_protection")
    for name in names:
        if value := getattr(exhibit, name):
            words = str(exhibit._meta.get_field(name).verbose_name)  # noqa: SLF001 - how Django tells a field's words
            yield words[:1].upper() + words[1:], value
    if exhibit.stated_digest:
        outcome = {True: _("the same as ours"), False: _("differs from ours"), None: _("not compared yet")}
        stated = f"{exhibit.get_stated_kind_display()} {exhibit.stated_digest}: {outcome[exhibit.stated_same]}"
        yield _("Digest that the giver stated"), stated
    if exhibit.parent_id:
        parent = exhibit.parent.ref if names_others else ""
        yield _("Made from"), "; ".join(filter(None, (parent, str(exhibit.get_made_how_display()), exhibit.made_with)))


def exhibit_blocks(one: Numbered) -> Iterator[Block]:
    """An exhibit: where its file stands, how it was come by, its digests."""
    exhibit = one.item.exhibit
    yield Heading(f"{one.ref} {one.title}".strip(), one.anchor)
    facts = [
        *([(_("Number in the chain of custody"), exhibit.ref)] if one.ref != exhibit.ref else []),
        (_("File in the folder"), f"exhibits/{file_name_of(one.item)}"),
        (_("Acquired"), moment(exhibit.acquired_at) if exhibit.acquired_at else "–"),
        (pgettext("acquired by whom", "By"), exhibit.acquired_by or "–"),
        (_("Where"), exhibit.acquired_where or "–"),
        (_("How"), exhibit.acquired_how or "–"),
        (_("Tool and version"), exhibit.tool or "–"),
        *_how_it_came_about(exhibit, names_others=one.ref == exhibit.ref),
        (_("Sealed"), f"{moment(exhibit.sealed_at)}, {exhibit.sealed_by.name}"),
        (_("Size in bytes"), str(exhibit.size)),
        (_("SHA-256 of the original"), exhibit.sha256),
    ]
    if one.item.copy:
        facts.append((_("SHA-256 of the covered copy"), one.item.copy.sha256))
    yield Facts(facts)
    yield from _shown_copy(one)


def _shown_copy(one: Numbered) -> Iterator[Block]:
    copy: KeptFile | None = one.item.copy
    if copy and copy.name.endswith(".png") and copy.size <= PICTURE_SHOWN:
        yield Picture(bytes_of(copy), alt=one.title, caption=_("The copy, covered in part"))


def event_row(one: Numbered, names: Mapping[int, str]) -> Row:
    """When, what, from where: as it stood when it was chosen, whatever became of it since."""
    item = one.item
    about = about_in_words(item.told, names)
    what = "\n".join([covered_text(item), *([one.shield.text(" · ".join(about))] if about else [])])
    sources = "; ".join(dict.fromkeys([*sources_in_words(item.told), *filter(None, [item.citation])]))
    return Row([one.ref, said(item.when), what, one.shield.text(sources) or "–"], one.anchor)


def statement_blocks(one: Numbered) -> Iterator[Block]:
    """A statement: of whom, who took it, when and where, in which language, and its words."""
    item = one.item
    yield Heading(one.shield.text(f"{one.ref} {item.title}".strip()), one.anchor)
    facts = [(_("Taken on"), said(item.when))] if item.when else []
    yield Facts([(word, one.shield.text(value)) for word, value in [*facts, *facts_in_words(item.told)]])
    yield Quote(covered_text(item), source=one.citation)


def quoted(one: Numbered) -> Iterator[Block]:
    """A passage or the text of a tip: what it is, and its words; of messages also who, when, where, how it is known."""
    yield Quote(covered_text(one.item), head=f"{one.ref} · {one.title}".strip(" ·"), anchor=one.anchor)
    if facts := messages_in_words(one.item.told):
        yield Facts([(word, one.shield.text(value)) for word, value in facts])
