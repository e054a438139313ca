"""The words of the public site in its languages: how far they are, line by line, signed by who speaks the language."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.refusals import Refused
from lali.records.wording import actions, keeping
from lali.records.wording.keeping import Line
from lali.records.wording.pages import BY_CODE, PAGES
from lali.records.wording.vocabulary import NAMES, SHIP_AS_DRAFTS, State
from lali.web.programme.forms.words import LineForm, SendBackForm, ShowForm, SignOffForm, prefix_of

PER_PAGE = 20
READ_AT_ONCE = 40  # lines that one reads through and signs together


def require_translator(request: HttpRequest, permission: Permission = Permission.TRANSLATE) -> None:
    """Let pass who translates, or who signs; others are told so before they see a form."""
    if not request.user.may(permission):
        raise PermissionDenied(permission.label)


def sent_bytes(request: HttpRequest) -> int:
    """How much a browser says that it sends."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def sent_with(request: HttpRequest) -> tuple[object, ...]:
    """What a form is bound to: nothing before something was sent, though it be a file that the server did not keep."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """How far every page of the site is in every language."""
    found = keeping.coverage(request.user)
    by_page = {(one.language, share.page.code): share for one in found for share in one.pages}
    pages = [page for page in PAGES if (found[0].language, page.code) in by_page]
    rows = [(page, [by_page[one.language, page.code] for one in found]) for page in pages]
    context = {"languages": found, "rows": rows, **_may(request)}
    return render(request, "programme/words.html", context)


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        "translates": request.user.may(Permission.TRANSLATE),
        "reviews": request.user.may(Permission.REVIEW_TRANSLATION),
    }


def around(language: str, page: str = "") -> dict[str, object]:
    """What every page of the workbench knows of where it is."""
    return {
        "language": language,
        "language_name": NAMES[language],
        "page_of": BY_CODE.get(page),
        "is_draft": language in SHIP_AS_DRAFTS,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, language: str, page: str) -> HttpResponse:
    """The lines of one page beside the English, all in one form: each Save saves every line that was changed."""
    every = keeping.page_lines(request.user, language, page)
    if request.method == "POST":
        require_translator(request)
        return _save(request, language, page, every)
    shown = Paginator(_chosen(request, every), PER_PAGE)
    return _lines_page(request, every, shown.get_page(request.GET.get("page")), {})


def _chosen(request: HttpRequest, every: Sequence[Line]) -> list[Line]:
    """The lines that the reader asked for; all of them where nobody could tell which."""
    show = ShowForm(request.GET)
    if not show.is_valid():
        return list(every)
    return keeping.chosen_lines(request.user, every, show.cleaned_data["only"], show.cleaned_data["words"])


def _back_to(request: HttpRequest, key: str, now: Sequence[Line]) -> str:
    """Address of the list as it was asked for, at the line to go on with, wherever that line now stands."""
    keys = [line.key for line in _chosen(request, now)]
    if key not in keys:
        return request.get_full_path()
    query = request.GET.copy()
    query["page"] = str(keys.index(key) // PER_PAGE + 1)
    return f"{request.path}?{query.urlencode()}#k{key[:10]}"


def _save(request: HttpRequest, language: str, page: str, every: Sequence[Line]) -> HttpResponse:
    """Save the lines that were changed, each by itself; those that cannot be saved come back as they were typed."""
    keys = request.POST.getlist("key")[:PER_PAGE]
    wrong: dict[str, LineForm] = {}
    saved = 0
    for line in every:
        form = LineForm(request.POST, line, prefix=prefix_of(line))
        if line.key not in keys or not form.differs():
            continue
        form = _saved(request, form)
        if form.errors:
            wrong[line.key] = form
        else:
            saved += 1
    _tell_saved(request, saved, len(wrong))
    now = keeping.page_lines(request.user, language, page)
    if not wrong:
        return redirect(_back_to(request, request.POST.get("after", ""), now))
    return _lines_page(request, now, Paginator([line for line in now if line.key in keys], PER_PAGE).page(1), wrong)


def _saved(request: HttpRequest, form: LineForm) -> LineForm:
    """Save one line; return its form, with what keeps it from being saved, if anything does."""
    if not form.is_valid():
        return form
    line, seen = form.line, form.cleaned_data["seen"]
    try:
        actions.save_wording(by=request.user, language=line.language, key=line.key, texts=form.texts(), seen=seen)
    except actions.Faulty as why:
        form.name_faults(why.faults)
    except actions.ChangedMeanwhile as met:
        again = request.POST.copy()
        again[form.add_prefix("seen")] = met.seen
        form = LineForm(again, line, prefix=form.prefix)
        form.met = met
        form.add_error(None, str(met))
    return form


def _tell_saved(request: HttpRequest, saved: int, wrong: int) -> None:
    if saved == 1:
        messages.success(request, _("Saved as a draft. The public reads it when somebody else has signed it."))
    elif saved:
        said = ngettext(
            "%(n)s line is saved as a draft. The public reads it when somebody else has signed it.",
            "%(n)s lines are saved as drafts. The public reads them when somebody else has signed them.",
            saved,
        )
        messages.success(request, said % {"n": saved})
    elif not wrong:
        messages.info(request, _("Nothing was changed."))


def _lines_page(
    request: HttpRequest, every: Sequence[Line], shown: Page, wrong: Mapping[str, LineForm]
) -> HttpResponse:
    """Lines to work on; those in `wrong` as they were typed, with what keeps them from being saved."""
    show = ShowForm(request.GET)
    lines = [(line, wrong.get(line.key) or LineForm(None, line, prefix=prefix_of(line))) for line in shown]
    context = {
        **around(**request.resolver_match.kwargs),
        **_may(request),
        "show": show,
        "french": show.is_valid() and show.cleaned_data["french"],
        "shown": shown,
        "first": shown.start_index(),
        "lines": [(line, form, _next(shown.paginator.object_list, line)) for line, form in lines],
        "wrong": bool(wrong),
        "total": len(every),
        "counts": [(state, sum(line.state == state for line in every)) for state in State],
    }
    return render(request, "programme/words_page.html", context, status=400 if wrong else 200)


def _next(lines: Sequence[Line], line: Line) -> str:
    """Key of the line after this one, to go on there; of this one where it is the last."""
    here = lines.index(line)
    return lines[min(here + 1, len(lines) - 1)].key


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """One line: its words, what was said before, who wrote and who signed it."""
    found = keeping.line_of(request.user, language, key)
    if request.method != "POST":
        return _line_page(request, found, LineForm(None, found))
    require_translator(request)
    form = _saved(request, LineForm(request.POST, found))
    if form.errors:
        return _line_page(request, found, form, status=400)
    _tell_saved(request, 1, 0)
    return redirect("programme:words_line", language, key)


def _line_page(request: HttpRequest, found: Line, form: LineForm, *, status: int = 200) -> HttpResponse:
    english_grade, english_is_long = keeping.english_of(found)
    context = {
        **around(found.language, found.page),
        **_may(request),
        "line": found,
        "form": form,
        "met": form.met,
        "earlier": keeping.earlier_words(request.user, found.language, found.key),
        "may_sign": _may_sign(request, found),
        "own": found.is_own(request.user),
        "may_send_back": _may_send_back(request, found),
        "send_back": SendBackForm(initial={"seen": found.mark}, auto_id="back-%s"),
        "grade": max(0, round(english_grade)),
        "english_is_long": english_is_long,
    }
    return render(request, "programme/words_line.html", context, status=status)


def _may_sign(request: HttpRequest, line: Line) -> bool:
    return (
        request.user.may(Permission.REVIEW_TRANSLATION) and line.state == State.DRAFT and not line.is_own(request.user)
    )


def _may_send_back(request: HttpRequest, line: Line) -> bool:
    waits = line.row is not None and line.state == State.DRAFT
    return (
        waits and request.user.may(Permission.REVIEW_TRANSLATION) and line.row.written_by != request.user.journal_name
    )


@require_POST
def sign(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """Sign one line as it was read."""
    try:
        actions.sign_wording(by=request.user, language=language, key=key, seen=request.POST.get("seen", ""))
        messages.success(request, _("Signed. The public reads it within a minute."))
    except Refused as why:
        messages.error(request, str(why))
    return redirect("programme:words_line", language, key)


@require_POST
def send_back(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """Send a line back to who wrote it, and say why."""
    form = SendBackForm(request.POST)
    form.full_clean()
    seen, why = (form.cleaned_data.get(name, "") for name in ("seen", "why"))
    try:
        actions.send_back_wording(by=request.user, language=language, key=key, seen=seen, why=why)
        messages.success(request, _("Sent back. Who wrote it is told."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("programme:words_line", language, key)


@require_POST
def take_back(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """Take words of this node from the public."""
    try:
        actions.take_back_wording(by=request.user, language=language, key=key)
        messages.success(request, _("Taken back. The public reads what came with the program, within a minute."))
    except Refused as why:
        messages.error(request, str(why))
    return redirect("programme:words_line", language, key)


@require_http_methods(["GET", "HEAD", "POST"])
def read_through(request: HttpRequest, language: str, page: str) -> HttpResponse:
    """Read a page against the English, some lines at a time, and sign them."""
    every = keeping.page_lines(request.user, language, page)
    shown = Paginator(every, READ_AT_ONCE).get_page(request.GET.get("page"))
    form = SignOffForm(
        request.POST or None, initial={"seen": " ".join(f"{line.key}:{line.mark}" for line in shown if line.texts)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.sign_page(by=request.user, language=language, page=page, seen=form.cleaned_data["seen"])
        except Refused as why:
            form.add_error(None, str(why))
        else:
            _tell(request, done)
            if shown.has_next():
                return redirect(f"{request.path}?page={shown.next_page_number()}")
            return redirect("programme:words_page", language, page)
    context = {
        **around(language, page),
        **_may(request),
        "form": form,
        "lines": shown,
        "own": sum(line.is_own(request.user) for line in shown),
        "signs": any(_may_sign(request, line) for line in shown),
        "missing": sum(line.state == State.MISSING for line in shown),
        "open": sum(line.state == State.DRAFT for line in shown),
    }
    return render(request, "programme/words_read.html", context, status=400 if request.method == "POST" else 200)


def _tell(request: HttpRequest, done: actions.SignedOff) -> None:
    if done.signed:
        said = ngettext("%(n)s line is signed.", "%(n)s lines are signed.", done.signed) % {"n": done.signed}
        messages.success(request, said)
    if done.own:
        said = ngettext(
            "%(n)s line is your own: somebody else must sign it.",
            "%(n)s lines are your own: somebody else must sign them.",
            done.own,
        )
        messages.warning(request, said % {"n": done.own})
    if done.changed:
        said = ngettext(
            "%(n)s line was changed while you read: read it again.",
            "%(n)s lines were changed while you read: read them again.",
            done.changed,
        )
        messages.warning(request, said % {"n": done.changed})
