"""Everything that happens to briefs."""

from lali.records.briefs.actions.copies import CannotCover, make_copies
from lali.records.briefs.actions.covering import (
    CoveredEverywhere,
    NoSuchPage,
    NothingFound,
    NotThesePlaces,
    cover_cells,
    cover_phrase,
    cover_words,
    release_name,
    take_back_phrase,
    uncover,
)
from lali.records.briefs.actions.disposing import destroy_brief_files
from lali.records.briefs.actions.drafting import (
    BriefHasMoved,
    BriefIsFixed,
    Choice,
    ReasonIsMissing,
    begin_brief,
    choose_items,
    describe_brief,
    order_items,
)
from lali.records.briefs.actions.fixing import (
    CopiesAreMissing,
    CopiesAreOld,
    NameIsShutNow,
    NotASecondPerson,
    NotPutUp,
    SomethingUndecided,
    fix_brief,
    put_up_brief,
    send_back_brief,
)
from lali.records.briefs.actions.leaving import (
    NameMustNotLeave,
    hand_over_brief,
    take_out_draft,
    take_out_file,
    take_out_folder,
)
from lali.records.briefs.actions.renewing import take_items_anew

__all__ = [
    "BriefHasMoved",
    "BriefIsFixed",
    "CannotCover",
    "Choice",
    "CopiesAreMissing",
    "CopiesAreOld",
    "CoveredEverywhere",
    "NameIsShutNow",
    "NameMustNotLeave",
    "NoSuchPage",
    "NotASecondPerson",
    "NotPutUp",
    "NotThesePlaces",
    "NothingFound",
    "ReasonIsMissing",
    "SomethingUndecided",
    "begin_brief",
    "choose_items",
    "cover_cells",
    "cover_phrase",
    "cover_words",
    "describe_brief",
    "destroy_brief_files",
    "fix_brief",
    "hand_over_brief",
    "make_copies",
    "order_items",
    "put_up_brief",
    "release_name",
    "send_back_brief",
    "take_back_phrase",
    "take_items_anew",
    "take_out_draft",
    "take_out_file",
    "take_out_folder",
    "uncover",
]
