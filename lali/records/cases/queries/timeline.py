"""What happened, in order."""

from dataclasses import dataclass
from datetime import datetime

from lali.records.cases.models import Case


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: an event of the matter, a tip, or a step of ours."""

    at: datetime
    text: str
    source: str
    kind: str  # event | tip | opened | task


def timeline_of(case: Case) -> list[Moment]:
    """What happened, in order of time: events, tips that came in, the opening, tasks done."""
    moments = [Moment(event.at, event.text, event.source, "event") for event in case.events.all()]
    moments += [Moment(tip.received_at, tip.ref, tip.get_source_display(), "tip") for tip in case.tips.all()]
    moments += [Moment(case.opened_at, case.ref, case.opened_by.name, "opened")]
    moments += [
        Moment(task.done_at, task.title, task.done_by.name, "task")
        for task in case.tasks.filter(done_at__isnull=False).select_related("done_by")
    ]
    return sorted(moments, key=lambda moment: moment.at)
