"""Check an offer: paste it, see the signs. Nothing of it is stored.

Who came by a place code is counted as having come here; the code goes no further.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lali.records.reach.vocabulary import Step
from lali.web.public.forms import CheckForm, answers_in
from lali.web.public.shared import for_everybody
from lali.web.public.views.arrival import came_by, count_step
from lali.web.public.views.page import show
from lali.web.public.views.result import result


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a message; on the way back show what stands in it, and in the answers that came along."""
    if request.method != "POST":
        return show(request, "check", form=CheckForm(), stay="edit")
    answers = answers_in(request.POST)
    carried = list(answers.items())
    if request.POST.get("go") == "edit":
        count_step(request, **came_by(request.POST), step=Step.CHECKED)
        form = CheckForm(initial=CheckForm.kept(request.POST))
        return show(request, "check", form=form, carried=carried, stay="edit")
    form = CheckForm(request.POST)
    if form.is_valid():
        return result(request, form.cleaned_data["text"], answers)
    if answers and not form.kept(request.POST)["text"].strip():
        return result(request, "", answers)
    return show(request, "check", status=400, form=form, carried=carried, stay="edit")
