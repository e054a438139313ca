"""Forms of the workspace: they clean what was typed and hand over plain values. They save nothing."""

from lali.web.workspace.forms.cases import DescribeCaseForm, EventForm, IdentifierForm, LinkForm, NewCaseForm
from lali.web.workspace.forms.exhibits import AcquisitionForm, ExhibitForm
from lali.web.workspace.forms.fields import LONG_TEXT, DayField, MomentField, ReasonForm, VersionedForm
from lali.web.workspace.forms.packets import DEFAULT_DAYS, MOST_DAYS, FileForm, PacketForm, PartnerForm
from lali.web.workspace.forms.persons import PersonForm, RoleForm
from lali.web.workspace.forms.team import (
    AccessForm,
    ConflictForm,
    DecisionForm,
    EmergencyForm,
    JudgementForm,
    LeadForm,
    OfferDecisionForm,
    OfferForm,
    OversightForm,
    TeamForm,
    WallForm,
)
from lali.web.workspace.forms.tips import (
    MOST_SUGGESTED,
    AddToCaseForm,
    CloseForm,
    NewCaseFromTipForm,
    QuestionForm,
    ReferForm,
    TipForm,
)
from lali.web.workspace.forms.work import TaskForm

__all__ = [
    "DEFAULT_DAYS",
    "LONG_TEXT",
    "MOST_DAYS",
    "MOST_SUGGESTED",
    "AccessForm",
    "AcquisitionForm",
    "AddToCaseForm",
    "CloseForm",
    "ConflictForm",
    "DayField",
    "DecisionForm",
    "DescribeCaseForm",
    "EmergencyForm",
    "EventForm",
    "ExhibitForm",
    "FileForm",
    "IdentifierForm",
    "JudgementForm",
    "LeadForm",
    "LinkForm",
    "MomentField",
    "NewCaseForm",
    "NewCaseFromTipForm",
    "OfferDecisionForm",
    "OfferForm",
    "OversightForm",
    "PacketForm",
    "PartnerForm",
    "PersonForm",
    "QuestionForm",
    "ReasonForm",
    "ReferForm",
    "RoleForm",
    "TaskForm",
    "TeamForm",
    "TipForm",
    "VersionedForm",
    "WallForm",
]
