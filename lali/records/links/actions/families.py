"""Folding tips and messages that say nearly the same into families, and proposing the records they stand in."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils import timezone

from lali.engines.families import fold
from lali.records.audit.actions import record
from lali.records.conversations.models import Conversation, Message, SignIn
from lali.records.conversations.vocabulary import MessageKind, ReadingState
from lali.records.links.access import CASE, TIP
from lali.records.links.actions.pairs import End, ends_of, settle
from lali.records.links.models import FamilyText, Proposed
from lali.records.links.texts import texts_of
from lali.records.links.vocabulary import BasisKind
from lali.records.tips.models import Tip

SHORTEST = 80  # characters: "Please help me" is what different people write
MOST_TEXTS = 50_000  # the newest are folded; more is work for `lali link texts`
A_BATCH = 5_000


@transaction.atomic
def fold_texts(*, by: object) -> int:
    """Fold what came since with all that is here, anew; give how many texts are new.

    The same texts give the same families, whatever their order. Nothing is done when nothing came or went.
    """
    Proposed.objects.get_or_create(pk=1)
    reached = Proposed.objects.select_for_update().get(pk=1)
    gone = _let_go(reached)
    came = _take_tips(reached) + _take_messages(reached)
    if not came and not gone:
        return 0
    reached.save(update_fields=["tips", "messages"])
    changed = _fold_anew() | gone
    now = timezone.now()
    made = settle(BasisKind.FAMILY, _sharing(changed), now)
    record(by=by, verb="link.texts_folded", subject="families", facts={"texts": came, "new": made})
    return came


def settle_families_of(tips: list[int], now: datetime) -> int:
    """Let what tips that went into a case have in common with others speak for their case; how many are new."""
    families = FamilyText.objects.filter(tip__in=tips).exclude(family="")
    return settle(BasisKind.FAMILY, _sharing(set(families.values_list("family", flat=True))), now)


def _let_go(reached: Proposed) -> set[str]:
    """Take out what was forgotten or taken back: messages of a reading. Gives the families that it was in."""
    message = Message.objects.filter(conversation=OuterRef("conversation"), n=OuterRef("n"))
    of_readings = FamilyText.objects.filter(conversation__isnull=False)
    gone = of_readings.filter(~Exists(message) | Q(conversation__state=ReadingState.BACK))
    families = set(gone.values_list("family", flat=True))
    if gone.delete()[0]:
        reached.messages = 0  # another reading of the same exhibit may speak in its place
    return families - {""}


def _take_tips(reached: Proposed) -> int:
    found = Tip.objects.annotate(long=Length("text")).filter(pk__gt=reached.tips, long__gte=SHORTEST).order_by("pk")
    rows = [FamilyText(tip_id=pk, at=at) for pk, at in found.values_list("pk", "received_at")]
    FamilyText.objects.bulk_create(rows, batch_size=A_BATCH)
    reached.tips = rows[-1].tip_id if rows else reached.tips
    return len(rows)


def _take_messages(reached: Proposed) -> int:
    """Messages that show a sign of a lure and are long enough to be known again."""
    shows = SignIn.objects.filter(conversation=OuterRef("conversation"), n=OuterRef("n"))
    later = Message.objects.annotate(long=Length("text")).filter(pk__gt=reached.messages, long__gte=SHORTEST)
    later = later.filter(Exists(shows), kind=MessageKind.MESSAGE).exclude(conversation__state=ReadingState.BACK)
    read_before = Conversation.objects.filter(
        exhibit=OuterRef("conversation__exhibit"), pk__lt=OuterRef("conversation"), state=ReadingState.READ
    )
    later = later.exclude(Exists(read_before))  # two readings of one exhibit hold each message twice
    later = later.order_by("pk")
    found = list(later.values_list("pk", "conversation", "n", "conversation__begun_at"))
    FamilyText.objects.bulk_create(
        [FamilyText(conversation_id=conversation, n=n, at=at) for _pk, conversation, n, at in found],
        batch_size=A_BATCH,
        ignore_conflicts=True,  # a reading that went on where it was stopped
    )
    reached.messages = found[-1][0] if found else reached.messages
    return len(found)


def _fold_anew() -> set[str]:
    """Fold all texts; give the families that have other members than before."""
    rows = list(FamilyText.objects.order_by("-pk")[:MOST_TEXTS])
    words = texts_of(rows)
    folded = fold(words[row.pk] for row in rows)
    changed: set[str] = set()
    moved = []
    for row, code, score in zip(rows, folded.codes(), folded.scores.tolist(), strict=True):
        if row.family != code or abs(row.score - score) > 1e-6:  # noqa: PLR2004 - kept as a double
            changed |= {row.family, code} if row.family != code else set()
            row.family, row.score = code, score
            moved.append(row)
    FamilyText.objects.bulk_update(moved, ["family", "score"], batch_size=500)
    return changed - {""}


def _sharing(families: set[str]) -> dict[str, set[End]]:
    records: dict[str, set[str]] = defaultdict(set)
    rows = FamilyText.objects.readable().filter(family__in=families)
    for family, tip, ref in rows.values_list("family", "tip", "conversation__case__ref"):
        records[family].add(f"{TIP}{tip}" if tip else f"{CASE}{ref}")
    ends = ends_of({one for found in records.values() for one in found})
    return {family: {ends[one] for one in records[family] if one in ends} for family in families}
