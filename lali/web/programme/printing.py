"""From a message of a campaign to its materials: what is chosen on the page, words in its language, the file.

Nothing is stored: each file is made when it is asked for. A number that the page offers is one that was confirmed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lali.engines.helplines import Helpline, helplines
from lali.engines.lessons import form, place, rules, unfold
from lali.engines.materials import (
    PAPERS,
    Help,
    MessageRefused,
    PaperTest,
    Sign,
    Source,
    Words,
    paper_test,
    poster,
    posters,
    preview,
    radio_pdf,
    radio_text,
    talk_sheet,
    words,
    zine,
)
from lali.records.awareness import queries
from lali.records.reach.vocabulary import path_of
from lali.records.refusals import Refused
from lali.records.wording.overlay import is_signed

PDF, TEXT, PNG = "application/pdf", "text/plain; charset=utf-8", "image/png"
FITTING = frozenset({"trafficking", "work"})  # with what a number must help to be offered
SHEETS = ((1, 30), (31, 60))
_PICTURE_OF_RULE = {"fee": "fee", "passport": "passport", "sheet": "clock", "chat": "tell"}
_SHOWN_RULES = ("fee", "passport", "chat")
_ENDINGS = {PDF: "pdf", TEXT: "txt", PNG: "png"}
POSTERS = {f"poster-{paper.lower()}{'-light' * light}": (paper, light) for paper in PAPERS for light in (False, True)}
PICTURE_WORDS: Mapping[str, Promise] = {
    "hook": gettext_lazy("A hook in a phone"),
    "fee": gettext_lazy("Money crossed out"),
    "passport": gettext_lazy("A passport and a lock"),
    "closed-door": gettext_lazy("A locked door"),
    "plane": gettext_lazy("A plane and a question"),
    "tell": gettext_lazy("Two people who talk"),
    "clock": gettext_lazy("A clock"),
}
_SENTENCES: Mapping[str, Promise] = {
    "no_room": gettext_lazy("The message is too long for this paper. Shorten it, or take a larger one."),
    "too_long": gettext_lazy("A part of the message is too long to be printed. Shorten it."),
    "letters": gettext_lazy("A letter cannot be printed: small pictures and other scripts are not in our font."),
}


class NotPrinted(Refused):
    """The engine refused a message, or the address of the public site is not known."""

    sentence = gettext_lazy("This cannot be printed. Look at the message again.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen beside the message: place code and the officer's word for the place, picture, help number."""

    code: str = ""
    place: str = ""
    picture: str = "hook"
    number: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A file as it leaves."""

    name: str
    content_type: str
    data: bytes


def help_number(country: str) -> Helpline | None:
    """The number that is offered: confirmed with its source, rather for everybody than for some; or None."""
    lines = [one for one in helplines(country) if one.number and not one.verify and FITTING & set(one.helps)]
    return min(lines, key=lambda one: bool(one.serves), default=None)


def whose_number(line: Helpline) -> str:
    """Whose number it is, as it is printed: a line for children says so, in the language that is switched on."""
    name = _("%(name)s: for children") % {"name": line.name} if "child" in line.serves else line.name
    return name[:60]


def source_for(said: queries.Source, chosen: Chosen) -> Source:
    """What the engine prints. Raises `NotPrinted`."""
    if not settings.PUBLIC_ADDRESS:
        raise NotPrinted
    helped = (Help(chosen.number, chosen.whose),) if chosen.number else ()
    notice = _("Demonstration: every person, number and company here is invented.") if settings.DEMO else ""
    try:
        return Source(
            language=said.language,
            headline=said.headline,
            text=said.text,
            act=said.what_to_do,
            address=settings.PUBLIC_ADDRESS + (path_of(chosen.code) if chosen.code else "/"),
            agency=said.agency[:80],
            as_of=said.written_on,
            code=chosen.code,
            place=chosen.place,
            help=helped,
            picture=chosen.picture,
            notice=notice,
            draft=said.draft or words_wait_for_a_speaker(said.language),
            letter=said.letter,
        )
    except MessageRefused as why:
        raise _refusal(why) from None


def _refusal(why: MessageRefused) -> NotPrinted:
    return NotPrinted(_SENTENCES.get(why.reason, NotPrinted.sentence))


def words_wait_for_a_speaker(language: str) -> bool:
    """Whether a fixed word of the materials, or one of the signs on them, still waits for a speaker of the language."""
    fixed = [getattr(words(), one.name) for one in fields(Words)]
    signs = [text for rule in rules() if rule.picture in _SHOWN_RULES for text in (rule.label, rule.why)]
    return not all(is_signed(language, "", text) for text in (*fixed, *signs))


def fixed_words() -> Words:
    """The fixed words in the language that is switched on."""
    return words().said_in(_)


def three_signs() -> tuple[Sign, ...]:
    """Three of the lesson's rules, in the language that is switched on."""
    known = {rule.picture: rule for rule in rules()}
    return tuple(Sign(_(known[one].label), _(known[one].why), _PICTURE_OF_RULE[one]) for one in _SHOWN_RULES)


def _messages(letter: str, country: str) -> list[tuple[str, str]]:
    here = place(country)
    fee = here.fee.format(sum=number_format(here.sum, force_grouping=True))
    named = {"town": here.town, "far": here.far, "fee": fee, "office": _(here.name)}
    return [(_(item.label), unfold(_(item.text) % named)[0]) for item in form(letter)]


def _paper_test(source: Source, said: Words, country: str, order: str, numbers: tuple[int, int]) -> bytes:
    before, after = (_messages(letter, country) for letter in order)
    return paper_test(source, said, PaperTest(before, after, *numbers))


def _kinds() -> dict[str, tuple[str, Callable[[Source, Words, str], bytes]]]:
    """Each kind: what type of file, and how it is made of a source, the fixed words and a country."""
    made: dict[str, tuple[str, Callable[[Source, Words, str], bytes]]] = {
        "talk": (PDF, lambda source, said, _country: talk_sheet(source, said, three_signs())),
        "talk-light": (PDF, lambda source, said, _country: talk_sheet(source, said, three_signs(), light=True)),
        "radio": (PDF, lambda source, said, _country: radio_pdf(source, said, three_signs())),
        "radio-text": (TEXT, lambda source, said, _country: radio_text(source, said, three_signs()).encode()),
        "zine": (PDF, lambda source, said, _country: zine(source, said, three_signs())),
        "card": (PNG, lambda source, said, _country: preview(source, said)),
    }
    for name, (paper, light) in POSTERS.items():
        made[name] = PDF, lambda source, said, _c, p=paper, low=light: poster(source, said, p, light=low)  # type: ignore[misc]
    for order in ("AB", "BA"):
        for numbers in SHEETS:
            name = f"test-{order.lower()}-{numbers[0]}-{numbers[1]}"
            made[name] = PDF, lambda source, said, c, o=order, n=numbers: _paper_test(source, said, c, o, n)  # type: ignore[misc]
    return made


KINDS = _kinds()


def printed(kind: str, said: queries.Source, chosen: Chosen) -> Printed:
    """Make one material. KeyError for an unknown kind; raises `NotPrinted`."""
    content_type, make = KINDS[kind]
    with override(said.language):
        source = source_for(said, chosen)
        try:
            data = make(source, fixed_words(), said.country)
        except MessageRefused as why:
            raise _refusal(why) from None
    code = f"-{chosen.code}" if chosen.code else ""
    return Printed(f"{kind}-{said.language}-{said.letter}{code}.{_ENDINGS[content_type]}", content_type, data)


def printed_for_all(kind: str, said: queries.Source, chosen: Chosen, places: Sequence[tuple[str, str]]) -> Printed:
    """Make the posters of many places: one file, a page for each code and its place. KeyError for what is no poster."""
    paper, light = POSTERS[kind]
    with override(said.language):
        try:
            sources = [source_for(said, replace(chosen, code=code, place=place)) for code, place in places]
            data = posters(sources, fixed_words(), paper, light=light)
        except MessageRefused as why:
            raise _refusal(why) from None
    return Printed(f"{kind}-{said.language}-{said.letter}-{len(places)}-codes.pdf", PDF, data)
