"""The paper a brief becomes: every schedule, in the language of the brief, with what is covered already gone."""

from collections.abc import Iterator
from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext as _

from lali.engines.documents import (
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    places_of,
    texts_of_section,
)
from lali.records.briefs.covered import hidden_in, said_of
from lali.records.briefs.material import named, undecided_in
from lali.records.briefs.models import Brief
from lali.records.briefs.names import Hidden, Shield, shield_of
from lali.records.briefs.paper_items import (
    Numbered,
    cited_in,
    event_row,
    exhibit_blocks,
    in_order_of_time,
    index_row,
    moment,
    quoted,
    refs_of,
    statement_blocks,
)
from lali.records.briefs.paper_offences import ShieldOf, offence_blocks
from lali.records.briefs.restricted import without_restricted
from lali.records.briefs.sensitive import cite_by, hidden_numbers, own_numbers, told_in, untold_in
from lali.records.briefs.vocabulary import BriefKind, Decision, ItemKind
from lali.records.cases.queries import names_of, persons_of
from lali.records.elements.queries import OffenceOnBoard, elements_table
from lali.records.elements.vocabulary import OffenceState


def paper_of(brief: Brief, *, draft: bool = False) -> Document:
    """The whole document of a brief that was opened through the door. `draft` says so on every page."""
    with translation.override(brief.language):
        paper = _Paper(brief, draft=draft)
        return paper.shield.document(paper.document())


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


class _Paper:
    def __init__(self, brief: Brief, *, draft: bool) -> None:
        self.brief = brief
        self.draft = draft
        items = brief.items.select_related("exhibit__sealed_by", "exhibit__parent", "copy").prefetch_related(
            "redactions"
        )
        items = list(items)
        for item in items:
            if item.exhibit:
                item.exhibit.case = brief.case
        self.hidden_in = {item.source: hidden_in(item) for item in items}
        sources = {item.source: cited_in(item) for item in items}
        items = without_restricted(brief.case, items)
        untold = untold_in(brief, items)
        told = told_in(brief, items)
        refs = refs_of(told)
        if brief.kind == BriefKind.DISCLOSURE:
            refs = own_numbers(brief, told, refs)
            cite_by(refs, told)
        self.items = [
            Numbered(item, refs[item.source], f"item-{number}", self._shield(item.source, sources[item.source]))
            for number, item in enumerate(told, 1)
        ]
        self.shield = shield_of(brief).also([*self.hidden(), *hidden_numbers(untold, items)])

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
        return _("DRAFT") + f" · {line}" if self.draft else line

    def _facts(self) -> list[tuple[str, str]]:
        brief = self.brief
        facts = [
            (_("Case"), brief.case.ref),
            (_("Brief"), brief.ref),
            (_("Agency"), brief.case.agency.name),
            (_("Prepared by"), (brief.ready_by or brief.begun_by).name),
        ]
        if brief.ready_at:
            facts.append((_("Handed to a second person on"), moment(brief.ready_at)))
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

    def _included(self, *kinds: ItemKind) -> list[Numbered]:
        return [one for one in self.items if one.item.decision == Decision.INCLUDED and one.item.kind in kinds]

    def _index(self) -> Section:
        rows = [index_row(one, self.shield) for one in self._included(*ItemKind)]
        columns = [
            Column(_("Number"), 2),
            Column(_("What it is"), 7),
            Column(_("As"), 2),
            Column(_("Page"), 1, is_number=True),
        ]
        return Section(_("Index"), "index", [Table(columns, rows, _("Nothing is included."))])

    def _witnesses(self) -> Section:
        released = {release.person_id: release for release in self.brief.releases.select_related("person")}
        rows = []
        for shown in persons_of(self.brief.case):
            roles = ", ".join(dict.fromkeys(str(place.get_role_display()) for place in shown.places if not place.until))
            release = next((released[number] for number in shown.records if number in released), None)
            name = release.person.opened_name() if release else shown.name
            under = _("code name") if shown.is_code_name and not release else _("name")
            rows.append(Row([name or shown.name, under, roles or "–"]))
        columns = [Column(_("Person"), 3), Column(_("Shown by"), 2), Column(_("Role"), 3)]
        blocks: list[Block] = [Table(columns, rows, _("Nobody."))]
        if self.brief.witness_note.strip():
            blocks.append(Paragraph(self.brief.witness_note.strip()))
        return Section(_("Persons"), "persons", blocks)

    def _elements(self) -> Section | None:
        """The board, for the prosecutor: what each element rests on, and what is missing."""
        return self._elements_under(self._shield)

    def _elements_under(self, shield: ShieldOf) -> Section | None:
        if not self._offences:
            return None
        decided = {one.item.source: one for one in self.items}
        blocks: list[Block] = []
        for offence in self._offences:
            blocks += offence_blocks(offence, decided, shield)
        return Section(_("Elements of the offences"), "elements", blocks)

    @cached_property
    def _offences(self) -> list[OffenceOnBoard]:
        return [one for one in elements_table(self.brief.case) if one.state != OffenceState.DROPPED]

    def _chronology(self) -> Section:
        included = {one.item.pk: one for one in self._included(ItemKind.EVENT)}
        events = in_order_of_time(one.item for one in included.values())
        names = names_of(self.brief.case) if events else {}
        rows = [event_row(included[item.pk], names) for item in events]
        columns = [
            Column(_("Number"), 5),
            Column(_("When"), 7),
            Column(_("What happened"), 14),
            Column(_("Source"), 6),
        ]
        return Section(_("Chronology"), "chronology", [Table(columns, rows, _("No event is included."))])

    def _parts(self) -> Iterator[Section]:
        for title, anchor, kind, blocks_of in (
            (_("Exhibits"), "exhibits", ItemKind.EXHIBIT, exhibit_blocks),
            (_("Statements"), "statements", ItemKind.STATEMENT, statement_blocks),
            (_("Passages and messages"), "passages", ItemKind.PASSAGE, quoted),
            (_("Texts of tips"), "texts", ItemKind.TEXT, quoted),
        ):
            if found := self._included(kind):
                yield Section(title, anchor, [block for one in found for block in blocks_of(one)])

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
            blocks.append(Paragraph(_("Not looked at for this brief: %s.") % named(left), "note"))
        return Section(title, "sensitive" if sensitive else "unused", blocks)

    def _covered_in_own_words(self) -> Iterator[Row]:
        """Where words are covered that stand in no item: in the summary, among persons, on the board."""
        phrases = [Hidden(str(one.get_reason_display()), (one.words,)) for one in self.brief.phrases.all()]
        hidden = Shield(()).also([*phrases, *self.hidden()]).hidden
        sections = [self._summary(), self._witnesses()]
        if self.brief.kind == BriefKind.EVIDENCE:
            sections.append(self._elements_under(lambda *_sources: Shield(())))
        for section in filter(None, sections):
            for one in hidden:
                count = sum(len(set(places_of(one.spellings, text))) for text in texts_of_section(section))
                if count:
                    yield Row(["–", section.title, str(count), one.said])

    def _covered(self) -> Section:
        rows = list(self._covered_in_own_words())
        for one in self._included(*ItemKind):
            counted: dict[tuple[str, str], int] = {}
            for redaction in one.item.redactions.all():
                where = _("page %d") % redaction.page if redaction.page else _("words")
                key = (where, said_of(redaction))
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
