"""What translators and reviewers see: how far each page is, its lines, and what a file would change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.utils import timezone

from lali.engines.flows import FLOWS, Node, fits, flow, segments, sms
from lali.engines.names import folded
from lali.engines.wording import (
    LONGEST_SENTENCE,
    Entry,
    Fault,
    Offered,
    Piece,
    Sheet,
    Term,
    changed_words,
    faults,
    grade,
    long_sentences,
    missed_terms,
    tidied,
)
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.wording.access import (
    drafters,
    mark_of,
    recording_for,
    require_language,
    require_page,
    said,
    string_for,
    words_now,
    wrote_some,
)
from lali.records.wording.models import Recording, Wording
from lali.records.wording.pages import PAGES, Page, page_of, pages_of
from lali.records.wording.shipped import on_page, shipped, strings
from lali.records.wording.vocabulary import LANGUAGES, NAMES, SHIP_AS_DRAFTS, Origin, State, Which, forms_of

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
    waiting: int = 0  # lines that the member should do something about


@dataclass(frozen=True, slots=True)
class SentBack:
    """Lines of one language that came back to whoever wrote them, and the key of the first."""

    language: str
    name: str
    count: int
    first: str


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
    shown: tuple[str, ...] = ()  # what the public reads, where it is other words
    before: tuple[str, ...] = ()  # what was signed or shipped, where a draft says something else
    writers: frozenset[str] = frozenset()  # who wrote some of it since words were last signed: none of them can sign

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
    def hints(self) -> Hints:
        """What a person may want to look at; worked out for the lines that are shown only."""
        return hints_for(self.entry, self.texts, self.language)

    @property
    def pages(self) -> list[Page]:
        """Every page that the string is met on."""
        return pages_of(self.entry.places)

    @property
    def changes(self) -> list[list[Piece]]:
        """What differs from the words that were signed or shipped, form by form; nothing where nothing does."""
        earlier = self.before + ("",) * len(self.texts)
        return [changed_words(earlier[n], text) for n, text in enumerate(self.texts)] if self.before else []

    def waits_for(self, member: Member) -> bool:
        """Whether the member should do something: sign what another wrote here, or change what came back."""
        return bool(self.row) and _waits_for(self.row, member, self.is_own(member))

    def is_own(self, member: Member) -> bool:
        """Whether the member wrote some of the words that wait, so that somebody else must sign."""
        return member.journal_name in self.writers

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
    row: Wording | None = None  # what stands, where somebody here wrote it

    @property
    def mark(self) -> str:
        """What stands for the words that are there now."""
        return mark_of(self.before)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would do."""

    changes: Sequence[Change] = ()
    conflicts: Sequence[Change] = ()  # what was written here since the file went out, and says something else
    faulty: Sequence[Change] = ()
    same: int = 0
    older: int = 0  # lines that the file did not change, and that are newer here
    unknown: int = 0  # lines that the site has not, or not any more in these English words
    unsure: int = 0  # lines that the file itself calls unsure
    wrong_language: str = ""
    went_out: datetime | None = None


def coverage(member: Member) -> list[Coverage]:
    """How far every page is in every language."""
    require_language(member, LANGUAGES[0])
    rows = Wording.objects.newest().defer("source", "texts")
    known = {(row.language, row.key): row for row in rows}
    wrote = wrote_some(member)
    return [_coverage(member, language, known, wrote) for language in LANGUAGES]


def _coverage(
    member: Member, language: str, known: Mapping[tuple[str, str], Wording], wrote: Collection[tuple[str, str]]
) -> Coverage:
    shares = [share for page in PAGES if (share := _share(language, page, on_page(page.code), known)).total]
    here = [row for (spoken, key), row in known.items() if spoken == language and key in strings()]
    waiting = sum(_waits_for(row, member, (language, row.key) in wrote) for row in here)
    return Coverage(language, NAMES[language], shares, _share(language, None, strings(), known), waiting)


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


def _waits_for(row: Wording, member: Member, own: bool) -> bool:
    if row.signed_by:
        return False
    if row.is_sent_back:
        return row.written_by == member.journal_name
    return not own and member.may(Permission.REVIEW_TRANSLATION)


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
    rows = set(Wording.objects.newest().filter(signed_by="", sent_back_by="").values_list("language", "key"))
    return sum(key in strings() for _language, key in rows - wrote_some(member)) if rows else 0


def lines_sent_back(member: Member) -> list[SentBack]:
    """How many lines that the member wrote last came back with a reason, by language; nothing for who writes none."""
    if not member.may(Permission.TRANSLATE):
        return []
    rows = Wording.objects.newest().filter(signed_by="", written_by=member.journal_name).exclude(sent_back_by="")
    keys: dict[str, list[str]] = {}
    for language, key in rows.values_list("language", "key").order_by("language", "pk"):
        if key in strings():
            keys.setdefault(language, []).append(key)
    return [SentBack(language, NAMES[language], len(own), own[0]) for language, own in keys.items()]


def stands_for(seen: str, texts: Sequence[str]) -> bool:
    """Whether a mark stands for these words; an empty one for none."""
    return mark_of(texts) == seen if seen else not any(text.strip() for text in texts)


def page_lines(member: Member, language: str, page: str) -> list[Line]:
    """The lines of a page; Http404 for an unknown language or page."""
    require_language(member, language)
    require_page(page)
    keys = on_page(page)
    rows = list(Wording.objects.filter(language=language, key__in=keys).exclude(stands=False, shown=False))
    newest = {row.key: row for row in rows if row.stands}
    shown = {row.key: row for row in rows if row.shown and not row.stands}
    french = _french(keys) if language != "fr" else {}
    wrote = drafters(language=language, key__in=keys)
    lines = [_line(strings()[key], language, newest.get(key), shown.get(key), french) for key in keys]
    writers: dict[str, set[str]] = {}
    for _language, key, author in wrote:
        writers.setdefault(key, set()).add(author)
    return [replace(line, writers=frozenset(writers.get(line.key, ()))) for line in lines]


def chosen_lines(member: Member, lines: Iterable[Line], which: str, words: str) -> list[Line]:
    """Those of the lines that somebody wants to see, in which all of `words` stand, however they are written."""
    wanted = folded(words).split()
    return [line for line in lines if _is_chosen(line, which, member) and _holds(line, wanted)]


def _is_chosen(line: Line, which: str, member: Member) -> bool:
    if which == Which.WAITING:
        return line.waits_for(member)
    if which == Which.CHANGED:
        return bool(line.before)
    if which == Which.SENT_BACK:
        return bool(line.row and line.row.is_sent_back)
    return not which or line.state == which


def _holds(line: Line, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    spoken = folded(" ".join((*line.entry.source, line.entry.context, *line.texts, *line.french)))
    return all(word in spoken for word in wanted)


def line_of(member: Member, language: str, key: str) -> Line:
    """One line."""
    require_language(member, language)
    entry = string_for(key)
    rows = list(Wording.objects.filter(language=language, key=key).exclude(stands=False, shown=False))
    newest = next((row for row in rows if row.stands), None)
    shown = next((row for row in rows if row.shown and not row.stands), None)
    line = _line(entry, language, newest, shown, _french([key]) if language != "fr" else {})
    return replace(line, writers=frozenset(author for *_of, author in drafters(language=language, key=key)))


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
    entry: Entry,
    language: str,
    row: Wording | None,
    shown: Wording | None,
    french: Mapping[str, tuple[str, ...]],
) -> Line:
    texts = said(row, language, entry.key)
    before: tuple[str, ...] = ()
    if row and not row.signed_by:
        before = tuple(shown.texts) if shown else shipped(language).get(entry.key, ())
    return Line(
        entry,
        language,
        texts,
        _state(row, language, entry.key),
        row,
        french.get(entry.key, ()),
        tuple(shown.texts) if shown else (),
        before if before != texts else (),
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


def preview(member: Member, language: str, sheet: Sheet) -> Preview:
    """What taking in a file would change. A file of another language changes nothing.

    What a file says is held against what stood here when it went out. Where somebody has written since, both texts are
    shown and nothing is chosen; a file that does not say when it went out is held to be older than all that was written
    here.
    """
    require_language(member, language)
    if sheet.language and sheet.language.partition("-")[0] != language:
        return Preview(wrong_language=sheet.language)
    went_out = sheet.went_out if sheet.went_out and sheet.went_out <= timezone.now() else None
    history: dict[str, list[Wording]] = {}
    for row in Wording.objects.filter(language=language).order_by("pk"):
        history.setdefault(row.key, []).append(row)
    found: dict[str, dict[str, Change]] = {"changes": {}, "conflicts": {}, "faulty": {}}
    counted = {"same": 0, "older": 0, "unknown": 0, "unsure": 0}
    for offered in sheet.offered:
        entry = strings().get(offered.key)
        if entry is None or not set(offered.source) <= set(entry.source):
            counted["unknown"] += 1
            continue
        kind, change = _weighed(entry, language, offered, history.get(entry.key, []), went_out)
        if kind in counted:
            counted[kind] += 1
        else:
            found[kind][entry.key] = change
    listed = {kind: list(those.values())[:MOST_CHANGES] for kind, those in found.items()}
    return Preview(**listed, **counted, went_out=went_out)


def _weighed(
    entry: Entry, language: str, offered: Offered, rows: Sequence[Wording], went_out: datetime | None
) -> tuple[str, Change]:
    """Under which heading of a preview a line of a file falls, and the line."""
    row = next((one for one in rows if one.stands), None)
    now = said(row, language, entry.key)
    after = tuple(tidied(text, entry.source[min(n, len(entry.source) - 1)]) for n, text in enumerate(offered.texts))
    state = _state(row, language, entry.key)
    change = Change(entry, now, after, state == State.SIGNED, faults(entry.source, after, forms_of(language)), row)
    if after == now:
        return "same", change
    written = bool(row and row.origin != Origin.SHIPPED)
    if went_out:
        known = [one for one in rows if one.written_at <= went_out]
        base = said(known[-1] if known else None, language, entry.key)
        if after == base:
            return "older", change
        written = base != now
    if offered.unsure:
        return "unsure", change
    if change.faults:
        return "faulty", change
    return ("conflicts" if written else "changes"), change
