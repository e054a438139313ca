"""Rows that were committed after a later one: on PostgreSQL a number is given before it can be seen.

A round goes on after the greatest number that it saw. What was given a lesser one, and committed only after the round,
is looked for here, in the long round: everything between where all is *sure* to have been seen and where rounds got to.
It is sure once every transaction has ended that ran when a round stood there. SQLite has one writer at a time and so
no such rows.
"""

from django.db import connection, transaction

from lali.records.cases.models import CaseTip
from lali.records.entities.models import Mention
from lali.records.links.access import TIP
from lali.records.links.actions.families import take_texts
from lali.records.links.actions.proposing import bring_up_to_date, forget_ends
from lali.records.links.models import Proposed

CURSORS = ("mentions", "places", "tips", "messages")
A_BATCH = 2_000  # identifiers


def look_for_late(*, by: object) -> None:
    """Take in what was committed late, and note how far all is sure. Nothing on SQLite."""
    if connection.vendor != "postgresql":
        return
    oldest, newest = _transactions()  # asked before the rows: what has ended by then is seen
    reached = Proposed.objects.get_or_create(pk=1)[0]
    here = {name: getattr(reached, name) for name in CURSORS}
    between = {name: (reached.sure.get(name, 0), here[name]) for name in CURSORS}
    _take_in(by, between)
    with transaction.atomic():
        held = Proposed.objects.select_for_update().get(pk=1)
        if held.mark and oldest >= held.mark["until"]:
            held.sure, held.mark = {name: held.mark[name] for name in CURSORS}, {}
        if not held.mark:
            held.mark = here | {"until": newest}
        held.save(update_fields=["sure", "mark"])


def _transactions() -> tuple[int, int]:
    """The oldest transaction that runs, and the first that has not begun: all before the one have ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint"
            " FROM (SELECT pg_current_snapshot() AS now) AS seen"
        )
        oldest, newest = cursor.fetchone()
    return oldest, newest


def _take_in(by: object, between: dict[str, tuple[int, int]]) -> None:
    after, until = between["mentions"]
    mentions = Mention.objects.filter(pk__gt=after, pk__lte=until)
    changed = set(mentions.order_by().values_list("identifier", flat=True))
    after, until = between["places"]
    tips = list(CaseTip.objects.filter(pk__gt=after, pk__lte=until).order_by().values_list("tip", flat=True))
    of_tips = Mention.objects.filter(record__in=[f"{TIP}{tip}" for tip in tips])
    changed |= set(of_tips.order_by().values_list("identifier", flat=True))
    forget_ends(by=by, tips=tips)
    numbers = sorted(changed)
    for start in range(0, len(numbers), A_BATCH):
        bring_up_to_date(by=by, identifiers=numbers[start : start + A_BATCH])
    take_texts(by=by, tips=between["tips"], messages=between["messages"])
