"""Folding tips and messages that say nearly the same into families that last."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from lali.engines.families import fold
from lali.engines.identifiers import find
from lali.records.audit.actions import record
from lali.records.conversations.models import Conversation, Message, SignIn
from lali.records.conversations.vocabulary import MessageKind, ReadingState
from lali.records.links.actions.family_answers import settle_all_answers
from lali.records.links.models import Family, FamilyJudgement, FamilyText, Proposed
from lali.records.links.texts import SHORTEST, texts_of
from lali.records.links.vocabulary import Verdict
from lali.records.tips.models import Tip

MOST_TEXTS = 50_000  # the newest are folded; more is work for `lali link texts`
A_BATCH = 5_000
IN_A_MOMENT = 400  # texts that are folded before a page is shown; with more, `lali digest` does it
A_STEP = 4_000  # messages looked at for that page
MOST_NAMES = 12  # identifiers kept of one text


@transaction.atomic
def fold_texts(*, by: object, only_few: bool = False) -> int:
    """Fold what came since with all that is here, anew; give how many texts wait for that still (0: none).

    The same texts give the same families, whatever their order. Nothing is done when nothing came or went. `only_few`:
    leave it to another round where there is more than a page can wait for.
    """
    Proposed.objects.get_or_create(pk=1)
    reached = Proposed.objects.select_for_update().get(pk=1)
    gone = _let_go(reached)
    left = _take_tips(reached, IN_A_MOMENT if only_few else None)
    left += _take_messages(reached, A_STEP if only_few else None)
    reached.save(update_fields=["tips", "messages"])
    came = FamilyText.objects.filter(code="").count()
    if only_few and (left or FamilyText.objects.count() > IN_A_MOMENT):
        return left + came
    if came or gone:
        made = _fold_anew()
        record(by=by, verb="link.texts_folded", subject="families", facts={"texts": came, "new": made})
    return 0


def is_all_folded() -> bool:
    """Whether nothing came or went since: read only, for a page that need not wait then."""
    reached = Proposed.objects.filter(pk=1).first()
    if reached is None or _tips(reached.tips).exists() or Message.objects.filter(pk__gt=reached.messages).exists():
        return False
    return not FamilyText.objects.filter(code="").exists() and not _gone().exists()


def _gone() -> QuerySet[FamilyText]:
    """Texts of messages that were forgotten, or whose reading was taken back."""
    message = Message.objects.filter(conversation=OuterRef("conversation"), n=OuterRef("n"))
    of_readings = FamilyText.objects.filter(conversation__isnull=False)
    return of_readings.filter(~Exists(message) | Q(conversation__state=ReadingState.BACK))


def _let_go(reached: Proposed) -> bool:
    """Take out what was forgotten or taken back: messages of a reading. Whether there was any."""
    gone = _gone().delete()[0] > 0
    if gone:
        reached.messages = 0  # another reading of the same exhibit may speak in its place
    return gone


def _take_tips(reached: Proposed, most: int | None) -> int:
    """Take the tips that came since, or so many of them; how many are left."""
    later = _tips(reached.tips)
    found = list(later.values_list("pk", "received_at", "text", "agency__country")[:most])
    rows = _keep_tips(found)
    reached.tips = rows[-1].tip_id if rows else reached.tips
    return later.filter(pk__gt=reached.tips).count() if most and len(rows) == most else 0


def _tips(after: int) -> QuerySet[Tip]:
    return Tip.objects.annotate(long=Length("text")).filter(pk__gt=after, long__gte=SHORTEST).order_by("pk")


def _keep_tips(found: Iterable[tuple[int, datetime, str, str]]) -> list[FamilyText]:
    rows = [
        FamilyText(tip_id=pk, at=at, names=_names(text, country), folded_at=timezone.now())
        for pk, at, text, country in found
    ]
    FamilyText.objects.bulk_create(rows, batch_size=A_BATCH, ignore_conflicts=True)  # what was taken stays as it is
    return rows


@transaction.atomic
def take_texts(*, by: object, tips: tuple[int, int], messages: tuple[int, int]) -> int:
    """Take what is not here yet of tips and messages after one number and up to another; how many texts are new."""
    before = FamilyText.objects.count()
    found = _tips(tips[0]).filter(pk__lte=tips[1])
    _keep_tips(found.values_list("pk", "received_at", "text", "agency__country"))
    _keep_messages(*messages)
    if came := FamilyText.objects.count() - before:
        record(by=by, verb="link.texts_taken", subject="families", facts={"texts": came})
    return came


def _take_messages(reached: Proposed, most: int | None) -> int:
    """Take messages that came since, or look at so many of them; how many are left to look at."""
    newest = Message.objects.aggregate(newest=Max("pk"))["newest"] or 0
    until = newest if most is None else min(newest, reached.messages + most)
    _keep_messages(reached.messages, until)
    reached.messages = max(reached.messages, until)
    return newest - until


def _keep_messages(after: int, until: int) -> None:
    """Messages that show a sign of a lure and are long enough to be known again."""
    shows = SignIn.objects.filter(conversation=OuterRef("conversation"), n=OuterRef("n"))
    later = Message.objects.annotate(long=Length("text")).filter(pk__gt=after, pk__lte=until, long__gte=SHORTEST)
    later = later.filter(Exists(shows), kind=MessageKind.MESSAGE)
    read_before = Conversation.objects.filter(
        exhibit=OuterRef("conversation__exhibit"), pk__lt=OuterRef("conversation"), state=ReadingState.READ
    )
    later = later.exclude(conversation__state=ReadingState.BACK)
    later = later.exclude(Exists(read_before)).order_by("pk")  # two readings of one exhibit hold each message twice
    country = "conversation__case__agency__country"
    found = later.values_list("conversation", "n", "conversation__begun_at", "text", country)
    rows = [
        FamilyText(conversation_id=conversation, n=n, at=at, names=_names(text, of), folded_at=timezone.now())
        for conversation, n, at, text, of in found
    ]
    FamilyText.objects.bulk_create(rows, batch_size=A_BATCH, ignore_conflicts=True)  # a reading that went on


def _names(text: str, country: str) -> list[list[str]]:
    found = {(str(one.kind), one.normalised): None for one in find(text, country=country)}
    return [list(one) for one in found][:MOST_NAMES]


def _fold_anew() -> int:
    """Fold all texts, and let families live on; how many are new."""
    rows = list(FamilyText.objects.order_by("-pk")[:MOST_TEXTS])
    words = texts_of(rows)
    folded = fold(words[row.pk] for row in rows)
    moved = set()
    for row, code, score in zip(rows, folded.codes(), folded.scores.tolist(), strict=True):
        if row.code != code or abs(row.score - score) > 1e-6:  # noqa: PLR2004 - kept as a double
            row.code, row.score = code, score
            moved.add(row.pk)
    made = _live_on(rows, moved, timezone.now())
    FamilyText.objects.bulk_update(
        [row for row in rows if row.pk in moved], ["code", "score", "family", "out_of"], batch_size=500
    )
    Family.objects.filter(texts__isnull=True, taken_out__isnull=True).delete()
    if moved:
        settle_all_answers()
    return made


def _live_on(rows: Iterable[FamilyText], moved: set[int], now: datetime) -> int:
    """Give each text its family: the one that most of the texts beside it were in, or a new one; how many are new.

    What a member said to be of one hand stays together, and what was taken out of a family stays out.
    """
    by_code: dict[str, list[FamilyText]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    heirs, merged = _heirs(by_code)
    _grow_together(merged, now)
    said = FamilyJudgement.objects.filter(verdict=Verdict.TOGETHER, undone_at__isnull=True)
    bound = set(said.values_list("texts", flat=True))
    made = 0
    for code, some in sorted(by_code.items()):
        free = [row for row in some if row.pk not in bound or row.family_id is None]
        target = heirs.get(code)
        if target is None and len(free) > 1:
            target, made = Family.objects.create(made_at=now, renewed_at=now).pk, made + 1
        for row in some:
            before = (row.family_id, row.out_of_id)
            row.family_id = merged.get(row.family_id, row.family_id)
            row.out_of_id = merged.get(row.out_of_id, row.out_of_id)
            if row.out_at:
                row.family_id = None
            elif row.pk not in bound or row.family_id is None:
                row.family_id = target
            if (row.family_id, row.out_of_id) != before:
                moved.add(row.pk)
    return made


def _heirs(by_code: dict[str, list[FamilyText]]) -> tuple[dict[str, int], dict[int, int]]:
    """Which family each code goes on as, and which families go into another."""
    homes: dict[int, Counter[str]] = defaultdict(Counter)
    for code, some in by_code.items():
        for row in some:
            if row.family_id:
                homes[row.family_id][code] += 1
    claims: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for family, codes in homes.items():
        code, times = min(codes.items(), key=lambda one: (-one[1], one[0]))
        claims[code].append((-times, family))
    heirs = {code: min(found)[1] for code, found in claims.items()}
    merged = {family: heirs[code] for code, found in claims.items() for _times, family in found}
    return heirs, {family: into for family, into in merged.items() if family != into}


def _grow_together(merged: dict[int, int], now: datetime) -> None:
    """Let what was said of a family that went into another stand there, and be asked again."""
    for family, into in merged.items():
        FamilyJudgement.objects.filter(family=family).update(family=into)
    Family.objects.filter(pk__in=set(merged.values())).update(renewed_at=now)
