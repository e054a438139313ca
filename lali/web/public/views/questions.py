"""Check an offer without its words: seven questions, one a page, answers carried along in the page itself."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lali.engines.signs import UNKNOWN, questions
from lali.web.public.forms import ANSWER_WORDS, CheckForm, answers_in
from lali.web.public.shared import for_everybody
from lali.web.public.views.page import show
from lali.web.public.views.result import result

LAST = len(questions())


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def seven(request: HttpRequest) -> HttpResponse:
    """Put the question asked for; after the last one show what the answers say, with the message if there is one."""
    if request.method != "POST":
        return _ask(request, 1, "", {})
    text, answers = CheckForm.kept(request.POST)["text"], answers_in(request.POST)
    here = _number(request.POST.get("here", ""), 1)
    match request.POST.get("go", "next"):
        case "next":
            answers.setdefault(questions()[here - 1].id, UNKNOWN)  # went on without an answer
            return result(request, text, answers) if here == LAST else _ask(request, here + 1, text, answers)
        case "back":
            return _ask(request, max(1, here - 1), text, answers)
        case "check" if answers or text.strip():
            return result(request, text, answers)
        case step:
            return _ask(request, _number(step, here), text, answers)


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed in {str(number) for number in range(1, LAST + 1)} else otherwise


def _ask(request: HttpRequest, number: int, text: str, answers: Mapping[str, str]) -> HttpResponse:
    question = questions()[number - 1]
    given = answers.get(question.id)
    return show(
        request,
        "questions",
        question=question,
        choices=[(value, label, value == given) for value, label in ANSWER_WORDS.items()],
        carried=[("text", text)] * bool(text) + [pair for pair in answers.items() if pair[0] != question.id],
        step=number,
        steps=LAST,
        stay="stay",
    )
