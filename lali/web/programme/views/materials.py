"""Materials of a campaign: what can be printed, sent or read out, made anew for each press."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages as told
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lali.engines.materials import LENGTHS, MOST_POSTERS, PAPERS, radio, sms
from lali.records.awareness import queries
from lali.records.reach.vocabulary import LANGUAGES, spaced
from lali.web.programme import printing
from lali.web.programme.forms.materials import MaterialsForm, language_name
from lali.web.programme.views.campaigns import around

LONG_NUMBER = 5
LOCKED = "default-src 'none'; sandbox"


@require_safe
def materials(request: HttpRequest, number: int) -> HttpResponse:
    """What can be made of each message; choices stand in the address."""
    found = queries.read_campaign(request.user, number)
    written = [pair for pair in queries.messages_of(request.user, number) if any(one for _letter, one in pair.variants)]
    form = _form(request, found, written, request.GET if "of" in request.GET else None)
    context = around(request, found, "materials", form=form, written=written, address=settings.PUBLIC_ADDRESS)
    if written and settings.PUBLIC_ADDRESS and (not form.is_bound or form.is_valid()):
        context |= _offered(request, number, form)
    return render(request, "programme/materials.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, campaign: object, written: list, data: object) -> MaterialsForm:
    of = [
        (f"{pair.language}-{letter}", f"{language_name(pair.language)}, {letter}")
        for pair in written
        for letter, one in pair.variants
        if one
    ]
    today = timezone.localdate()
    ready = [
        one
        for one in queries.codes_opened(request.user, campaign.pk)
        if one.closed_on is None and not _is_past(one.open_until, today)
    ]
    codes = [(one.code, f"{spaced(one.code)} · {one.place} · {language_name(one.language)}") for one in ready]
    of_codes = {
        "languages": {one.code: one.language for one in ready},
        "places": {one.code: one.place for one in ready},
    }
    line = printing.help_number(request.user.agency.country)
    wanted = [one.language for one in queries.audiences_of(request.user, campaign.pk)]
    own = next((one for language in wanted for one, _words in of if one.startswith(f"{language}-")), "")
    initial = {"of": own or (of[0][0] if of else ""), "picture": "hook"}
    if line:
        language = ((data or {}).get("of") or initial["of"]).partition("-")[0]
        with override(language if language in LANGUAGES else None):
            initial |= {"number": line.number, "whose": printing.whose_number(line)}
    return MaterialsForm(data, of=of, codes=codes, **of_codes, initial=initial)


def _is_past(day: object, today: object) -> bool:
    return day is not None and day < today


def _offered(request: HttpRequest, number: int, form: MaterialsForm) -> dict[str, object]:
    """What the page says of the chosen message: links, texts to send, spots with their lengths."""
    facts = {**form.initial, "code": ""} if not form.is_bound else form.cleaned_data
    chosen = printing.Chosen(**{name: facts.get(name, "") for name in ("code", "picture", "number", "whose")})
    language, _dash, letter = facts["of"].partition("-")
    said = queries.source_of(request.user, number, language, letter)
    try:
        with override(language):
            source = printing.source_for(said, chosen)
            words, signs = printing.fixed_words(), printing.three_signs()
            spots = [radio(source, words, length, signs) for length in LENGTHS]
    except printing.NotPrinted as refusal:
        return {"refusal": str(refusal)}
    line = printing.help_number(request.user.agency.country)
    places = [code for code, own in form.languages.items() if own == language]
    kept = urlencode({name: facts.get(name, "") for name in ("code", "picture", "number", "whose")})
    return {
        "said": said,
        "keep": kept,
        "papers": [(paper, f"poster-{paper.lower()}", f"poster-{paper.lower()}-light") for paper in PAPERS],
        "tests": [
            (f"{first}–{last}", f"test-ab-{first}-{last}", f"test-ba-{first}-{last}") for first, last in printing.SHEETS
        ],
        "texts": sms(said.sms, source),
        "spots": spots,
        "lacks_number": not chosen.number,
        "for_children": bool(line and "child" in line.serves and chosen.number == line.number),
        "places": [
            (first + 1, min(first + MOST_POSTERS, len(places)), first // MOST_POSTERS + 1)
            for first in range(0, len(places), MOST_POSTERS)
        ]
        if len(places) > 1
        else [],
        "words_wait": printing.words_wait_for_a_speaker(language),
    }


def _made(kind: str, said: queries.Source, form: MaterialsForm, part: str) -> printing.Printed:
    """One file; with `part` the posters of so many places at a time."""
    if not part:
        return printing.printed(kind, said, form.chosen())
    places = [(code, form.places[code]) for code, own in form.languages.items() if own == said.language]
    first = (int(part) - 1) * MOST_POSTERS if part.isdecimal() and len(part) < LONG_NUMBER else -1
    chosen = places[first : first + MOST_POSTERS] if first >= 0 else []
    if kind not in printing.POSTERS or not chosen:
        raise Http404
    return printing.printed_for_all(kind, said, form.chosen(), chosen)


@require_safe
def material(request: HttpRequest, number: int, language: str, letter: str, kind: str) -> HttpResponse:
    """Make one file and send it."""
    if kind not in printing.KINDS:
        raise Http404
    found = queries.read_campaign(request.user, number)
    said = queries.source_of(request.user, number, language, letter)
    written = queries.messages_of(request.user, number)
    form = _form(request, found, written, {**request.GET.dict(), "of": f"{language}-{letter}"})
    if not form.is_valid():
        raise Http404
    try:
        made = _made(kind, said, form, request.GET.get("places", ""))
    except printing.NotPrinted as refusal:
        told.error(request, str(refusal))
        back = urlencode({"of": f"{language}-{letter}", **request.GET.dict()})
        return HttpResponseRedirect(f"{reverse('programme:materials', args=[number])}?{back}")
    response = HttpResponse(made.data, content_type=made.content_type)
    shown = kind == "card" and "shown" in request.GET
    response["Content-Disposition"] = content_disposition_header(as_attachment=not shown, filename=made.name)
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
