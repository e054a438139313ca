"""What holds for every page of the workspace."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from lali.records.configuration.queries import one_look


class NothingIsCached:
    """Pages of the workspace stay in no cache: the next user of the machine sees nothing by going back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header unless the view chose one."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class PagesAreCompressed(GZipMiddleware):
    """Pages travel compressed: a quarter of the bytes, on a slow line a quarter of the wait. Files stay as they are.

    Django adds bytes of random length, so that a page's size tells nobody what secret stands in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Compress what is a page."""
        is_page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class OneLookAtTheConfiguration:
    """A page that shows many rows asks for the words of the configuration at each: it is looked up once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within one look."""
        with one_look():
            return self.get_response(request)
