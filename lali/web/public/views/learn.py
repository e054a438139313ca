"""The lesson of three minutes: messages to judge, what gives them away, rules of thumb, and the same test again.

One message a page. All that was answered travels in the page; the answers of a test are counted when it is complete.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from lali.engines.exchange import CodeRefused, derive, new_code, read_code
from lali.engines.knowledge import Counts, judged
from lali.engines.lessons import CHANNELS, PAIR, form, lesson, rules, stories
from lali.records.audit.vocabulary import PUBLIC
from lali.records.learning.actions import keep_answers, tie_to_code
from lali.records.learning.queries import come_back_on
from lali.records.learning.vocabulary import Channel, Phase
from lali.records.letterbox.queries import addressee
from lali.records.reach.queries import message_under
from lali.records.reach.vocabulary import Step
from lali.records.refusals import Refused
from lali.web.public.calendar import calendar
from lali.web.public.messages import shown
from lali.web.public.qr import qr
from lali.web.public.shared import for_everybody
from lali.web.public.views.arrival import came_by, count_step
from lali.web.public.views.page import chosen_country, show

CODE_ENTROPY = 8  # bytes
_PLACES = ("before", "lesson", "answer", "rules", "after", "done")
_ORDERS = ("".join(PAIR), "".join(reversed(PAIR)))
_TOKEN = re.compile(r"[0-9a-f]{32}")
_BITS = re.compile(r"[01]*")
BIT = {"trust": "0", "check": "1"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is: all of it stands in the hidden fields of the page. `order`: the form before, then after.

    `via` and `variant`: the place code by which they came, if by one, and which message they saw there.
    """

    at: str
    channel: str
    order: str
    token: str
    before: str = ""
    lesson: str = ""
    after: str = ""
    via: str = ""
    variant: str = ""

    @property
    def letter(self) -> str:
        """Which form of the test is being answered here, or was last."""
        return self.order[self.at in {"after", "done"}]

    @property
    def length(self) -> int:
        """How many messages there are at this place."""
        return len(lesson(self.channel)) if self.at in {"lesson", "answer"} else len(form(self.letter))


def begun(channel: str, by_code: Mapping[str, str]) -> Progress:
    """Return the start in a channel; which form comes first is drawn by chance."""
    return Progress("before", channel, secrets.choice(_ORDERS), secrets.token_hex(16), **by_code)


def read_progress(typed: Mapping[str, str]) -> Progress | None:
    """Return what a page sent back, or None where it is no progress of ours."""
    got = {name: typed.get(name, "") for name in Progress.__dataclass_fields__}
    known = got["at"] in _PLACES and got["channel"] in CHANNELS and got["order"] in _ORDERS
    if not (known and _TOKEN.fullmatch(got["token"])):
        return None
    sizes = {"before": len(form(PAIR[0])), "lesson": len(lesson(got["channel"])), "after": len(form(PAIR[0]))}
    if not all(_BITS.fullmatch(got[name]) and len(got[name]) <= size for name, size in sizes.items()):
        return None
    over = [name for name in ("before", "after") if got["at"] == "done" or (name == "before" and got["at"] != name)]
    if any(len(got[name]) not in {0, sizes[name]} for name in over):
        return None
    found = Progress(**got | came_by(typed))
    answered = len(getattr(found, "lesson" if found.at == "answer" else found.at, ""))
    fits = {"answer": answered > 0, "rules": True, "done": True}.get(found.at, answered < found.length)
    return found if fits else None


@require_http_methods(["GET", "HEAD", "POST"])
def learn(request: HttpRequest) -> HttpResponse:
    """Show the place somebody is at, after what they pressed."""
    if request.method != "POST":
        return show(request, "learn", channels=Channel.choices)
    by_code = came_by(request.POST)
    if request.POST.get("pick") in CHANNELS:
        count_step(request, **by_code, step=Step.BEGAN)
        return _shown_at(request, begun(request.POST["pick"], by_code))
    progress = read_progress(request.POST)
    if progress is None:
        carried = [pair for pair in by_code.items() if by_code["via"]]
        return show(request, "learn", channels=Channel.choices, carried=carried, stay="begin" if carried else "")
    go = request.POST.get("go", "")
    if go == "keep" and progress.at == "done":
        return _tied(request, progress)
    after = step(progress, go)
    if after.at != progress.at:
        _count(request, progress, after)
    return _shown_at(request, after)


def step(here: Progress, go: str) -> Progress:
    """Return where a press leads; a press that means nothing here leads nowhere."""
    match here.at, go:
        case ("before" | "after", "skip"):
            return replace(here, **{here.at: "", "at": _after(here.at)})
        case ("before" | "after" | "lesson", "trust" | "check"):
            answered = replace(here, **{here.at: getattr(here, here.at) + BIT[go]})
            if here.at == "lesson":
                return replace(answered, at="answer")
            complete = len(getattr(answered, here.at)) == here.length
            return replace(answered, at=_after(here.at)) if complete else answered
        case "answer", "next":
            return replace(here, at="rules" if len(here.lesson) == here.length else "lesson")
        case "rules", "next":
            return replace(here, at="after", after="")
    return here


def _after(test: str) -> str:
    return "lesson" if test == "before" else "done"


def _count(request: HttpRequest, here: Progress, there: Progress) -> None:
    if there.at == "done":
        count_step(request, here.via, here.variant, Step.FINISHED)
    answers = getattr(there, here.at) if here.at in {"before", "after"} else ""
    if not answers:
        return
    code = _open_code(here)
    keep_answers(
        by=PUBLIC,
        token=here.token,
        language=get_language(),
        channel=Channel(here.channel),
        country=chosen_country(request),
        form=here.letter,
        phase=Phase(here.at),
        answers=answers,
        today=timezone.localdate(),
        code=code,
        letter=here.variant if code else "",
    )


def _open_code(here: Progress) -> str:
    """Return the place code they came by, if it is one that is open and has that variant."""
    found = message_under(here.via, timezone.localdate())
    return here.via if found and here.variant in found.letters else ""


def _carried(progress: Progress) -> list[tuple[str, str]]:
    """Return what the page carries; what is empty is the same left out."""
    return [(name, words) for name, words in asdict(progress).items() if words]


def _shown_at(request: HttpRequest, progress: Progress) -> HttpResponse:
    carried = _carried(progress)
    country = chosen_country(request)
    match progress.at:
        case "rules":
            return show(request, "learn_rules", carried=carried, stay="stay", rules=rules())
        case "done":
            return _done(request, progress)
        case "answer":
            item = lesson(progress.channel)[len(progress.lesson) - 1]
            stopped = progress.lesson[-1] == "1"
            return show(
                request,
                "learn_answer",
                carried=carried,
                stay="stay",
                message=shown(item, country),
                stopped=stopped,
                last=len(progress.lesson) == progress.length,
            )
    number = len(getattr(progress, progress.at))
    items = lesson(progress.channel) if progress.at == "lesson" else form(progress.letter)
    return show(
        request,
        "learn_item",
        carried=carried,
        stay="stay",
        test=progress.at,
        message=shown(items[number], country),
        step=number + 1,
        steps=progress.length,
    )


def _done(request: HttpRequest, progress: Progress, *, over: bool = False) -> HttpResponse:
    before, after = (
        judged(answers, [item.lure for item in form(letter)]) if answers else None
        for answers, letter in zip((progress.before, progress.after), progress.order, strict=True)
    )
    code = new_code(get_language(), entropy=os.urandom(CODE_ENTROPY)).phrase if _salt() and (before or after) else ""
    return show(
        request,
        "learn_done",
        secret=bool(code),
        carried=_carried(progress),
        stay="stay",
        before=before,
        after=after,
        wary=bool(after) and _is_wary(before, after),
        code=code,
        over=over,
    )


def _is_wary(before: Counts | None, after: Counts) -> bool:
    """Whether honest offers found less trust than before, or little."""
    return after.trusted < (before.trusted if before else 0) or after.trusted * 2 < after.honest


def _salt() -> bytes:
    """Return what codes are salted with; nothing on a node that was not set up, which gives no codes then."""
    try:
        return bytes(addressee().code_salt)
    except Refused:
        return b""


def _tied(request: HttpRequest, progress: Progress) -> HttpResponse:
    """File today's answers under the six words of the page that was pressed; pressed twice, it is the same."""
    salt, today = _salt(), timezone.localdate()
    try:
        code = read_code(request.POST.get("code", ""), lang=get_language())
    except CodeRefused:
        return _done(request, progress)
    if not (salt and tie_to_code(by=PUBLIC, token=progress.token, lookup=derive(code, salt=salt).lookup, today=today)):
        return _done(request, progress, over=True)
    return show(
        request,
        "learn_code",
        secret=True,
        words=code.words,
        carried=[*_carried(progress), ("code", code.phrase)],
        stay="keep",
        days=come_back_on(today),
        qr=qr(_address_of_again(request)),
    )


def _address_of_again(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("public:again"))


@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """Give the two days to come back on as a calendar file; it says nothing of what for."""
    day: date = timezone.localdate()
    return HttpResponse(
        calendar(come_back_on(day), _address_of_again(request)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="days.ics"'},
    )


@for_everybody
@require_safe
def home_again(request: HttpRequest) -> HttpResponse:
    """Show three invented stories of people who came home."""
    return show(request, "learn_stories", stories=stories())
