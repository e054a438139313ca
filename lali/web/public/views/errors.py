"""Pages for what went wrong, in the public look; they repeat neither the address nor what was sent."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lali.web.public.views.page import show


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than a form can hold."""
    if isinstance(exception, RequestDataTooBig):
        return show(
            request,
            "error",
            status=413,
            title=_("This was too much at once."),
            why=_("We can take about ten printed pages. Go back in your browser: your words should still be there."),
        )
    return show(
        request,
        "error",
        status=400,
        title=_("We could not read what was sent."),
        why=_("Something got lost on the way. Go back in your browser and try once more."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404."""
    return show(
        request,
        "error",
        status=404,
        title=_("There is no such page here."),
        why=_("The address may be old or mistyped."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return show(
        request,
        "error",
        status=500,
        title=_("Something broke on our side."),
        why=_("It is not your fault. Nothing you did was shown to anyone. Please try again in a few minutes."),
    )
