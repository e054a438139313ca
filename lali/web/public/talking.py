"""What is said in a conversation by text message: from where it stands and what was written to the next place.

Nothing is written here and nothing asked of a database; who calls keeps the place. Every answer takes one message of
the GSM alphabet, in Vietnamese two: what does not fit is said shorter, and a number to ring is never cut.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from lali.engines.exchange import ReporterKeys, derive, new_code, seal_letter
from lali.engines.flows import (
    FLOWS,
    Command,
    Heard,
    Node,
    first_that_fits,
    flow,
    heard,
    language_named,
    sms,
)
from lali.engines.helplines import Helpline, helplines
from lali.engines.signs import entries, questions_back, read
from lali.records.channels.vocabulary import MOST_A_DAY, Hop, Place
from lali.web.public.countries import NAMES
from lali.web.public.platforms import Choice
from lali.web.public.spoken import spoken_sign

HOP_PURPOSE = "lali/hop"
CODE_ENTROPY = 8  # bytes
LONGEST_STORY = 2000  # characters: more than thirteen messages in a row
ASKED_LANGUAGE, ASKED_STORY, ASKED_OFFER = "language", "stories", "offer"  # what we asked last
# In no language, for who reads it has not chosen one. No accents: one strange letter would halve the message.
WHICH_LANGUAGE = "Lali. 1 English 2 Francais 3 Bislama 4 Vosa Vakaviti 5 Fiji Baat 6 Tieng Viet"
LANGUAGES = ("en", "fr", "bi", "fj", "hif", "vi")
SPOKEN = dict(
    zip(LANGUAGES, ("English", "Français", "Bislama", "Vosa Vakaviti", "Fiji Baat", "Tiếng Việt"), strict=True)
)
LANGUAGE_WORDS = (
    "english",
    "francais",
    "bislama",
    "vakaviti",
    "fijibaat",
    "tiengviet",
)  # as each is named in a message
_ASIDE = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came: the words, and what is known around them. `salt`: of the codes; none on a node that takes no reports.

    `wordless`: a picture, a sound, a place or a mark came, which nobody opens. The number itself does not come in here.
    """

    text: str = field(repr=False)
    country: str
    host: str
    salt: bytes = field(default=b"", repr=False)
    wordless: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the conversation stands now and what is answered; an empty answer is not sent."""

    place: Place
    answer: str = field(default="", repr=False)
    hop: Hop | None = None


def turn(place: Place, asked: Asked) -> Turn:
    """Return the next place and the answer."""
    said = heard(asked.text, whole=place.flow == ASKED_OFFER)
    if place.stopped and asked.wordless:
        return Turn(place)
    if place.stopped:
        return _to_who_stopped(place, said, asked)
    if said.command is Command.STOP:
        with override(place.language or said.language or "en"):
            return Turn(Place(stopped=True), stopped_text())
    if place.answered >= MOST_A_DAY:
        return Turn(place)
    counted = replace(place, answered=place.answered + 1)
    if not place.language and said.language:
        counted = replace(counted, language=said.language)
    with override(counted.language or "en"):
        if asked.wordless:
            return Turn(counted, words_only())
        return _answered(counted, said, asked)


def _to_who_stopped(place: Place, said: Heard, asked: Asked) -> Turn:
    """Say nothing more to who sent STOP, unless they begin again, or ask for help: that is never refused."""
    if said.command is Command.START:
        return _begun(said)
    if said.command is Command.HELP and not asked.text.strip()[:1].isdigit():
        with override(said.language or "en"):
            return Turn(place, numbers(asked.country))
    return Turn(place)


def _begun(said: Heard) -> Turn:
    place = Place(language=said.language, answered=1)
    if not said.language:
        return Turn(replace(place, flow=ASKED_LANGUAGE), WHICH_LANGUAGE)
    with override(said.language):
        return Turn(place, menu())


def _answered(place: Place, said: Heard, asked: Asked) -> Turn:
    """Answer: a digit belongs to what was asked last, then words of ours, then what the place expects."""
    bare = asked.text.strip().rstrip(".)")
    if named := language_named(asked.text):
        return _spoken(place, named)
    if place.flow == ASKED_LANGUAGE and bare in {"1", "2", "3", "4", "5", "6"}:
        return _spoken(place, LANGUAGES[int(bare) - 1])
    if (place.flow in FLOWS or place.flow == ASKED_STORY) and bare.isdecimal() and bare != "0":
        return _played(place, bare)
    return _commanded(replace(place, flow="", node=""), said, asked) or _otherwise(place, asked)


def _commanded(resting: Place, said: Heard, asked: Asked) -> Turn | None:
    """Do what a word of ours asks. A bare number of a menu that was never sent asks for nothing, but for help."""
    unasked = not resting.language and asked.text.strip().isdecimal()
    match said.command:
        case Command.HELP:
            answer = Turn(resting, numbers(asked.country))
        case Command.REPORT if not unasked:
            answer = _hopped(resting, said.rest, asked)
        case Command.LANGUAGE:
            answer = Turn(replace(resting, flow=ASKED_LANGUAGE), WHICH_LANGUAGE)
        case Command.LEARN if not unasked:
            answer = Turn(replace(resting, flow=ASKED_STORY), which_story())
        case Command.CHECK if said.rest:
            answer = Turn(resting, judged(said.rest, asked.country))
        case Command.CHECK if not unasked:
            answer = Turn(replace(resting, flow=ASKED_OFFER), ask_offer())
        case _:
            answer = None
    return answer


def _otherwise(place: Place, asked: Asked) -> Turn:
    resting = replace(place, flow="", node="")
    if place.flow == ASKED_OFFER and asked.text:
        return Turn(resting, judged(asked.text, asked.country))
    if place.flow in FLOWS:
        return Turn(place, _step(place))
    if not place.language:
        return Turn(replace(resting, flow=ASKED_LANGUAGE), WHICH_LANGUAGE)
    return Turn(resting, menu())


def _spoken(place: Place, language: str) -> Turn:
    with override(language):
        return Turn(replace(place, language=language, flow="", node=""), menu())


# -- stories ----------------------------------------------------------------------------------------------------------


def _played(place: Place, digit: str) -> Turn:
    number = int(digit) if len(digit) == 1 else 0
    if place.flow == ASKED_STORY:
        if not 1 <= number <= len(FLOWS):
            return Turn(place, which_story())
        return _at(place, FLOWS[number - 1], "")
    story = flow(place.flow)
    node = story.nodes.get(place.node)
    if node is None:
        return _at(place, place.flow, story.start)
    if not 1 <= number <= len(node.replies):
        return Turn(place, _step(place))
    return _at(place, place.flow, node.replies[number - 1].to)


def _at(place: Place, story: str, node: str) -> Turn:
    here = replace(place, flow=story, node=node)
    ended = bool(node) and bool(flow(story).nodes[node].end)
    return Turn(replace(place, flow="", node="") if ended else here, _step(here))


def _step(place: Place) -> str:
    story = flow(place.flow)
    node = story.nodes.get(place.node)
    return _fitted(opening(story.intro)) if node is None else step(node)


def step(node: Node) -> str:
    """Return one step of a story; where a translation is too long for its message, the step in English."""
    return _fitted(sms(node, _), sms(node))


def opening(intro: str) -> str:
    """Return how a story begins."""
    told, on = _(intro), _("Go on")
    return f"{told}\n1 {on}"


def which_story() -> str:
    """Ask which story."""
    titles = [_(flow(name).title) for name in FLOWS]
    numbered = "\n".join(f"{number} {title}" for number, title in enumerate(titles, 1))
    which = _("Which story?")
    return _fitted(f"{which}\n{numbered}")


# -- platforms with buttons -------------------------------------------------------------------------------------------


def choices(place: Place) -> tuple[Choice, ...]:
    """Return what can be pressed where a conversation stands; the text says the same by numbers."""
    if place.stopped:
        return ()
    if place.flow == ASKED_LANGUAGE:
        named = zip(SPOKEN.values(), LANGUAGE_WORDS, strict=True)
        return tuple(Choice(word, str(number), label) for number, (label, word) in enumerate(named, 1))
    if place.flow == ASKED_STORY:
        return _numbered(place, [_(flow(name).title) for name in FLOWS])
    if place.flow in FLOWS:
        node = flow(place.flow).nodes.get(place.node)
        return _numbered(place, [_(one.reply) for one in node.replies] if node else [_("Go on")])
    if place.flow or not place.language:
        return ()
    return (
        Choice("learn", "1", _("Play: answer a stranger")),
        Choice("check", "2", _("Check an offer")),
        Choice("help", "3", _("Help numbers")),
        Choice("report", "4", _("Report")),
        Choice("language", "0", _("Languages")),
    )


def _numbered(place: Place, labels: list[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{place.flow}.{place.node}.{count}", str(count), label) for count, label in enumerate(labels, 1)
    )


def pressed(place: Place, choice: str) -> str:
    """Return what a pressed choice says; nothing for one of a step that is past, so that the present one is shown."""
    step_of, point, number = choice.rpartition(".")
    if not point:
        return choice
    return number if step_of == f"{place.flow}.{place.node}" else ""


def notice(platform: str, host: str, language: str) -> str:
    """Say what a platform sees and keeps, and the way without it; in all languages until one is chosen."""
    said = []
    for one in [language] if language else LANGUAGES:
        with override(one):
            line = _(
                "%(platform)s belongs to Meta. Meta sees who writes to us, and what. It may keep it. "
                "More private: %(address)s"
            )
            said.append(line % {"platform": platform, "address": f"{host}/{one}/"})
    return "\n".join(said)


# -- what else is said ------------------------------------------------------------------------------------------------


def menu() -> str:
    """Say what may be sent."""
    return _fitted(
        _("Send 1: a story. 2 and a message: we look for signs. 3: help numbers. 4: report. 0: language. STOP: end.")
    )


def stopped_text() -> str:
    """Say that this was the last message."""
    return _fitted(_("You will get no more messages from us. To begin again, send START."))


def words_only() -> str:
    """Say that what came without words was neither opened nor kept."""
    return _fitted(_("We can read words only. What you sent was not opened and is not kept. Please write it in words."))


def ask_offer() -> str:
    """Ask for a message to look at."""
    return _fitted(_("Now send us the message that you got. We look for signs. We do not keep it."))


def numbers(country: str) -> str:
    """Say whom to ring in a country: emergency numbers first, as many lines as fit, no number cut."""
    lines = [line for line in helplines(country) if line.number]
    place = str(NAMES.get(country, country))
    doubt = _("* not confirmed yet")

    def said(name: Callable[[Helpline], str], count: int) -> str:
        rung = ", ".join(f"{name(line)}{line.number}{'*' * line.verify}" for line in lines[:count])
        return f"{place}: {rung}. {doubt}" if any(line.verify for line in lines[:count]) else f"{place}: {rung}."

    if not lines:
        return _fitted(_("We know no number for this country yet. Ask someone you trust."))
    counts = range(len(lines), 0, -1)
    full = [said(lambda line: _ASIDE.sub("", line.name) + " ", count) for count in counts if count > 1]
    return _fitted(*full, *(said(lambda _line: "", count) for count in counts), str(lines[0].number))


def judged(text: str, country: str) -> str:
    """Say the strongest sign of an offer and what to ask back; where there is danger, whom to ring."""
    reading = read(text[:LONGEST_STORY], country=country)
    if not reading.signs:
        return _fitted(_("We saw no sign that we know. That does not prove the offer is honest. 3: help. 4: report."))
    strongest = max((sign.id for sign in reading.signs), key=lambda sign: entries()[sign].weight)
    rung = next((str(line.number) for line in helplines(country) if line.number), "")
    return danger(strongest, rung) if reading.risk == "urgent" and rung else found(strongest)


def found(sign: str) -> str:
    """Say a sign and the question to ask back about it."""
    label = _label(sign)
    questions = questions_back([sign])
    shorter = _("We see a sign: %(sign)s. 3: help. 4: report.") % {"sign": label}
    if not questions:
        return _fitted(shorter)
    asked = {"sign": label, "question": _(questions[0])}
    return _fitted(
        _("We see a sign: %(sign)s. Ask them: %(question)s 3: help. 4: report.") % asked,
        _("We see a sign: %(sign)s. Ask them: %(question)s") % asked,
        shorter,
    )


def danger(sign: str, number: str) -> str:
    """Say a sign that means danger now, and whom to ring."""
    rung = {"number": number}
    return _fitted(
        _("We see a sign: %(sign)s. In danger? Ring %(number)s. 3: more numbers. 4: report.")
        % {"sign": _label(sign), **rung},
        _("In danger? Ring %(number)s.") % rung,
        "In danger? Ring %(number)s." % rung,  # noqa: UP031 - however long a translation is, the number is never cut
    )


def _label(sign: str) -> str:
    return spoken_sign(sign).label.rstrip(".")


def _hopped(place: Place, rest: str, asked: Asked) -> Turn:
    """Give the address of the report and six one-time words; what was written waits there, sealed to them."""
    if not asked.salt:
        return Turn(place, _fitted(_("We cannot take reports yet. Send 3 for help numbers.")))
    language = _language()
    code = new_code(language, entropy=os.urandom(CODE_ENTROPY))
    keys: ReporterKeys = derive(code, salt=asked.salt)
    kept = {"text": rest[:LONGEST_STORY]} if rest else {}
    letter = json.dumps({"step": 1, "typed": kept}, ensure_ascii=False).encode()
    hop = Hop(keys.lookup, seal_letter(letter, to=keys.public, purpose=HOP_PURPOSE))
    return Turn(place, way_to_report(f"{asked.host}/{language}/code/", code.phrase), hop)


def way_to_report(address: str, phrase: str) -> str:
    """Say where to write the report and by which words."""
    said = {"address": address, "words": phrase}
    return _fitted(
        _("Report here, within 3 days: %(address)s Type these words: %(words)s") % said, f"{address} {phrase}"
    )


def _fitted(*ways: str) -> str:
    return first_that_fits(_language(), *ways)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
