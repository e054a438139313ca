"""What translators and reviewers see: how far each page is, its lines, and what a file would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from lali.engines.flows import FLOWS, Node, fits, flow, segments, sms
from lali.engines.wording import (
    LONGEST_SENTENCE,
    Entry,
    Fault,
    Sheet,
    Term,
    faults,
    grade,
    long_sentences,
    missed_terms,
    tidied,
)
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.wording.access import (
    mark_of,
    recording_for,
    require_language,
    require_page,
    said,
    string_for,
    words_now,
)
from lali.records.wording.models import Recording, Wording
from lali.records.wording.pages import PAGES, Page, page_of
from lali.records.wording.shipped import on_page, shipped, strings
from lali.records.wording.vocabulary import LANGUAGES, NAMES, SHIP_AS_DRAFTS, State, forms_of

MOST_EARLIER = 20
MOST_CHANGES = 2_000


@dataclass(frozen=True, slots=True)
class Share:
    """How far one page is in one language."""

    language: str
    page: Page | None
    total: int
    said: int
    signed: int
    changed_at: datetime | None = None

    @property
    def said_share(self) -> int:
        """Hundredths that are translated; never 100 while a line is missing."""
        return self.said * 100 // (self.total or 1)

    @property
    def signed_share(self) -> int:
        """Hundredths that are signed."""
        return self.signed * 100 // (self.total or 1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All pages in one language, and the language as a whole."""

    language: str
    name: str
    pages: list[Share]
    whole: Share


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person may want to look at; none of it stops anybody."""

    terms: Sequence[Term] = ()
    long: Sequence[str] = ()
    messages: int = 0  # the text messages that a step of a conversation would take, where that is too many


@dataclass(frozen=True, slots=True)
class Line:
    """One string in one language: what stands, what is shown, and who wrote and signed it."""

    entry: Entry
    language: str
    texts: tuple[str, ...]
    state: State
    row: Wording | None
    french: tuple[str, ...]
    hints: Hints
    shown: tuple[str, ...] = ()  # what the public reads, where it is other words

    @property
    def key(self) -> str:
        """What the string is known by."""
        return self.entry.key

    @property
    def mark(self) -> str:
        """What stands for the words that are seen here."""
        return mark_of(self.texts)

    @property
    def page(self) -> str:
        """Code of the page the string stands on."""
        return page_of(self.entry.places)

    @property
    def forms(self) -> list[tuple[str, str]]:
        """Each form to be translated: its English and its words."""
        source, count = self.entry.source, forms_of(self.language) if len(self.entry.source) > 1 else 1
        english = source if count > 1 else source[-1:]
        texts = self.texts or ("",) * count
        return [(english[min(form, len(english) - 1)], texts[form]) for form in range(count)]


@dataclass(frozen=True, slots=True)
class Change:
    """What a file would change in one line; or why it cannot."""

    entry: Entry
    before: tuple[str, ...]
    after: tuple[str, ...]
    was_signed: bool
    faults: Sequence[Fault] = ()

    @property
    def mark(self) -> str:
        """What stands for the words that are there now."""
        return mark_of(self.before)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would do."""

    changes: Sequence[Change]
    faulty: Sequence[Change]
    same: int
    unknown: int  # lines that the site has not, or not any more in these English words
    unsure: int  # lines that the file itself calls unsure
    wrong_language: str = ""


def coverage(member: Member) -> list[Coverage]:
    """How far every page is in every language."""
    require_language(member, LANGUAGES[0])
    rows = Wording.objects.newest().only("language", "key", "signed_by", "signed_at", "written_at")
    known = {(row.language, row.key): row for row in rows}
    return [_coverage(language, known) for language in LANGUAGES]


def _coverage(language: str, known: Mapping[tuple[str, str], Wording]) -> Coverage:
    shares = [share for page in PAGES if (share := _share(language, page, on_page(page.code), known)).total]
    return Coverage(language, NAMES[language], shares, _share(language, None, strings(), known))


def _share(language: str, page: Page | None, keys: Iterable[str], known: Mapping[tuple[str, str], Wording]) -> Share:
    total = translated = signed = 0
    moments = []
    for key in keys:
        row = known.get((language, key))
        state = _state(row, language, key)
        total, translated = total + 1, translated + (state != State.MISSING)
        signed += state == State.SIGNED
        if row:
            moments.append(row.signed_at or row.written_at)
    return Share(language, page, total, translated, signed, max(moments, default=None))


def _state(row: Wording | None, language: str, key: str) -> State:
    if row:
        return State.SIGNED if row.signed_by else State.DRAFT
    if key not in shipped(language):
        return State.MISSING
    return State.DRAFT if language in SHIP_AS_DRAFTS else State.SIGNED


def lines_to_sign(member: Member) -> int:
    """How many lines that others wrote at this node wait for this member to sign; drafts that ship are not counted."""
    if not member.may(Permission.REVIEW_TRANSLATION):
        return 0
    rows = Wording.objects.newest().filter(signed_by="").exclude(written_by=member.journal_name)
    return sum(key in strings() for key in rows.values_list("key", flat=True))


def stands_for(seen: str, texts: Sequence[str]) -> bool:
    """Whether a mark stands for these words; an empty one for none."""
    return mark_of(texts) == seen if seen else not any(text.strip() for text in texts)


def page_lines(member: Member, language: str, page: str, only: str = "") -> list[Line]:
    """The lines of a page, those in one state if `only` names it; Http404 for an unknown language or page."""
    require_language(member, language)
    require_page(page)
    keys = on_page(page)
    rows = list(Wording.objects.filter(language=language, key__in=keys).exclude(stands=False, shown=False))
    newest = {row.key: row for row in rows if row.stands}
    shown = {row.key: row for row in rows if row.shown and not row.stands}
    french = _french(keys) if language != "fr" else {}
    lines = [_line(strings()[key], language, newest.get(key), shown.get(key), french) for key in keys]
    return [line for line in lines if not only or line.state == only]


def line_of(member: Member, language: str, key: str) -> Line:
    """One line."""
    require_language(member, language)
    entry = string_for(key)
    rows = list(Wording.objects.filter(language=language, key=key).exclude(stands=False, shown=False))
    newest = next((row for row in rows if row.stands), None)
    shown = next((row for row in rows if row.shown and not row.stands), None)
    return _line(entry, language, newest, shown, _french([key]) if language != "fr" else {})


def earlier_words(member: Member, language: str, key: str) -> list[Wording]:
    """What was said for a string before, newest first."""
    require_language(member, language)
    return list(Wording.objects.filter(language=language, key=key, stands=False).order_by("-pk")[:MOST_EARLIER])


def _french(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rows = Wording.objects.shown("fr").filter(key__in=keys)
    return {key: shipped("fr")[key] for key in keys if key in shipped("fr")} | {
        row.key: tuple(row.texts) for row in rows
    }


def _line(
    entry: Entry, language: str, row: Wording | None, shown: Wording | None, french: Mapping[str, tuple[str, ...]]
) -> Line:
    texts = said(row, language, entry.key)
    return Line(
        entry,
        language,
        texts,
        _state(row, language, entry.key),
        row,
        french.get(entry.key, ()),
        hints_for(entry, texts, language),
        tuple(shown.texts) if shown else (),
    )


def hints_for(entry: Entry, texts: Sequence[str], language: str) -> Hints:
    """Words of the glossary that are missed, long sentences, steps that take too many text messages."""
    if not texts:
        return Hints()
    long = [] if long_sentences(entry.source[-1:]) else long_sentences(texts[-1:])
    return Hints(missed_terms(entry.source[-1], texts[-1], language), long, _messages(entry, texts[0], language))


def _messages(entry: Entry, text: str, language: str) -> int:
    """How many text messages a step takes with these words for one of its strings; 0 where it fits."""

    def spoken(words: str) -> str:
        own = shipped(language).get(Entry((words,)).key, (words,))
        return text if words == entry.source[0] else own[0]

    steps = [sms(node, spoken) for node in _steps().get(entry.source[0], ())]
    return max((segments(step)[0] for step in steps if not fits(step, language)), default=0)


@cache
def _steps() -> Mapping[str, Sequence[Node]]:
    """Steps of the conversations, by each string in them."""
    found: dict[str, list[Node]] = {}
    for name in FLOWS:
        for node in flow(name).nodes.values():
            for words in (node.say, *(reply.reply for reply in node.replies)):
                found.setdefault(words, []).append(node)
    return found


def english_of(line: Line) -> tuple[float, bool]:
    """School grade of the English of a line, and whether a sentence of it is longer than it should be."""
    return grade(line.entry.source[-1]), bool(long_sentences(line.entry.source, LONGEST_SENTENCE))


# -- recordings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording of a page; `of_other_words`: what the public reads there has changed since."""

    row: Recording
    of_other_words: bool


def recordings_of(member: Member, language: str, page: str) -> list[Heard]:
    """The recordings of a page, the one that is offered first."""
    require_language(member, language)
    require_page(page)
    rows = Recording.objects.filter(language=language, page=page).defer("content").order_by("-signed_at", "pk")
    now = words_now(language, page) if rows else ""
    return sorted((Heard(row, row.words != now) for row in rows), key=lambda one: not one.row.signed_by)


def recording(member: Member, number: int) -> Recording:
    """One recording with its sound."""
    return recording_for(member, number)


# -- files -------------------------------------------------------------------------------------------------------------


def entries_of(member: Member, language: str, page: str = "") -> list[Entry]:
    """The strings of a page, or of all, with what a language says: for a file that goes to a translator."""
    pages = [page] if page else [one.code for one in PAGES]
    return [
        Entry(
            line.entry.source,
            line.entry.context,
            line.texts,
            line.entry.places,
            line.entry.notes,
            line.state == State.SIGNED,
        )
        for one in pages
        for line in page_lines(member, language, one)
    ]


def preview(member: Member, language: str, sheet: Sheet) -> Preview:
    """What taking in a file would change. A file of another language changes nothing."""
    require_language(member, language)
    if sheet.language and sheet.language.partition("-")[0] != language:
        return Preview([], [], 0, 0, 0, sheet.language)
    rows = {row.key: row for row in Wording.objects.newest().filter(language=language)}
    changes: dict[str, Change] = {}
    faulty: dict[str, Change] = {}
    same = unknown = unsure = 0
    for offered in sheet.offered:
        entry = strings().get(offered.key)
        if entry is None or not set(offered.source) <= set(entry.source):
            unknown += 1
            continue
        if offered.unsure:
            unsure += 1
            continue
        row = rows.get(entry.key)
        now = said(row, language, entry.key)
        after = tuple(tidied(text, entry.source[min(n, len(entry.source) - 1)]) for n, text in enumerate(offered.texts))
        if after == now:
            same += 1
            continue
        found = faults(entry.source, after, forms_of(language))
        change = Change(entry, now, after, _state(row, language, entry.key) == State.SIGNED, found)
        (faulty if found else changes)[entry.key] = change
    return Preview(list(changes.values())[:MOST_CHANGES], list(faulty.values()), same, unknown, unsure)
