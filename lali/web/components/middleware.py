"""What both rooms do with each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lali.records.wording import overlay


class NewestWords:
    """A page is said in the words that this node signed last; looked for once a minute, before a language is chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        overlay.look()
        return self.get_response(request)
