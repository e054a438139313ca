"""Forms of the workspace: they clean what was typed and hand over plain values. They save nothing."""

from lali.web.workspace.forms.cases import DescribeCaseForm, IdentifierForm, LinkForm, NewCaseForm
from lali.web.workspace.forms.exhibits import AcquisitionForm, ExhibitForm
from lali.web.workspace.forms.fields import LONG_TEXT, DayField, MomentField, ReasonForm, VersionedForm
from lali.web.workspace.forms.packets import DEFAULT_DAYS, MOST_DAYS, FileForm, PacketForm, PartnerForm
from lali.web.workspace.forms.persons import (
    ActsForm,
    ConfirmForm,
    EraseForm,
    JudgeForm,
    MergeForm,
    PersonForm,
    RecogniseForm,
    RelationForm,
    RoleForm,
)
from lali.web.workspace.forms.retention import HoldForm, ProposeForm, RuleForm
from lali.web.workspace.forms.search import SearchForm
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
from lali.web.workspace.forms.timeline import ChangeEventForm, EventForm, TimelineForm
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
    "ActsForm",
    "AddToCaseForm",
    "ChangeEventForm",
    "CloseForm",
    "ConfirmForm",
    "ConflictForm",
    "DayField",
    "DecisionForm",
    "DescribeCaseForm",
    "EmergencyForm",
    "EraseForm",
    "EventForm",
    "ExhibitForm",
    "FileForm",
    "HoldForm",
    "IdentifierForm",
    "JudgeForm",
    "JudgementForm",
    "LeadForm",
    "LinkForm",
    "MergeForm",
    "MomentField",
    "NewCaseForm",
    "NewCaseFromTipForm",
    "OfferDecisionForm",
    "OfferForm",
    "OversightForm",
    "PacketForm",
    "PartnerForm",
    "PersonForm",
    "ProposeForm",
    "QuestionForm",
    "ReasonForm",
    "RecogniseForm",
    "ReferForm",
    "RelationForm",
    "RoleForm",
    "RuleForm",
    "SearchForm",
    "TaskForm",
    "TeamForm",
    "TimelineForm",
    "TipForm",
    "VersionedForm",
    "WallForm",
]
