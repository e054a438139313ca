"""Links between cases, who an identifier is said to belong to, and which records may belong together."""

from lali.records.links.models.attributions import Attribution, IdentifierNote
from lali.records.links.models.case_links import CaseLink
from lali.records.links.models.families import Family, FamilyJudgement, FamilyText
from lali.records.links.models.in_exhibits import InExhibit
from lali.records.links.models.pictures import PictureHash
from lali.records.links.models.proposals import Basis, LinkJudgement, Proposal, Proposed
from lali.records.links.models.watches import WideWatch

__all__ = [
    "Attribution",
    "Basis",
    "CaseLink",
    "Family",
    "FamilyJudgement",
    "FamilyText",
    "IdentifierNote",
    "InExhibit",
    "LinkJudgement",
    "PictureHash",
    "Proposal",
    "Proposed",
    "WideWatch",
]
