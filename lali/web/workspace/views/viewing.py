"""Looking into an exhibit: one page with whatever can be shown, pictures made anew, recordings piece by piece."""

import re
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lali.engines.viewing import Seen, Where
from lali.records.cases.queries import may_write, read_case
from lali.records.evidence import actions
from lali.records.evidence.queries import read_exhibit
from lali.records.links.actions import ReadThere, note_from_exhibit
from lali.records.refusals import Refused
from lali.web.workspace.forms import IdentifierForm
from lali.web.workspace.looking import GOOD, SAYS, cautions_in_words, cautions_of_member, facts_in_words, what_it_is
from lali.web.workspace.views.downloads import LOCKED, shown_picture
from lali.web.workspace.views.outcome import carried_out

MOST_PAGES = 100_000
IDENTIFIERS = dict(IdentifierForm.base_fields["kind"].choices)
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{1,18})?")


def where_in(request: HttpRequest) -> Where:
    """The page, the part and the file inside that an address or a form asks for. Http404 when it is none."""
    asked = request.POST if request.method == "POST" else request.GET
    inside = asked.get("in", "")
    try:
        steps = tuple(int(step) for step in inside.split(".")) if inside else ()
        part, page = int(asked.get("part", 0)), int(asked.get("page", 1))
    except ValueError:
        raise Http404 from None
    if not (0 <= part < MOST_PAGES and 1 <= page <= MOST_PAGES and all(0 < step < 10**9 for step in steps)):
        raise Http404
    return Where(steps, part, page)


def address(where: Where, *, page: int = 1, part: int | None = None, inside: tuple[int, ...] | None = None) -> str:
    """The query that leads to another page, part or file inside."""
    steps = where.inside if inside is None else inside
    asked = {
        "in": ".".join(map(str, steps)),
        "part": (where.part if part is None else part) if inside is None else 0,
        "page": page if page > 1 else 0,
    }
    return "?" + urlencode({name: value for name, value in asked.items() if value})


@require_safe
def look(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One page of an exhibit, whatever its kind; the look is journalled."""
    where = where_in(request)
    case = read_case(request.user, ref)
    try:
        looked = actions.look_at_exhibit(by=request.user, ref=ref, number=number, where=where)
    except Refused as refusal:
        context = {"case": case, "exhibit": read_exhibit(request.user, ref, number), "why_not": str(refusal)}
        return render(request, "workspace/viewing/refused.html", context, status=_status(refusal))
    context = {
        "case": case,
        "writes": may_write(case),
        "exhibit": looked.exhibit,
        "where": where,
        "seen": looked.seen,
        "name": looked.name,
        "why_not": looked.why_not,
        "identifiers": [(one, IDENTIFIERS.get(one.kind, one.kind)) for one in looked.identifiers],
        "steps": ".".join(map(str, where.inside)),
        "up": address(where, inside=where.inside[:-1]),
    }
    if looked.seen:
        context |= _shown(looked.seen, where)
    return render(request, "workspace/viewing/look.html", context)


def _status(refusal: Refused) -> int:
    return 503 if isinstance(refusal, actions.LookingIsBusy) else 409


def _shown(seen: Seen, where: Where) -> dict[str, object]:
    known, rest = facts_in_words(seen.facts)
    members = [
        (member, address(where, inside=(*where.inside, member.number)), cautions_of_member(member))
        for member in seen.members
    ]
    return {
        "what": what_it_is(seen),
        "cautions": cautions_in_words(one for one in seen.cautions if one.code not in GOOD),
        "checked": cautions_in_words(one for one in seen.cautions if one.code in GOOD),
        "known": known,
        "rest": rest,
        "members": members,
        "parts": [(name, address(where, part=place), place == seen.part) for place, name in enumerate(seen.parts)],
        "earlier": address(where, page=seen.page - 1) if seen.page > 1 else "",
        "later": address(where, page=seen.page + 1) if seen.more or seen.page < seen.pages else "",
        "here": address(where, page=seen.page),
        "plays": seen.plays if not where.inside else "",
        "rows": list(enumerate(seen.sheet.rows, seen.sheet.first)) if seen.sheet else [],
    }


@require_POST
def note(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Note identifiers that stand on a page of an exhibit: the one that is chosen, or all that are not weak."""
    where = where_in(request)
    chosen, back = request.POST.get("value", ""), reverse("workspace:exhibit_look", args=[ref, number])
    try:
        looked = actions.look_at_exhibit(by=request.user, ref=ref, number=number, where=where)
    except Refused:
        return redirect(back + address(where, page=where.page))  # which says why
    found = [
        ReadThere(str(one.kind), one.normalised, one.raw, one.weak, _said_as(looked.seen, one.raw))
        for one in looked.identifiers
        if (one.normalised == chosen if chosen else not one.weak)
    ]
    inside = ".".join(map(str, where.inside))
    made = note_from_exhibit(by=request.user, ref=ref, number=number, found=found, inside=inside, page=where.page)
    said = ngettext("%(n)s identifier is noted.", "%(n)s identifiers are noted.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect(back + address(where, page=where.page))


def _said_as(seen: Seen | None, raw: str) -> str:
    """Under which of its own facts a file gives these words; nothing where they stand in its text."""
    facts = seen.facts if seen else ()
    return next((str(fact.name) for fact in facts if fact.name in SAYS and raw in fact.value), "")


@require_POST
def take_out(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take a file inside in as an exhibit of its own."""
    form, made, where = forms.Form(request.POST), [], where_in(request)
    if not where.inside:
        raise Http404
    act = partial(actions.take_out_part, by=request.user, ref=ref, number=number, inside=where.inside)
    if carried_out(request, form, lambda: made.append(act()), said=_("It is an exhibit of its own now.")):
        return redirect("workspace:exhibit", ref, made[0].number)
    context = {
        "case": read_case(request.user, ref),
        "exhibit": read_exhibit(request.user, ref, number),
        "why_not": " ".join(form.non_field_errors()),
    }
    return render(request, "workspace/viewing/refused.html", context, status=409)


@require_safe
def picture(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One page as a picture made anew, that can do nothing but be seen."""
    try:
        made = actions.picture_of_exhibit(by=request.user, ref=ref, number=number, where=where_in(request))
    except actions.LookingIsBusy:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    except Refused:
        raise Http404 from None
    return shown_picture(made, "image/png" if made.startswith(b"\x89") else "image/jpeg")


@require_safe
def play(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """A recording from any place on, as players ask for it."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    start, end = (int(asked[1]), int(asked[2]) if asked[2] else None) if asked else (0, None)
    try:
        handed = actions.play_exhibit(by=request.user, ref=ref, number=number, start=start, end=end)
    except Refused:
        raise Http404 from None
    if handed.last < start:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{handed.size}"
        return response
    response = StreamingHttpResponse(handed.pieces, content_type=handed.plays, status=206 if asked else 200)
    response["Content-Length"] = str(handed.last - start + 1)
    response["Accept-Ranges"] = "bytes"
    if asked:
        response["Content-Range"] = f"bytes {start}-{handed.last}/{handed.size}"
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
