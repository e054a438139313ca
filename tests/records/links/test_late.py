"""What is committed after a later row: the long round finds it, on PostgreSQL with two connections."""

import threading
from time import sleep

import pytest
from django.db import connection, connections, transaction

from lali.records.cases.actions import add_identifier, open_case
from lali.records.entities.models import Identifier, Mention
from lali.records.links.actions import look_for_links
from lali.records.links.models import Proposal, Proposed
from lali.records.links.queries import proposals_for


def test_where_one_writer_writes_at_a_time_nothing_is_looked_for(lead):
    look_for_links(by="node")
    kept = Proposed.objects.get()
    assert bool(kept.mark) is (connection.vendor == "postgresql")


@pytest.fixture
def pairs(transactional_db, lead):
    """Two cases with one telephone, a third that speaks of it in a transaction that ends when it is told to."""
    cases = [open_case(by=lead, title=title) for title in ("One", "Another", "A third")]
    add_identifier(by=lead, ref=cases[0].ref, kind="phone", typed="410 0142")
    return cases


def test_a_mention_that_is_committed_late_is_not_passed_over(pairs, lead):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    begun, go_on = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            phone = Identifier.objects.get()
            Mention.objects.create(identifier=phone, record=pairs[1].subject, raw="410 0142")
            begun.set()
            go_on.wait(timeout=20)
        connections.close_all()

    writer = threading.Thread(target=late)
    writer.start()
    assert begun.wait(timeout=20)
    add_identifier(by=lead, ref=pairs[2].ref, kind="phone", typed="410 0143")  # a greater number, seen at once
    for _round in range(3):
        look_for_links(by="node")
    assert not Proposal.objects.exists()
    assert Proposed.objects.get().mentions == Mention.objects.order_by("pk").last().pk
    go_on.set()
    writer.join(timeout=20)
    look_for_links(by="node")
    assert [{one.ends[0].key, one.ends[1].key} for one in proposals_for(lead).shown] == [{pairs[0].ref, pairs[1].ref}]
    for _round in range(150):  # whatever else runs on the server, in other databases too, must have ended first
        look_for_links(by="node")
        kept = Proposed.objects.get()
        if kept.sure["mentions"] == kept.mentions:
            break
        sleep(0.2)
    assert kept.sure["mentions"] == kept.mentions
