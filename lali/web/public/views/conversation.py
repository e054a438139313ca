"""Come back with the code: see what became of the report, read the agency's questions, answer.

The code travels in what the visitor sends and in nothing else; what it opens is opened in memory for this one page.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lali.engines.custody import report_receipt
from lali.engines.exchange import (
    CannotOpen,
    Code,
    CodeDoesNotFit,
    CodeRefused,
    MistypedCode,
    ReporterKeys,
    WrongWordCount,
    derive,
    open_letter,
    read_code,
)
from lali.records.audit.vocabulary import PUBLIC
from lali.records.channels.actions import open_waiting
from lali.records.letterbox.actions import SentAlready, receive_answer
from lali.records.letterbox.queries import (
    Filed,
    OpenedLetter,
    addressee,
    can_be_proven,
    draft_under,
    filed,
    files_received,
    read_in_time,
    report_under,
)
from lali.records.letterbox.queries import conversation as letters_of
from lali.records.letterbox.vocabulary import ReportState
from lali.records.reach.queries import message_under
from lali.records.refusals import Refused
from lali.web.public.forms import AnswerForm, CodeForm
from lali.web.public.talking import HOP_PURPOSE
from lali.web.public.views.page import chosen_country, from_another_site, show, suffix
from lali.web.public.views.report import begin_with, resume


class NoSuchReport(Refused):
    """Six good words that lead to nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest) -> HttpResponse:
    """Ask for the six words; with them, show the conversation and take an answer.

    Words that another site sends along open nothing: they stand in the form, and the visitor presses, or does not.
    """
    if request.method != "POST":
        return show(request, "code", form=CodeForm(), stay="edit")
    if request.POST.get("go") == "edit" or from_another_site(request):
        kept = CodeForm(initial=CodeForm.kept(request.POST))
        return show(request, "code", secret=True, form=kept, stay="edit")
    if poster := message_under(request.POST.get("code", ""), timezone.localdate()):  # typed at the wrong door
        address = reverse("public:arrival", args=[poster.code])
        return HttpResponseRedirect(address + suffix(chosen_country(request)))
    form = CodeForm(request.POST)
    try:
        return _opened(request, form) if form.is_valid() else _ask_again(request, form)
    except (CodeRefused, Refused) as refusal:
        form.add_error("code", _sentence(refusal))
        return _ask_again(request, form)


def _ask_again(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return show(request, "code", status=400, secret=True, form=form, stay="edit")


def _sentence(refusal: CodeRefused | Refused) -> str:
    match refusal:
        case WrongWordCount(found=found):
            return ngettext(
                "The code has six words. We see %(found)s word.",
                "The code has six words. We see %(found)s words.",
                found,
            ) % {"found": found}
        case MistypedCode(position=position, suggestions=()):
            return _("Word %(position)s is not one of ours. Please look at it again.") % {"position": position}
        case MistypedCode(position=position, suggestions=near):
            return _("Word %(position)s is not one of ours. Is it perhaps: %(near)s?") % {
                "position": position,
                "near": ", ".join(near),
            }
        case CodeDoesNotFit():
            return _("These six words do not belong together. Please look at each word and at their order.")
        case NoSuchReport():
            return _("We have no report under these six words. Please compare them with what you wrote down.")
        case _:
            return str(refusal)


def _opened(request: HttpRequest, form: CodeForm) -> HttpResponse:
    code = read_code(form.cleaned_data["code"], lang=get_language())
    keys = derive(code, salt=bytes(addressee().code_salt))
    report = report_under(keys)
    if report is None:
        draft = draft_under(keys)
        if draft is None:
            return begin_with(request, _written_by_message(keys))
        return resume(request, code, keys, draft)
    if request.POST.get("go") == "receipt" and (proof := filed(report)):
        return _receipt(proof)
    if request.POST.get("go") == "answer":
        return _answered(request, code, keys)
    return _show(request, code, keys, AnswerForm(initial=AnswerForm.kept(request.POST)))


def _written_by_message(keys: ReporterKeys) -> str:
    """Return what waits under the words of a text message."""
    sealed = open_waiting(by=PUBLIC, lookup=keys.lookup, today=timezone.localdate())
    try:
        return open_letter(sealed or b"", key=keys.private, purpose=HOP_PURPOSE).decode(errors="replace")
    except CannotOpen:
        raise NoSuchReport from None


def _receipt(proof: Filed) -> HttpResponse:
    """Give the receipt as a short text file of a name that says nothing."""
    words = [
        _("RECEIPT"),
        _("A report was filed with %(agency)s on %(day)s.")
        % {"agency": proof.agency, "day": date_format(proof.day, "j F Y")},
        "",
        _("What this shows: on this day a report came in. Below stands the fingerprint of its locked content."),
        _("What it does not show: who wrote it, or what it says."),
        _("Who finds this text knows that a report was made. Keep it where nobody looks, or do not keep it."),
        _("To check it: python3 verify.py and the name of this file. The agency gives out verify.py and its key."),
    ]
    text = report_receipt(words, entry=proof.entry, head=proof.head, key=proof.key)
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="note.txt"'},
    )


def _answered(request: HttpRequest, code: Code, keys: ReporterKeys) -> HttpResponse:
    """Take an answer, once: a page sent again is known by the number of letters it was made with."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, code, keys, form)
    try:
        _deliver(request.POST.get("written", ""), form.cleaned_data["answer"], keys)
    except SentAlready:
        return _show(request, code, keys, AnswerForm(initial=AnswerForm.kept(request.POST)), outcome="again")
    except Refused as refusal:
        form.add_error("answer", str(refusal))
        return _show(request, code, keys, form)
    return _show(request, code, keys, AnswerForm(), outcome="sent")


def _deliver(written: str, words: str, keys: ReporterKeys) -> None:
    report = report_under(keys)
    now = _written(letters_of(report, keys))
    if written != str(now):
        raise SentAlready
    receive_answer(by=PUBLIC, report=report, words=words, written=now)


def _written(letters: list[OpenedLetter]) -> int:
    return sum(not letter.from_agency for letter in letters)


def _show(request: HttpRequest, code: Code, keys: ReporterKeys, form: AnswerForm, outcome: str = "") -> HttpResponse:
    report = report_under(keys)
    letters = letters_of(report, keys)
    return show(
        request,
        "conversation",
        secret=True,
        status=400 if form.errors else 200,
        form=form,
        code=code.phrase,
        state=ReportState(report.state).label,
        received_at=report.received_at,
        files=files_received(report),
        letters=letters,
        receipt=can_be_proven(report),
        taken_in=report.collected,
        waits=report.state == ReportState.WAITING,
        read_in_time=read_in_time(),
        written=_written(letters),
        outcome=outcome,
        stay="stay",
    )
