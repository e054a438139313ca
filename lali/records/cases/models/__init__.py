"""Cases, teams, persons in roles, tasks, events, and who may come in: a file for each family of tables."""

from lali.records.cases.models.access import AccessRequest, CaseOffer
from lali.records.cases.models.calendar import CalendarLink
from lali.records.cases.models.case import Case, CaseQuerySet, CaseTip
from lali.records.cases.models.deadlines import Deadline, DeadlineChange, DeadlineQuerySet
from lali.records.cases.models.extras import CaseExtras
from lali.records.cases.models.likeness import PersonJudgement, PersonMerge
from lali.records.cases.models.namesakes import NamesakePutAside
from lali.records.cases.models.persons import NameReading, PersonInCase, is_shut
from lali.records.cases.models.relations import PersonRelation
from lali.records.cases.models.team import EmergencyOpening, TeamPlace, TeamPlaceQuerySet, Wall
from lali.records.cases.models.work import Task, TaskQuerySet

__all__ = [
    "AccessRequest",
    "CalendarLink",
    "Case",
    "CaseExtras",
    "CaseOffer",
    "CaseQuerySet",
    "CaseTip",
    "Deadline",
    "DeadlineChange",
    "DeadlineQuerySet",
    "EmergencyOpening",
    "NameReading",
    "NamesakePutAside",
    "PersonInCase",
    "PersonJudgement",
    "PersonMerge",
    "PersonRelation",
    "Task",
    "TaskQuerySet",
    "TeamPlace",
    "TeamPlaceQuerySet",
    "Wall",
    "is_shut",
]
