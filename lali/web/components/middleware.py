"""What both rooms do with each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lali.records.wording import overlay


class NewestWords:
    """A page is said in the words that this node signed last; looked for once a minute, before a language is chosen.

    It is listened from here on, so that a page can say whether something on it waits for a speaker still.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        overlay.look()
        with overlay.listening():
            return self.get_response(request)
