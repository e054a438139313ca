"""What a message or answers to the seven questions show: signs, what to ask back, what to do. Nothing is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.engines.signs import Answered, Judgement, Reading, Sign, entries, judge, questions, questions_back
from lali.records.noticeboard.queries import agencies_named, near_home, register_of, routes_named, routes_of
from lali.web.public.forms import ANSWER_WORDS
from lali.web.public.spoken import english_of, spoken_sign, steps_to_take
from lali.web.public.views.page import chosen_country, show

MOST_NEAR = 3  # opportunities near home beside an answer
MOST_CLOSE = 3  # words named where only the model sees something
MOST_TELLING = 3  # signs that stand open; a phone would scroll long past more before it says what to do
LONGEST_QUOTE = 160  # characters of a sign's words repeated in the list; the whole stands marked in the text

KINDS = {
    "phone": _("Phone"),
    "email": _("E-mail"),
    "url": _("Link"),
    "domain": _("Website"),
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "viber": "Viber",
    "facebook": "Facebook",
    "tiktok": "TikTok",
    "instagram": "Instagram",
    "bitcoin": _("Bitcoin wallet"),
    "ethereum": _("Ethereum wallet"),
    "tron": _("TRON wallet"),
    "iban": pgettext_lazy("money", "Bank account"),
    "bank": pgettext_lazy("money", "Bank account"),
    "passport": _("Passport-like number"),
}


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign as listed: `numbers` tie it to the marks in the text; `english` says `why` again beside a draft."""

    numbers: str
    label: str
    quote: str
    why: str
    english: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text to be marked with the sign's name."""

    start: int
    end: int
    label: str


def result(request: HttpRequest, text: str, answers: Mapping[str, str]) -> HttpResponse:
    """Show what was found in `text` and in `answers` (by question id), either of which may be empty."""
    judged = judge(text, country=chosen_country(request), answers=answers)
    reading = judged.reading
    risk, close = _with_model(judged)
    asked = questions_back([one.id for one in (*reading.signs, *reading.answered)], answers)
    signs = _listed(reading)
    return show(
        request,
        "result",
        stay="check",
        text=text,
        answers=answers,
        carried=[("text", text), *answers.items()],
        told=told(text, answers),
        text_language="" if reading.language == "unknown" else reading.language,
        risk=risk,
        close=close,
        lamps=reading.lamps,
        marks=[Mark(sign.start, sign.end, spoken_sign(sign.id).label) for sign in reading.signs],
        signs=signs,
        most_telling=f":{MOST_TELLING}",
        the_rest=f"{MOST_TELLING}:",
        questions="\n".join(_now(question) for question in asked),
        english_questions=english_of(asked),
        rows=2 * len(asked),
        identifiers=[(KINDS.get(one.kind, one.kind), one.normalised, one.weak) for one in reading.identifiers],
        next_steps=steps_to_take(risk, with_signs=bool(signs)),
        **_known_of(text, chosen_country(request), risk),
    )


def _with_model(judged: Judgement) -> tuple[str, tuple[str, ...]]:
    """Risk, and words for which a text without a sign is to be looked at closely.

    A call for help that only the model hears is urgent as any other: its writer is told whom to ring, not what to ask
    the other side. Else the model raises to watch and no further, and it lowers nothing.
    """
    reading = judged.reading
    if judged.kind == "help":
        return "urgent", ()
    if reading.risk != "none" or reading.signs or judged.kind not in {"lure", "scam"} or judged.risk == "none":
        return reading.risk, ()
    close = dict.fromkeys(_cut(word.text.strip()) for word in judged.weighed if word.text.strip())
    return ("watch", tuple(close)[:MOST_CLOSE]) if close else (reading.risk, ())


def _known_of(text: str, country: str, risk: str) -> dict[str, object]:
    """What the noticeboard knows of the names in a message, whom to ask in the country, what there is near home."""
    today, register, routes = timezone.localdate(), register_of(country), routes_of(country)
    urgent = risk == "urgent"  # then other things matter first
    return {
        "register": register,
        "found": agencies_named(text, register, today),
        "routes": routes_named(text, routes),
        "office": routes[0].ask_at if routes and not urgent else "",
        "near": [] if urgent else [one for one in near_home(country, today) if not one.is_old][:MOST_NEAR],
    }


def told(text: str, answers: Mapping[str, str]) -> str:
    """What a report begins with: the message, and under it the questions that were answered."""
    said = [f"{_now(one.text)} {ANSWER_WORDS[answers[one.id]]}" for one in questions() if one.id in answers]
    return "\n".join([*([text, ""] if text and said else [text] if text else []), *said])


def _listed(reading: Reading) -> list[ShownSign]:
    """List each sign once, the most telling first: with the numbers of all its marks and the words of the first."""
    numbers: dict[str, list[str]] = {}
    first: dict[str, Sign] = {}
    for number, sign in enumerate(reading.signs, start=1):
        numbers.setdefault(sign.id, []).append(str(number))
        first.setdefault(sign.id, sign)
    found = {name: _shown(name, _cut(sign.text), ", ".join(numbers[name])) for name, sign in first.items()}
    found |= {one.id: _shown(one.id, _as_said(one)) for one in _only_answered(reading.answered, first)}
    return [found[name] for name in sorted(found, key=lambda name: -entries()[name].weight)]


def _only_answered(answered: Iterable[Answered], first: Mapping[str, Sign]) -> list[Answered]:
    return [one for one in answered if one.id not in first]


def _as_said(one: Answered) -> str:
    return f"{_now(one.question.text)} {ANSWER_WORDS[one.answer]}"


def _cut(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + "…"


def _shown(name: str, quote: str, numbers: str = "") -> ShownSign:
    said = spoken_sign(name)
    return ShownSign(numbers, said.label, quote, said.why, said.english)
