"""What holds for every page of the workspace."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NothingIsCached:
    """Pages of the workspace stay in no cache: the next user of the machine sees nothing by going back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header unless the view chose one."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
