"""The gallery: every component with example data, in both rooms."""

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lali.web.components import examples
from lali.web.components.styles import public_css_hash


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the workspace's components; open to members, and to everybody in the demo."""
    return _open_in_demo(request, "components/gallery.html")


@login_not_required
@csp_update({"style-src": [public_css_hash()]})
def public_gallery(request: HttpRequest) -> HttpResponse:
    """Show the public room's components in its own style; open like `gallery`."""
    return _open_in_demo(request, "components/public_gallery.html")


def _open_in_demo(request: HttpRequest, template: str) -> HttpResponse:
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, template, examples.everything(request.GET.get("page")))

    return page(request) if settings.DEMO else login_required(page)(request)
