"""The auditor's page: the whole journal, newest first, and its check."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.agencies.actions import (
    MOST_CHECKED_ON_A_PAGE,
    JournalIsTooLong,
    NoHeadInIt,
    check_journal,
    compare_given_heads,
)
from lali.records.agencies.queries import (
    JournalPage,
    journal_page,
    journal_state,
    members_in_journal,
    names_behind,
)
from lali.records.audit.queries import folded_readings
from lali.records.cases.queries import subjects_walled_off
from lali.records.cooperation.queries import heads_given
from lali.records.tips.queries import tip_refs_behind
from lali.web.administration.forms import GivenHeadForm, JournalForm
from lali.web.administration.words import facts_in_words, subject_in_words, who, without_records, words_for

A_MEMBER, A_TIP = re.compile(r"member:[0-9]{1,15}"), re.compile(r"tip:[0-9]{1,15}")
MOST_SAID = 10  # heads of one file that are spoken of
LONGEST_NUMBER = 15  # digits; a longer number is not exact in a journal line (RFC 8785), and no journal is so long


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Show a page of entries."""
    form = JournalForm(request.GET, reader=request.user, members=members_in_journal(request.user))
    valid = form.is_valid()
    state = journal_state(request.user)  # before this reading is written down, which the page does not list either
    page = _entries(request, form) if valid else JournalPage((), None)  # a filter that makes no sense shows nothing
    names, walled = _names(page), frozenset(subjects_walled_off(request.user))
    rows = [
        (
            line,
            who(line.entry.by, names),
            words_for(line.entry.verb),
            subject_in_words(line.entry.subject, names),
            facts_in_words(without_records(line.entry.facts, walled), names),
        )
        for line in folded_readings(page.entries)
    ]
    asked = {name: value for name, value in request.GET.items() if name != "before" and value}
    context = {
        "form": form,
        "rows": rows,
        "older": page.older is not None and "?" + urlencode(asked | {"before": page.older}),
        "newest": "before" in request.GET and "?" + urlencode(asked),
        "state": state,
        "heads_given": heads_given(request.user),
        "given_form": GivenHeadForm(prefix="given"),
        "newest_number": str(state.entries - 1),
        "valid": valid,
        "most_checked": MOST_CHECKED_ON_A_PAGE,
    }
    return render(request, "administration/journal.html", context, status=200 if valid else 422)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Recompute the whole journal, where that is short enough, and say what came of it."""
    try:
        outcome = check_journal(by=request.user)
    except JournalIsTooLong as why:
        messages.warning(request, str(why))
        return redirect("administration:journal")
    if outcome.first_broken:
        messages.error(request, _("The journal is not as it was written: %(what)s") % {"what": outcome.first_broken})
    else:
        said = _("All %(number)s entries are as they were written and match the signed head.")
        messages.success(request, said % {"number": outcome.entries})
    return redirect("administration:journal")


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Compare a head that somebody shows with the journal as it is now, and say whether it only grew since."""
    form = GivenHeadForm(request.POST, request.FILES, prefix="given")
    wrong = "" if form.is_valid() else " ".join(said for errors in form.errors.values() for said in errors)
    try:
        compared = compare_given_heads(by=request.user, text="" if wrong else form.text)
    except (JournalIsTooLong, NoHeadInIt) as why:
        messages.warning(request, wrong or str(why))
        return redirect("administration:journal")
    for one in compared[:MOST_SAID]:
        say = messages.error if one.verdict.broken else messages.success if one.verdict.holds else messages.warning
        say(request, str(one))
    return redirect("administration:journal")


def _entries(request: HttpRequest, form: JournalForm) -> JournalPage:
    walled = subjects_walled_off(request.user)
    return journal_page(request.user, form.wanted(), before=_number(request), without=walled)


def _names(page: JournalPage) -> dict[str, str]:
    """Names of members and references of tips that the entries of a page speak of."""
    told = [str(value) for entry in page.entries for value in entry.facts.values()]
    spoken_of = {*told, *(entry.by for entry in page.entries), *(entry.subject for entry in page.entries)}
    return names_behind(filter(A_MEMBER.fullmatch, spoken_of)) | tip_refs_behind(filter(A_TIP.fullmatch, spoken_of))


def _number(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER else None
