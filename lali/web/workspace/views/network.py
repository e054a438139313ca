"""The network: whole, or around a case, an identifier, a person or a family; and pictures of it to take out."""

from collections.abc import Callable

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lali.engines.network import as_graphml, as_png, as_svg
from lali.records.links.actions import take_network_out
from lali.records.links.queries import (
    NetworkShown,
    case_network,
    family_network,
    identifier_network,
    person_network,
    whole_network,
)
from lali.web.workspace.forms import NetworkFilterForm
from lali.web.workspace.network import Page
from lali.web.workspace.network_choice import Choice

PER_PAGE = 40
TYPES = {"png": "image/png", "svg": "image/svg+xml", "graphml": "application/graphml+xml"}
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def network(request: HttpRequest) -> HttpResponse:
    """The network of all one's cases, and a picture of it as a file."""
    return _answer(request, lambda opened: whole_network(request.user, opened=opened))


@require_http_methods(METHODS)
def of_case(request: HttpRequest, ref: str) -> HttpResponse:
    """The network around a case, and a picture of it as a file."""
    return _answer(request, lambda opened: case_network(request.user, ref, opened=opened))


@require_http_methods(METHODS)
def of_identifier(request: HttpRequest, identifier: int) -> HttpResponse:
    """The network around an identifier, and a picture of it as a file."""
    return _answer(request, lambda opened: identifier_network(request.user, identifier, opened=opened))


@require_http_methods(METHODS)
def of_person(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """The network around a person of a case, and a picture of it as a file."""
    return _answer(request, lambda opened: person_network(request.user, ref, person, opened=opened))


@require_http_methods(METHODS)
def of_family(request: HttpRequest, text: int) -> HttpResponse:
    """The network around a family of texts, and a picture of it as a file."""
    return _answer(request, lambda opened: family_network(request.user, text, opened=opened))


def _answer(request: HttpRequest, read: Callable[[tuple[str, ...]], NetworkShown]) -> HttpResponse:
    """The page, or with POST a file of what the page shows."""
    form = NetworkFilterForm(request.GET)
    choice = Choice.of(request.GET, form)
    page = Page(read(choice.opened), choice, request.GET)
    if request.method == "POST":
        return _file(request, page)
    context = {
        "page": page,
        "form": form,
        "rows": Paginator(page.rows, PER_PAGE).get_page(request.GET.get("page")),
        "title": _title(page),
    }
    return render(request, "workspace/network.html", context)


def _title(page: Page) -> str:
    node = page.shown.graph.nodes.get(page.shown.start)
    return _("Network around %s") % node.label if node else _("Network of my cases")


def _file(request: HttpRequest, page: Page) -> HttpResponse:
    wanted = request.POST.get("form", "")
    if wanted not in TYPES:
        return HttpResponseBadRequest(_("There is no such form of a picture."))
    take_network_out(by=request.user, subject=page.shown.subject, form=wanted, nodes=len(page.graph.nodes))
    when = date_format(timezone.localtime(), _("j M Y, H:i"))
    captions = page.captions(f"{request.user.name}, {settings.NODE.name}", when)
    told = {"title": _title(page), "captions": captions, "watermark": _("FICTIONAL") if settings.DEMO else ""}
    if wanted == "graphml":
        marks = [told["watermark"]] if told["watermark"] else []
        made: bytes | str = as_graphml(page.graph, captions=[*marks, told["title"], *captions])
    else:
        made = (as_png if wanted == "png" else as_svg)(page.picture, **told)
    name = f"{slugify(told['title']) or 'network'}.{wanted}"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(made, content_type=TYPES[wanted], headers=headers)
