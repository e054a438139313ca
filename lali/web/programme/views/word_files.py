"""The words of the public site as files of translators: out as PO or XLIFF, and in after a look at what changes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.wording import Sheet, Unreadable, read_po, read_xliff, write_po, write_xliff
from lali.records.refusals import Refused
from lali.records.wording import actions, keeping
from lali.records.wording.sending import entries_of
from lali.records.wording.vocabulary import FORMS, LANGUAGES, OTHER_FORMS
from lali.web.programme.forms.words import FileForm, TakeInForm, sentence_of, sentence_of_file
from lali.web.programme.views.words import around, require_translator, sent_bytes, sent_with

MOST_SHOWN = 200  # changes listed before taking in; all are taken in
_KINDS = {"po": "text/x-gettext-translation; charset=utf-8", "xlf": "application/xliff+xml; charset=utf-8"}


@require_safe
def word_file(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    """The words of the site in one language as a file, of one page if the address names it."""
    page = request.GET.get("page", "")
    went_out = timezone.now()  # before the words are read: what is written meanwhile is newer than the file
    entries = entries_of(request.user, language, page)
    if kind not in _KINDS:
        raise Http404
    count, rule = FORMS.get(language, OTHER_FORMS)
    name = page or "site"
    if kind == "po":
        made = write_po(language, count, rule, entries, went_out)
    else:
        made = write_xliff(language, name, count, entries, went_out)
    response = HttpResponse(made, content_type=_KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="lali-{name}-{language}.{kind}"'
    return response


def _require(request: HttpRequest, language: str) -> None:
    require_translator(request)
    if language not in LANGUAGES:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, language: str) -> HttpResponse:
    """Look at a file of translations: what it would change. Nothing is changed here."""
    _require(request, language)
    form = FileForm(*sent_with(request), sent=sent_bytes(request))
    if request.method == "POST" and form.is_valid():
        try:
            found = keeping.preview(request.user, language, _read(form.cleaned_data["file"]))
        except Unreadable as why:
            form.add_error("file", sentence_of_file(why))
        else:
            if not found.wrong_language:
                return _preview(request, language, found)
            said = _("The file is in another language: %(language)s.") % {"language": found.wrong_language[:12]}
            form.add_error("file", said)
    context = {**around(language), "form": form}
    return render(request, "programme/words_upload.html", context, status=400 if request.method == "POST" else 200)


def _read(raw: bytes) -> Sheet:
    return read_xliff(raw) if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else read_po(raw)


def _preview(request: HttpRequest, language: str, found: keeping.Preview) -> HttpResponse:
    changes, conflicts = (
        {one.entry.key: [one.mark, list(one.after)] for one in those} for those in (found.changes, found.conflicts)
    )
    context = {
        **around(language),
        "found": found,
        "shown": found.changes[:MOST_SHOWN],
        "conflicting": found.conflicts[:MOST_SHOWN],
        "faulty": [(one, [sentence_of(fault) for fault in one.faults]) for one in found.faulty[:MOST_SHOWN]],
        "signed": sum(one.was_signed for one in found.changes),
        "form": TakeInForm(initial={"changes": changes, "conflicts": conflicts}),
    }
    return render(request, "programme/words_preview.html", context)


@require_POST
def take_in(request: HttpRequest, language: str) -> HttpResponse:
    """Take in the changes that were looked at, as drafts."""
    _require(request, language)
    form = TakeInForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please send the file again."))
        return redirect("programme:words_upload", language)
    changes = form.cleaned_data["changes"] | form.cleaned_data["conflicts"]
    try:
        done = actions.take_in_wordings(
            by=request.user,
            language=language,
            offered={key: texts for key, (_mark, texts) in changes.items()},
            seen={key: mark for key, (mark, _texts) in changes.items()},
        )
    except Refused as why:
        messages.error(request, str(why))
        return redirect("programme:words_upload", language)
    said = ngettext("%(n)s line was taken in as a draft.", "%(n)s lines were taken in as drafts.", done.taken)
    messages.success(request, said % {"n": done.taken})
    if done.changed:
        said = ngettext(
            "%(n)s line was changed here meanwhile and stays as it is.",
            "%(n)s lines were changed here meanwhile and stay as they are.",
            done.changed,
        )
        messages.warning(request, said % {"n": done.changed})
    return redirect("programme:words")
