import re
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from lali.web.components.styles import FOLDER

LINK = re.compile(r'<link rel="stylesheet" href="[^"]*components/([a-z]+)\.css">')


@pytest.fixture
def ask(settings):
    """Ask for one of the gallery's pages in the demo, signed in or not."""
    from django.contrib.auth.models import AnonymousUser

    from lali.web.components import views

    settings.DEMO = True

    def ask(view=views.gallery, address="/gallery/", signed_in=False, language="en"):
        request = RequestFactory().get(address)
        request.user = SimpleNamespace(is_authenticated=True, name="Ana Example") if signed_in else AnonymousUser()
        return view(request)

    return ask


@pytest.fixture
def standing_alone(ask):
    """A page with its style sheets inside, for a browser without a server."""

    def standing_alone(view):
        html = ask(view, signed_in=True).content.decode()
        return LINK.sub(lambda found: f"<style>{(FOLDER / f'{found[1]}.css').read_text()}</style>", html)

    return standing_alone
