"""Conversations: reading an export, its messages, citing them and noting beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.signs import Judgement, words
from lali.records.conversations import actions, queries
from lali.records.conversations.vocabulary import DateOrder, ReadingState
from lali.records.entities.vocabulary import IdentifierKind
from lali.records.evidence.queries import passages_of, read_exhibit
from lali.records.refusals import Refused
from lali.web.workspace import readings
from lali.web.workspace.forms.conversations import (
    AnswerForm,
    BesideForm,
    CiteForm,
    GoToForm,
    MessageFilterForm,
    MessageNoteForm,
    ReadingForm,
    place_in,
)
from lali.web.workspace.reading import Judged, judged
from lali.web.workspace.views.naming import tell_of_names
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

PART = "evidence"
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|tiff?|hei[cf])$", re.IGNORECASE)
LOOKS_AGAIN = 4  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Read an exhibit as a conversation."""
    context = room(request, ref, PART)
    exhibit = read_exhibit(request.user, ref, number)
    form, begun = ReadingForm(request.POST if request.method == "POST" else None), []
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: begun.append(actions.begin_reading(by=request.user, ref=ref, exhibit=number, **form.cleaned_data)),
    ):
        _read_on(request, ref, begun[0].number, exhibit.size)
        return redirect("workspace:conversation", ref, begun[0].number)
    context |= {
        "exhibit": exhibit,
        "form": form,
        "readings": queries.readings_of(context["case"], number),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/conversation/new.html", context, status=status)


def _read_on(request: HttpRequest, ref: str, number: int, size: int) -> None:
    try:
        readings.go_on(request.user, ref, number, size)
    except Refused as why:
        messages.error(request, str(why))


@require_safe
def conversation(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One conversation: its messages; or how far it was read, what it asks, why it was refused."""
    context = room(request, ref, PART)
    chosen = {name for name in MessageFilterForm.base_fields if request.GET.get(name)}
    found = queries.read_conversation(request.user, ref, number, filters=chosen)
    context |= {"conversation": found, **_decided(found)}
    match found.state:
        case ReadingState.READ:
            return _messages_page(request, context)
        case ReadingState.BACK if found.read_at:
            return _messages_page(request, context)
        case ReadingState.ASKS:
            return _question_page(request, context)
        case _:
            return _reading_page(request, context)


def _reading_page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """How far it came, or why it was refused; without JavaScript it looks again, unless its reader holds it still."""
    still = "still" in request.GET
    context |= {"still": still, "others": queries.other_readings(context["conversation"])}
    response = render(request, "workspace/conversation/reading.html", context)
    if context["conversation"].state == ReadingState.READING and not still:
        response["Refresh"] = str(LOOKS_AGAIN)
    return response


def _decided(found: object) -> dict[str, object]:
    """How dates were decided, in words."""
    order = found.date_order or found.told.get("date_order") or ""
    reason = "stated" if found.date_order else str(found.told.get("reason") or "")
    return {
        "order_in_words": DateOrder(order).label if order in DateOrder.values else "",
        "reason_in_words": queries.reason_in_words(reason),
        "percent": min(99, found.reached * 100 // found.size) if found.size else 0,
    }


def _messages_page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    found = context["conversation"]
    overview = queries.overview_of(found)
    form = MessageFilterForm(request.GET, overview=overview, persons=queries.persons_in(found))
    said = queries.said_in(found)
    page = queries.page_of(found, asked := form.asked(place=place_in(request.GET)))
    context |= {
        "overview": overview,
        "form": form,
        "go_to": GoToForm({"on": request.GET.get("on", ""), "at": request.GET.get("at", "")}),
        "page": page,
        "rows": [_Row.of(one, said) for one in page.messages],
        "said": sum(map(len, said.values())),
        "others": queries.other_readings(found),
        "filtered": asked.filters,
        "earlier": _address(request.GET, before=page.earlier),
        "later": _address(request.GET, after=page.later),
        "further": _address(request.GET, **_further(page, asked)),
    }
    return render(request, "workspace/conversation/messages.html", context)


def _further(page: queries.Page, asked: queries.Asked) -> dict[str, int | None]:
    """Where looking goes on when one page looked through its part and found less than a page."""
    return {"before" if asked.before is not None and asked.after is None else "after": page.looked_until}


def _address(asked: QueryDict, **place: int | None) -> str:
    """The same filters at another place; nothing where there is none."""
    ((name, number),) = place.items()
    if number is None:
        return ""
    kept = asked.copy()
    for other in ("after", "before", "at", "on"):
        kept.pop(other, None)
    kept[name] = str(number)
    return f"?{kept.urlencode()}"


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    label: str
    why: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A message with its signs and identifiers as spans of its words."""

    message: queries.MessageShown
    signs: tuple[_Span, ...]
    identifiers: tuple[tuple[str, str, bool], ...]
    spans: tuple[_Span, ...]
    together: tuple[tuple[str, int, int], ...]  # signs in pieces: label, first and last message read together
    said: tuple[queries.Said, ...]  # who the sender is said to be
    judged: Judged | None = None  # what the model adds to the signs

    @classmethod
    def of(cls, message: queries.MessageShown, said: Mapping[str, tuple[queries.Said, ...]]) -> "_Row":
        """Signs first: their numbers tie them to the list below."""
        reading, language = message.reading, get_language() or "en"
        known_as = tuple(one for one in said.get(message.who, ()) if one.person is not None)
        pieces = [(one, words(one.sign, language)) for one in message.pieces if one.end <= len(message.text)]
        together = tuple(dict.fromkeys((said.label, one.first, one.last) for one, said in pieces))
        told = [(one.start, one.end, words(one.id, language)) for one in reading.signs] if reading else []
        told = sorted([*told, *((one.start, one.end, said) for one, said in pieces)], key=itemgetter(0, 1))
        signs = tuple(_Span(start, end, said.label, said.why, message.text[start:end]) for start, end, said in told)
        if reading is None:
            return cls(message, signs, (), signs, together, known_as)
        kinds = dict(IdentifierKind.choices)
        found = tuple(_Span(one.start, one.end, str(kinds.get(one.kind, one.kind))) for one in reading.identifiers)
        known = tuple((str(kinds.get(one.kind, one.kind)), one.normalised, one.weak) for one in reading.identifiers)
        one = message.judgement
        adds = _adds(one) if one else None
        return cls(message, signs, known, signs + found, together, known_as, adds)


def _adds(one: Judgement) -> Judged | None:
    """What the model adds to a message."""
    aspects = [(aspect.name, [word.text for word in aspect.words]) for aspect in one.aspects]
    return judged(one.kind, [word.text for word in one.weighed], aspects)


def _question_page(request: HttpRequest, context: dict[str, object], form: forms.Form | None = None) -> HttpResponse:
    question = queries.question_of(context["conversation"])
    context |= {"question": question, "form": form or AnswerForm(prefix="answer", question=question)}
    return render(request, "workspace/conversation/question.html", context, status=400 if form else 200)


@require_POST
def answer(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Say what the reader could not find out."""
    context = room(request, ref, PART)
    found = queries.read_conversation(request.user, ref, number)
    if found.state != ReadingState.ASKS:
        return redirect("workspace:conversation", ref, number)
    form = AnswerForm(request.POST, prefix="answer", question=queries.question_of(found))
    if carried_out(
        request, form, lambda: actions.answer_reading(by=request.user, ref=ref, number=number, **form.answer())
    ):
        _read_on(request, ref, number, found.exhibit.size)
        return redirect("workspace:conversation", ref, number)
    return _question_page(request, context | {"conversation": found, **_decided(found)}, form)


@require_POST
def go_on(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Go on with a reading that was stopped."""
    found = queries.read_conversation(request.user, ref, number)
    _read_on(request, ref, number, found.exhibit.size)
    return redirect("workspace:conversation", ref, number)


HOW = {
    "text": gettext_lazy("other words"),
    "time": gettext_lazy("another time"),
    "sender": gettext_lazy("another sender"),
    "attachment": gettext_lazy("another file"),
    "deleted_left": gettext_lazy("deleted on the left"),
    "deleted_right": gettext_lazy("deleted on the right"),
    "before": gettext_lazy("the other export begins later"),
    "after": gettext_lazy("the other export ends earlier"),
}


@require_safe
def beside(request: HttpRequest, ref: str) -> HttpResponse:
    """Two conversations of the case side by side: only what is not the same on both is shown. Of several, counts."""
    context = room(request, ref, PART)
    every = [one for one in queries.conversations_of(context["case"]) if one.state == ReadingState.READ]
    form = BesideForm(request.GET if "left" in request.GET else None, conversations=every)
    context |= {"form": form, "conversations": every}
    if form.is_bound and form.is_valid():
        try:
            context |= _laid_beside(request, ref, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
    return render(request, "workspace/conversation/beside.html", context)


def _laid_beside(request: HttpRequest, ref: str, left: int, right: int | None, first: int | None) -> dict[str, object]:
    if right is None:
        return {"pairs": queries.beside_all_others(request.user, ref, left)}
    found = queries.side_by_side(request.user, ref, left, right, first=first or 0)
    return {
        "found": found,
        "sides": [(one, _decided(one)) for one in (found.left, found.right)],
        "rows": [(one, [HOW[how] for how in one.row.how if how in HOW]) for one in found.differences],
        "counts": found.comparison.counts,
        "later": f"?left={left}&right={right}&first={found.later}" if found.later else "",
    }


# -- one message ------------------------------------------------------------------------------------------------------


@require_safe
def message(request: HttpRequest, ref: str, number: int, n: int) -> HttpResponse:
    """One message with its bytes, what is noted beside it, and where it is cited."""
    return _message_page(request, ref, number, n)


def _message_page(request: HttpRequest, ref: str, number: int, n: int, **with_errors: forms.Form) -> HttpResponse:
    context = room(request, ref, PART)
    one = queries.read_message(request.user, ref, number, n)
    cited = [passage for passage in passages_of(context["case"]) if passage.ref in one.message.cited]
    context |= {
        "one": one,
        "conversation": one.conversation,
        "row": _Row.of(one.message, queries.said_in(one.conversation)),
        "passages": cited,
        "cite_form": CiteForm(prefix="cite", initial={"first": n, "last": n}),
        "note_form": MessageNoteForm(prefix="note"),
        **_decided(one.conversation),
    }
    status = 400 if with_errors else 200
    return render(request, "workspace/conversation/message.html", context | with_errors, status=status)


@require_safe
def file(request: HttpRequest, ref: str, number: int, n: int) -> HttpResponse:
    """The file that a message names, where it lies in the same archive: its digest, and the way to look into it."""
    context = room(request, ref, PART)
    found = actions.look_at_file(by=request.user, ref=ref, number=number, n=n)
    context |= {"found": found, "conversation": found.conversation, "inside": str(found.number)}
    context["is_picture"] = bool(_PICTURE.search(found.name))
    return render(request, "workspace/conversation/file.html", context)


@require_POST
def cite(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Cite a message or following ones; then one sees where to use the passage."""
    case = room(request, ref, PART)["case"]
    form, cited = CiteForm(request.POST, prefix="cite"), []
    if carried_out(
        request,
        form,
        lambda: cited.append(actions.cite_messages(by=request.user, ref=ref, number=number, **form.cleaned_data)),
        said=_("The messages are cited. Now say below what rests on them."),
    ):
        tell_of_names(request, case, form)
        return redirect(f"{reverse('workspace:message', args=[ref, number, cited[0].first])}#cited")
    return _message_page(request, ref, number, _number_in(form.data), cite_form=form)


def _number_in(data: Mapping[str, str]) -> int:
    """The message from whose page the form came; 0, which is none, for what is no number."""
    said = str(data.get("cite-first", ""))
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 17 else 0  # noqa: PLR2004 - as numbers are


@require_POST
def note(request: HttpRequest, ref: str, number: int, n: int) -> HttpResponse:
    """Write a translation or a remark beside a message."""
    case = room(request, ref, PART)["case"]
    form = MessageNoteForm(request.POST, prefix="note")
    if carried_out(
        request,
        form,
        lambda: actions.note_on_message(by=request.user, ref=ref, number=number, n=n, **form.cleaned_data),
        said=_("Noted beside the message."),
    ):
        tell_of_names(request, case, form)
        return redirect("workspace:message", ref, number, n)
    return _message_page(request, ref, number, n, note_form=form)
