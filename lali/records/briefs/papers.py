"""The paper a brief becomes: every schedule, in the language of the brief, with what is covered already gone."""

import re
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lali.engines.documents import (
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Facts,
    Heading,
    Kind,
    Paragraph,
    Picture,
    Quote,
    Ref,
    Row,
    Section,
    Table,
    Words,
    cover,
    kind_of,
)
from lali.records.briefs.material import undecided_in
from lali.records.briefs.models import Brief, Item, KeptFile, Redaction
from lali.records.briefs.names import Hidden, Shield, shield_of
from lali.records.briefs.storage import bytes_of, pieces_of_original, start_of_original
from lali.records.briefs.vocabulary import BriefKind, CoverReason, Decision, ItemKind
from lali.records.cases.queries import persons_of
from lali.records.chronology.queries import Entry, chronology
from lali.records.elements.queries import ElementOnBoard, OffenceOnBoard, elements_table
from lali.records.elements.vocabulary import OffenceState
from lali.records.evidence.models import Exhibit

PICTURE_SHOWN = 4 * 1024 * 1024  # bytes of a covered picture that still stands on its exhibit's page
MARKS = string.punctuation + string.whitespace + "“”‘’«»…–—"  # around covered words; the words are looked for
EXTENSIONS = {Kind.PICTURE: "png", Kind.PDF: "pdf", Kind.TEXT: "txt"}
COMMON = re.compile(  # endings that a prosecutor's machine opens in a viewer; any other file goes as .bin
    "jpe?g|png|gif|webp|bmp|tiff?|heic|pdf|txt|csv|json|eml|mbox|mp3|m4a|wav|ogg|opus|aac|mp4|mov|avi|mkv|webm|3gp|"
    "docx?|xlsx?|pptx?|od[tsp]|rtf|zip|gz|7z"
)


def paper_of(brief: Brief, *, draft: bool = False) -> Document:
    """The whole document of a brief that was opened through the door. `draft` says so on every page."""
    with translation.override(brief.language):
        paper = _Paper(brief, draft=draft)
        return shield_of(brief).also(paper.hidden()).document(paper.document())


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
    covers = [Cover(one.start, one.end, _said(one)) for one in item.redactions.all() if not one.page]
    return cover(text_of(item), covers)


def _hidden_in(item: Item) -> list[Hidden]:
    """What is covered in the words of an item, to be found wherever the paper says it again."""
    places = [one for one in item.redactions.all() if not one.page]
    text = text_of(item) if places else ""
    found = [Hidden(_said(one), (text[one.start : one.end].strip(MARKS),)) for one in places]
    return list(dict.fromkeys(one for one in found if one.spellings[0]))


def _said(redaction: Redaction) -> str:
    return str(CoverReason(redaction.reason).label)


def writer_words() -> Words:
    """What the writers of documents say themselves, in the active language."""
    return Words(
        contents=_("Contents"),
        page=_("Page"),
        page_of=_("Page {page} of {pages}"),
        see=_("see"),
        former=_("Back"),
        later=_("Next"),
        not_shown=_("Characters that the font of this PDF lacks stand as their Unicode number, such as [U+1F600]."),
    )


@dataclass(frozen=True, slots=True)
class _Numbered:
    """An item with how the paper writes it and where it stands."""

    item: Item
    ref: str
    anchor: str
    shield: Shield  # of what is covered in this item and in what it is a passage of

    @property
    def title(self) -> str:
        """What it is called."""
        return self.shield.text(_title(self.item))

    @property
    def reason(self) -> str:
        """Why it is left out."""
        return self.shield.text(self.item.reason)

    @property
    def citation(self) -> str:
        """Where it is from."""
        return self.shield.text(self.item.citation)


ShieldOf = Callable[..., Shield]  # of the sources that are named


class _Paper:
    def __init__(self, brief: Brief, *, draft: bool) -> None:
        self.brief = brief
        self.draft = draft
        items = brief.items.select_related("exhibit__sealed_by", "copy").prefetch_related("redactions")
        items = list(items)
        for item in items:
            if item.exhibit:
                item.exhibit.case = brief.case
        self.hidden_in = {item.source: _hidden_in(item) for item in items}
        self.items = [
            _Numbered(item, _ref(item, place), f"item-{item.pk}", self._shield(item.source, _cited_in(item)))
            for place, item in enumerate(items, 1)
        ]

    def hidden(self) -> list[Hidden]:
        """Covered words of any item that are covered in the whole paper: two or more.

        A single word that was covered by its number stands innocently in many places; it goes from all that is said
        of its own item.
        """
        return [one for each in self.hidden_in.values() for one in each if len(one.spellings[0].split()) > 1]

    def _shield(self, *sources: str) -> Shield:
        return Shield(()).also(one for source in sources for one in self.hidden_in.get(source, ()))

    def document(self) -> Document:
        """Everything, in the active language."""
        brief = self.brief
        return Document(
            language=brief.language,
            kind=str(brief.get_kind_display()),
            number=brief.full_ref,
            title=brief.title,
            classification=self._classification(),
            made_at=brief.ready_at or brief.begun_at,
            facts=self._facts(),
            notice=self._notice(),
            signing=(_("Approved by (name, signature, date)"), _("Received by (name, signature, date)")),
            issuer=brief.case.agency.name,
            words=writer_words(),
            sections=[section for section in self._sections() if section],
        )

    def _classification(self) -> str:
        line = self.brief.classification or _("CONFIDENTIAL")
        return f"{_('DRAFT')} · {line}" if self.draft else line

    def _facts(self) -> list[tuple[str, str]]:
        brief = self.brief
        facts = [
            (_("Case"), brief.case.ref),
            (_("Brief"), brief.ref),
            (_("Agency"), brief.case.agency.name),
            (_("Prepared by"), (brief.ready_by or brief.begun_by).name),
            (_("Put up on"), _moment(brief.ready_at) if brief.ready_at else "–"),
        ]
        if brief.replaces:
            facts.append((_("Replaces"), brief.replaces.ref))
        return facts

    def _notice(self) -> str:
        return _(
            "Possible victims stand under a code name. What is covered was removed, not hidden; the last list says "
            "where and why. This paper counts only with the signed manifest of its folder."
        )

    def _sections(self) -> Iterator[Section | None]:
        yield self._summary()
        yield self._index()
        yield self._witnesses()
        if self.brief.kind == BriefKind.EVIDENCE:
            yield self._elements()
        yield self._chronology()
        yield from self._parts()
        yield self._left_out(_("Schedule of material withheld"), "withheld", Decision.WITHHELD)
        yield self._unused(sensitive=False)
        if self.brief.kind == BriefKind.EVIDENCE:  # the defence learns nothing of it, not even that there is any
            yield self._unused(sensitive=True)
        yield self._covered()

    # -- the schedules -------------------------------------------------------------------------------------------------

    def _summary(self) -> Section | None:
        if not self.brief.summary.strip():
            return None
        paragraphs = [Paragraph(part.strip()) for part in self.brief.summary.split("\n\n") if part.strip()]
        return Section(_("Summary of facts"), "summary", paragraphs)

    def _included(self, *kinds: ItemKind) -> list[_Numbered]:
        return [one for one in self.items if one.item.decision == Decision.INCLUDED and one.item.kind in kinds]

    def _index(self) -> Section:
        rows = [
            Row([one.ref, one.title, _how_it_is_here(one.item), Ref(one.anchor)]) for one in self._included(*ItemKind)
        ]
        columns = [Column(_("Number")), Column(_("What it is"), 4), Column(_("As")), _page_column()]
        return Section(_("Index"), "index", [Table(columns, rows, _("Nothing is included."))])

    def _witnesses(self) -> Section:
        released = {release.person_id: release for release in self.brief.releases.select_related("person")}
        rows = []
        for shown in persons_of(self.brief.case):
            roles = ", ".join(dict.fromkeys(str(place.get_role_display()) for place in shown.places if not place.until))
            release = next((released[number] for number in shown.records if number in released), None)
            name = release.person.opened_name() if release else shown.name
            rows.append(
                Row([name or shown.name, roles or "–", _("code name") if shown.is_code_name and not release else ""])
            )
        blocks: list[Block] = [Table([Column(_("Person"), 3), Column(_("Role"), 3), Column("", 2)], rows, _("Nobody."))]
        if self.brief.witness_note.strip():
            blocks.append(Paragraph(self.brief.witness_note.strip()))
        return Section(_("Persons"), "persons", blocks)

    def _elements(self) -> Section | None:
        """The board, for the prosecutor: what each element rests on, and what is missing."""
        offences = [one for one in elements_table(self.brief.case) if one.state != OffenceState.DROPPED]
        if not offences:
            return None
        places = {one.item.source: one.anchor for one in self._included(*ItemKind)}
        blocks: list[Block] = []
        for offence in offences:
            blocks += _offence_blocks(offence, places, self._shield)
        return Section(_("Elements of the offences"), "elements", blocks)

    def _chronology(self) -> Section:
        events = [one for one in self._included(ItemKind.EVENT) if one.item.at]
        known = {f"event:{entry.number}": entry for entry in chronology(self.brief.case)} if events else {}
        rows = [
            Row(_event_cells(one, known.get(one.item.source)), one.anchor)
            for one in sorted(events, key=lambda each: each.item.at)
        ]
        columns = [Column(_("When"), 2), Column(_("What happened"), 5), Column(_("Source"), 2)]
        return Section(_("Chronology"), "chronology", [Table(columns, rows, _("No event is included."))])

    def _parts(self) -> Iterator[Section]:
        exhibits = self._included(ItemKind.EXHIBIT)
        if exhibits:
            yield Section(_("Exhibits"), "exhibits", [block for one in exhibits for block in _exhibit_blocks(one)])
        for title, anchor, kinds in (
            (_("Statements"), "statements", (ItemKind.STATEMENT,)),
            (_("Passages and messages"), "passages", (ItemKind.PASSAGE,)),
            (_("Texts"), "texts", (ItemKind.TEXT,)),
        ):
            found = self._included(*kinds)
            if found:
                yield Section(title, anchor, [_quote(one) for one in found])

    def _left_out(self, title: str, anchor: str, decision: Decision) -> Section:
        rows = [Row([one.ref, one.title, one.reason]) for one in self.items if one.item.decision == decision]
        columns = [Column(_("Number")), Column(_("What it is"), 3), Column(_("Why"), 3)]
        return Section(title, anchor, [Table(columns, rows, _("None."))])

    def _unused(self, *, sensitive: bool) -> Section:
        title = _("Schedule of sensitive unused material") if sensitive else _("Schedule of unused material")
        rows = [
            Row([one.ref, one.title, one.reason])
            for one in self.items
            if one.item.decision == Decision.UNUSED and one.item.sensitive == sensitive
        ]
        columns = [Column(_("Number")), Column(_("What it is"), 3), Column(_("Why it is not used"), 3)]
        blocks: list[Block] = [Table(columns, rows, _("None."))]
        if sensitive:
            blocks.insert(0, Paragraph(_("For the prosecutor only: never disclose this list."), "strong"))
        elif self.brief.kind == BriefKind.EVIDENCE and (left := undecided_in(self.brief)):
            said = ngettext(
                "%(n)d exhibit of the case is not in this brief: %(refs)s.",
                "%(n)d exhibits of the case are not in this brief: %(refs)s.",
                len(left),
            )
            blocks.append(Paragraph(said % {"n": len(left), "refs": ", ".join(one.source for one in left)}, "note"))
        return Section(title, "sensitive" if sensitive else "unused", blocks)

    def _covered(self) -> Section:
        rows = []
        for one in self._included(*ItemKind):
            counted: dict[tuple[str, str], int] = {}
            for redaction in one.item.redactions.all():
                where = _("page %d") % redaction.page if redaction.page else _("words")
                key = (where, _said(redaction))
                counted[key] = counted.get(key, 0) + 1
            rows += [Row([one.ref, where, str(count), why]) for (where, why), count in counted.items()]
        columns = [
            Column(_("Number")),
            Column(_("Where"), 2),
            Column(_("How many"), 1, is_number=True),
            Column(_("Why"), 3),
        ]
        names = Paragraph(
            _("Names of possible victims are covered wherever they stand, with the code name beside the block."), "note"
        )
        blocks: list[Block] = [Table(columns, rows, _("Nothing else is covered.")), names]
        if self.brief.phrases.exists():
            said = _("Words that are covered everywhere are covered in titles, summary and lists, too.")
            blocks.append(Paragraph(said, "note"))
        return Section(_("List of what is covered"), "covered", blocks)


# -- single items ------------------------------------------------------------------------------------------------------


def _ref(item: Item, place: int) -> str:
    return f"{_('Event')} {place}" if item.kind == ItemKind.EVENT else item.source


def _cited_in(item: Item) -> str:
    """The source that a passage is of; nothing for what is none."""
    return item.citation.partition(",")[0] if item.kind == ItemKind.PASSAGE else ""


def _title(item: Item) -> str:
    if item.exhibit:
        return item.exhibit.title or item.title
    return item.title or (_moment(item.at) if item.at else "")


def _page_column() -> Column:
    return Column(_("Page"), 1, is_number=True)


def _how_it_is_here(item: Item) -> str:
    if item.kind != ItemKind.EXHIBIT:
        return _("covered in part") if item.redactions.all() else _("whole")
    return _("copy, covered in part") if needs_copy(item) else _("original")


def _exhibit_blocks(one: _Numbered) -> Iterator[Block]:
    exhibit = one.item.exhibit
    yield Heading(f"{one.ref} {one.title}".strip(), one.anchor)
    facts = [
        (_("File in the folder"), f"exhibits/{file_name_of(one.item)}"),
        (_("Acquired"), _moment(exhibit.acquired_at) if exhibit.acquired_at else "–"),
        (_("By"), exhibit.acquired_by or "–"),
        (_("Where"), exhibit.acquired_where or "–"),
        (_("How"), exhibit.acquired_how or "–"),
        (_("Tool and version"), exhibit.tool or "–"),
        (_("Sealed"), f"{_moment(exhibit.sealed_at)}, {exhibit.sealed_by.name}"),
        (_("Size in bytes"), str(exhibit.size)),
        (_("SHA-256 of the original"), exhibit.sha256),
    ]
    if one.item.copy:
        facts.append((_("SHA-256 of the covered copy"), one.item.copy.sha256))
    yield Facts(facts)
    yield from _shown_copy(one)


def _shown_copy(one: _Numbered) -> Iterator[Block]:
    copy: KeptFile | None = one.item.copy
    if copy and copy.name.endswith(".png") and copy.size <= PICTURE_SHOWN:
        yield Picture(bytes_of(copy), alt=one.title, caption=_("The copy, covered in part"))


def _event_cells(one: _Numbered, entry: Entry | None) -> list[str]:
    """When, what, from where. An event that was removed since stands as it was chosen."""
    if entry is None:
        return [_moment(one.item.at), covered_text(one.item), one.citation]
    about = [part for part in (entry.place, entry.movement.replace("→", "–"), ", ".join(entry.persons)) if part]
    what = "\n".join([covered_text(one.item), *([one.shield.text(" · ".join(about))] if about else [])])
    sources = "; ".join(dict.fromkeys([*entry.citations, *filter(None, [entry.known_from])]))
    return [entry.when, what, one.shield.text(sources)]


def _offence_blocks(offence: OffenceOnBoard, places: Mapping[str, str], shield: ShieldOf) -> Iterator[Block]:
    yield Heading(f"{offence.ref} {offence.title}")
    facts: list[tuple[str, Cell]] = [
        (_("Law"), ", ".join(part for part in (offence.act, offence.section) if part)),
        (_("State"), offence.state_words),
        (_("Suspected"), ", ".join(one.name for one in offence.suspected) or "–"),
        (_("Harmed"), ", ".join(one.name for one in offence.harmed) or "–"),
    ]
    yield Facts(facts)
    columns = [Column(_("Element"), 4), Column(_("State"), 2), Column(_("Rests on"), 5), _page_column()]
    yield Table(columns, [row for element in offence.elements for row in _element_rows(element, places, shield)])


STANDS_IN_A_BRIEF = {"exhibit", "statement", "passage", "event"}  # kinds of proof about which a brief decides


def _element_rows(element: ElementOnBoard, places: Mapping[str, str], shield: ShieldOf) -> Iterator[Row]:
    cites = [(cite, "") for cite in element.supports]
    cites += [(cite, _("Against:")) for cite in element.contradicts]
    head = [f"{element.family_words}: {element.words}", str(element.state_words)]
    if not cites:
        yield Row([*head, element.why or _("nothing yet"), ""])
    for cite, way in cites:
        source = f"event:{cite.number}" if cite.kind == "event" else cite.ref
        anchor = places.get(source)
        # What does not go in is named, never quoted: it may be withheld for somebody's safety.
        told = (cite.locator, cite.quote, cite.note) if anchor or cite.kind not in STANDS_IN_A_BRIEF else ()
        said = " ".join(part for part in (way, cite.ref, *told) if part)
        yield Row([*head, shield(source, cite.source_ref).text(said), Ref(anchor) if anchor else "–"])
        head = ["", ""]


def _quote(one: _Numbered) -> Block:
    return Quote(
        covered_text(one.item),
        head=f"{one.ref} {one.title}".strip(),
        source=one.citation,
        anchor=one.anchor,
    )


def _moment(at: object) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local, _('j M Y, H:i'))} ({local:%Z})"
