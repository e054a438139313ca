"""Report: one question a page, earlier answers carried along in the page itself, sealed when sent.

Each page is one form with everything typed so far; its button `go` says where to: `next`, `back`, `stay` (the same page
in another language or country), the number of a step, `save`, `practice`, or `send`. Six words are made for the page of
answers, or when the visitor saves, always afresh, so that nobody can lead a visitor into writing under words that
another person knows; a form that another site sends brings none along. Under words that were saved, each further page
is saved too: a lost connection loses nothing. They travel with the button `send`, so that sending twice finds the
report already there.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from lali.engines.exchange import Code, CodeRefused, ReporterKeys, derive, new_code, read_code
from lali.engines.helplines import Helpline, helplines
from lali.records.audit.vocabulary import PUBLIC
from lali.records.letterbox.actions import DraftIsGone, Rewriting, SentAlready, keep_draft, receive_report
from lali.records.letterbox.queries import OpenedDraft, addressee, draft_under, read_in_time, report_under
from lali.records.refusals import Refused
from lali.web.public.forms import DangerForm, ReachForm, SeenForm, StoryForm, TidyForm, WhenForm, YouForm
from lali.web.public.pace import is_a_moment, opened_now, too_quick
from lali.web.public.views.page import chosen_country, from_another_site, report_address, show

STEPS: tuple[type[TidyForm], ...] = (DangerForm, YouForm, StoryForm, SeenForm, WhenForm, ReachForm)
STORY = STEPS.index(StoryForm) + 1
ANSWERS = len(STEPS) + 1  # the page on which all answers are looked at again
CODE_ENTROPY = 8  # bytes
CHILDREN = "child"  # as the list of services says it

Typed = dict[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """A file that waits beside a draft, as its writer sees it: never by its name."""

    place: int
    kind: str
    size: int
    has_copy: bool
    decided: bool = False  # until then it is not sent
    only_copy: bool = False
    gone: bool = False  # there was no room for it any more


@dataclass(frozen=True, slots=True)
class Visit:
    """What the pages of one report carry: what was typed, and what was agreed beside it."""

    typed: Typed = field(default_factory=dict)
    code: Code | None = None  # six words under which all of it is kept already
    keys: ReporterKeys | None = None
    practice: bool = False
    opened: str = ""
    files: tuple[File, ...] = ()

    def carried(self, form: type[TidyForm] | TidyForm | None = None) -> list[tuple[str, str]]:
        """Return what the page must carry, but for what its own form asks."""
        asked = form.base_fields if form else {}
        beside = {
            "code": self.code.phrase if self.code else "",
            "practice": "yes" if self.practice else "",
            "opened": self.opened,
        }
        kept = {name: words for name, words in self.typed.items() if name not in asked}
        return [(name, words) for name, words in (kept | beside).items() if words]

    @property
    def path(self) -> str:
        """Return whose report this is: of a grown-up it happened to, of a child, of who helps a child; else nothing."""
        young = self.typed.get("under_18") == "yes"
        if self.typed.get("about") == "myself":
            return "young" if young else "me"
        return "child" if young else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is shown before sending, and the step on which it can be changed."""

    step: int
    question: str | Promise
    said: str | Promise


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the step asked for, with all that was typed."""
    if request.method != "POST":
        return _ask(request, 1, Visit(opened=_opened("")))
    visit = visit_of(request)
    here = step_of(request.POST.get("here", ""), 1)
    try:
        return _turn(request, here, visit)
    except SentAlready:
        return _show_code(request, visit, visit.code, again=True)


def _turn(request: HttpRequest, here: int, visit: Visit) -> HttpResponse:
    match request.POST.get("go", "next"):
        case "next":
            return _go_on(request, here, visit)
        case "send":
            return _show_answers(request, visit) if from_another_site(request) else _send(request, visit)
        case "save":
            return _save(request, here, visit)
        case "practice":
            return _ask(request, here, replace(visit, practice=True, code=None, keys=None))
        case "earnest":
            return _ask(request, here, replace(visit, practice=False))
        case where:
            return _ask(request, max(1, here - 1) if where == "back" else step_of(where, here), visit)


def visit_of(request: HttpRequest) -> Visit:
    """Read what a page of the report carried."""
    typed = {name: words for form in STEPS for name, words in form.kept(request.POST).items() if words}
    visit = Visit(
        typed=typed,
        practice=request.POST.get("practice") == "yes",
        opened=_opened(request.POST.get("opened", "")),
    )
    return visit if visit.practice or request.POST.get("go") == "send" else _with_words(request, visit)


def _opened(moment: str) -> str:
    try:
        return moment if moment and is_a_moment(moment) else opened_now()
    except Refused:
        return ""


def _with_words(request: HttpRequest, visit: Visit) -> Visit:
    """Return the visit with the words that came along, if anything is kept under them and no other site sent them."""
    phrase = request.POST.get("code", "")
    if not phrase or from_another_site(request):
        return visit
    try:
        code = read_code(phrase, lang=get_language())
        keys = derive(code, salt=bytes(addressee().code_salt))
    except (CodeRefused, Refused):
        return visit
    draft = draft_under(keys)
    known = draft is not None or report_under(keys) is not None
    files = _opened_draft(draft)[2] if draft else ()
    return replace(visit, code=code, keys=keys, files=files) if known else visit


def with_draft(request: HttpRequest) -> Visit:
    """Read a page that carries six words only: all else stands in the draft under them."""
    return as_kept(_with_words(request, Visit(opened=_opened(""))))


def as_kept(visit: Visit) -> Visit:
    """Return the visit as its draft says now; without words where there is none."""
    draft = draft_under(visit.keys) if visit.keys else None
    if draft is None:
        return replace(visit, code=None, keys=None)
    typed, _step, files = _opened_draft(draft)
    return replace(visit, typed=typed, files=files)


def step_of(number: str, otherwise: int) -> int:
    """Read the number of a step."""
    return int(number) if number in {str(step) for step in range(1, ANSWERS + 1)} else otherwise


def _go_on(request: HttpRequest, here: int, visit: Visit) -> HttpResponse:
    if here == ANSWERS:
        return _ask(request, here, visit)
    form = STEPS[here - 1](request.POST)
    return _ask(request, here + 1, visit) if form.is_valid() else _ask(request, here, visit, form)


def _ask(request: HttpRequest, step: int, visit: Visit, refused: TidyForm | None = None) -> HttpResponse:
    if visit.keys:
        keep_draft(by=PUBLIC, words=kept_words(visit, step), reporter=visit.keys)
    return _show_step(request, step, visit, refused)


def kept_words(visit: Visit, step: int) -> Rewriting:
    """Write a draft as JSON. The files stay as they are noted by then: another page may have added one."""
    return lambda now: _as_json(visit.typed, step, _read(now)[2])


def kept_files(change: Callable[[list[File]], list[File]]) -> Rewriting:
    """Write the files of a draft anew, and nothing else: while one was looked at, another page may have been saved."""

    def written(now: str) -> str:
        if not now:
            raise DraftIsGone
        typed, step, files = _read(now)
        return _as_json(typed, step, change(list(files)))

    return written


def _as_json(typed: Typed, step: int, files: Iterable[File]) -> str:
    noted = [asdict(file) for file in files]
    return json.dumps({"step": step, "typed": typed, "files": noted}, ensure_ascii=False)


def _show_step(request: HttpRequest, step: int, visit: Visit, refused: TidyForm | None = None) -> HttpResponse:
    if step == ANSWERS:
        return _show_answers(request, visit)
    form = refused or STEPS[step - 1](initial=visit.typed)
    if step == STORY and visit.path in {"me", "young"}:
        form.speak_to_whom_it_happened()
    return show_page(
        request,
        "report",
        visit,
        step=step,
        status=400 if refused else 200,
        form=form,
        carried=visit.carried(form),
        story=STORY,
        told=bool(visit.typed.get("text", "").strip()),
        read_in_time=read_in_time() if step == 1 and visit.opened else None,
    )


def show_page(request: HttpRequest, template: str, visit: Visit, *, step: int, **facts: Any) -> HttpResponse:
    """Show a page of the report, wherever it was asked for: its buttons lead on from here."""
    knows_children, for_children = _for_children(chosen_country(request))
    shared = {
        "step": step,
        "steps": ANSWERS,
        "stay": "stay",
        "at": report_address(),
        "path": visit.path,
        "practice": visit.practice,
        "saved": visit.code is not None,
        "in_danger": visit.typed.get("danger") == "yes",
        "knows_children": knows_children,
        "for_children": for_children,
        "secret": visit.code is not None,
    }
    return show(request, template, **(shared | facts))


def _for_children(country: str) -> tuple[bool, list[Helpline]]:
    """Services with a number that help children; where we know none, and that is said, those for anybody."""
    lines = [line for line in helplines(country) if line.number]
    children = [line for line in lines if CHILDREN in line.helps]
    return bool(children), children or lines[:3]


def _show_answers(
    request: HttpRequest, visit: Visit, refusal: Refused | None = None, *, quick: bool = False
) -> HttpResponse:
    for step, form_class in enumerate(STEPS, start=1):
        form = form_class(visit.typed)
        if not form.is_valid():
            return _show_step(request, step, visit, form)
    code = visit.code or new_code(get_language(), entropy=os.urandom(CODE_ENTROPY))
    return show_page(
        request,
        "answers",
        visit,
        step=ANSWERS,
        secret=True,
        status=400 if refusal else 200,
        answers=_answers(visit.typed),
        files=visit.files,
        carried=replace(visit, code=None).carried(),
        code=code.phrase,
        refusal=refusal,
        quick=quick,
    )


def _answers(typed: Typed) -> list[Answer]:
    return [
        Answer(step, field.label, dict(getattr(field, "choices", ())).get(typed[name], typed[name]))
        for step, form in enumerate(STEPS, start=1)
        for name, field in form.base_fields.items()
        if name in typed
    ]


# -- putting aside, and coming back -----------------------------------------------------------------------------------


def _save(request: HttpRequest, here: int, visit: Visit) -> HttpResponse:
    """Keep all of it under six words, new ones the first time, and show them."""
    try:
        code, keys = (visit.code, visit.keys) if visit.code else new_words()
        draft = keep_draft(by=PUBLIC, words=kept_words(visit, here), reporter=keys)
    except SentAlready:
        raise
    except Refused as refusal:
        return show_page(
            request, "report", visit, step=here, status=400, form=_form(here, visit), refusal=refusal,
            carried=visit.carried(_form(here, visit)), story=STORY,
        )  # fmt: skip
    kept = replace(visit, code=code, keys=keys)
    return show_page(
        request,
        "saved",
        kept,
        step=here,
        secret=True,
        words=code.words,
        carried=kept.carried(),
        kept_until=draft.kept_until,
        stay="save",
    )


def new_words() -> tuple[Code, ReporterKeys]:
    """Make six words, and the keys that follow from them."""
    code = new_code(get_language(), entropy=os.urandom(CODE_ENTROPY))
    return code, derive(code, salt=bytes(addressee().code_salt))


def _form(step: int, visit: Visit) -> TidyForm:
    return STEPS[min(step, len(STEPS)) - 1](initial=visit.typed)


def resume(request: HttpRequest, code: Code, keys: ReporterKeys, draft: OpenedDraft) -> HttpResponse:
    """Open a draft at the step where it was left."""
    typed, step, files = _opened_draft(draft)
    return _show_step(request, step, Visit(typed=typed, code=code, keys=keys, opened=_opened(""), files=files))


def _opened_draft(draft: OpenedDraft) -> tuple[Typed, int, tuple[File, ...]]:
    """Read a draft: what was typed, the step, the files, each with whether it is there still."""
    typed, step, files = _read(draft.words)
    return typed, step, tuple(replace(file, gone=file.place not in draft.places) for file in files)


def _read(words: str) -> tuple[Typed, int, tuple[File, ...]]:
    """Read the JSON of a draft; of one that cannot be read, nothing."""
    try:
        kept = json.loads(words)
        files = tuple(File(**file) for file in kept.get("files", ()))
        return _tidied(dict(kept["typed"])), step_of(str(kept["step"]), 1), files
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}, 1, ()


def begin_with(request: HttpRequest, words: str) -> HttpResponse:
    """Begin a report with what was written by text message. The words that opened it are spent: it gets its own."""
    try:
        told = dict(json.loads(words)["typed"])
    except (ValueError, KeyError, TypeError):
        told = {}
    return _show_step(request, 1, Visit(typed=_tidied(told), opened=_opened("")))


def _tidied(told: Mapping[str, object]) -> Typed:
    words = {name: str(said) for name, said in told.items()}
    return {name: said for form in STEPS for name, said in form.kept(words).items() if said}


# -- sending ----------------------------------------------------------------------------------------------------------


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.practice:
        return show_page(request, "practised", visit, step=ANSWERS, carried=visit.carried(), stay="send")
    try:
        code = read_code(request.POST.get("code", ""), lang=get_language())
    except CodeRefused:
        return _show_answers(request, visit)
    try:
        keys = derive(code, salt=bytes(addressee().code_salt))
        if report_under(keys) is None:
            kept = _with_words(request, visit)
            if not all(form(visit.typed).is_valid() for form in STEPS):
                return _show_answers(request, kept)
            hurried = not kept.files and too_quick(request.POST.get("opened", ""))  # adding a file took its time
            if request.POST.get("homepage") or hurried:
                return _show_answers(request, kept, quick=True)
            _deliver(_told(request, visit.typed), keys)
    except Refused as refusal:
        return _show_answers(request, visit, refusal)
    return _show_code(request, visit, code)


def _told(request: HttpRequest, typed: Typed) -> str:
    """Return the report as JSON: `text` and, as far as said, what STEPS ask; and where and in what language it came."""
    told = typed | {"country": chosen_country(request), "language": get_language()}
    return json.dumps(told, ensure_ascii=False)


def _deliver(words: str, keys: ReporterKeys) -> None:
    try:
        receive_report(by=PUBLIC, words=words, reporter=keys, decided=_decided)
    except IntegrityError:  # pressed twice: the other press was quicker, and its report is the same
        if report_under(keys) is None:
            raise


def _decided(words: str) -> set[int]:
    """Return the places of the files that were decided on, as a draft notes them now."""
    return {file.place for file in _read(words)[2] if file.decided}


def _show_code(request: HttpRequest, visit: Visit, code: Code, *, again: bool = False) -> HttpResponse:
    """Show that the report has arrived; `again` when it had, and somebody went back and wrote on."""
    danger = [("danger", "yes")] if visit.typed.get("danger") == "yes" else []
    written = [("answer", visit.typed["text"])] if again and visit.typed.get("text") else []
    return show_page(
        request,
        "sent",
        replace(visit, practice=False),
        step=ANSWERS,
        secret=True,
        words=code.words,
        carried=[("code", code.phrase), *danger, *written],
        again=again,
        stay="send",
    )
