"""How many questions each page asks of the databases: `python -m bench.inside HOME questions MEMBER PATH...`, as JSON."""

import json

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lali.records.agencies.models import Member


def _questions(client: Client, path: str) -> int:
    client.get(path)  # collects reports, reads what is read once
    with (
        CaptureQueriesContext(connections["default"]) as records,
        CaptureQueriesContext(connections["letterbox"]) as box,
    ):
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return len(records) + len(box)


def main(email: str, *paths: str) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(Member.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[1])
    print(json.dumps({path: _questions(client, path) for path in paths}))
