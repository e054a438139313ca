"""What several tests of administration do: sign in, read the journal."""

import re
from types import SimpleNamespace

from lali.records.audit.models import Entry

PASSWORD = "seven mangoes under the lamp"


def sign_in(browser, email, password=PASSWORD, address="127.0.0.1", **more):
    return browser.post("/account/sign-in/", {"login": email, "password": password}, REMOTE_ADDR=address, **more)


def link_on(page):
    """The one-time link's path, as it stands on the administrator's page."""
    return re.search(r"https?://testserver(/administration/[^<\s]+)", page.content.decode())[1]


def journal():
    """What the journal says, oldest first, without how the scene was made."""
    entries = Entry.objects.order_by("index").exclude(verb__in=["agency.founded", "member.enrolled"])
    return [SimpleNamespace(by=e.by, verb=e.verb, subject=e.subject, facts=e.facts, line=e.line) for e in entries]


def verbs():
    return [entry.verb for entry in journal()]
