"""The doors: who translates, who signs, and which strings and pages there are."""

import hashlib
from collections.abc import Sequence

from django.db.models import Max
from django.http import Http404

from lali.engines.wording import Entry
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.wording.models import Recording, Wording
from lali.records.wording.pages import BY_CODE
from lali.records.wording.shipped import on_page, shipped, strings
from lali.records.wording.vocabulary import LANGUAGES


def require_language(member: Member, language: str) -> None:
    """Let pass whoever translates or signs, into a language of the site; Http404 for another."""
    if not member.may(Permission.REVIEW_TRANSLATION):
        require(member, Permission.TRANSLATE)
    if language not in LANGUAGES:
        raise Http404


def require_page(page: str) -> None:
    """Http404 where there is no such page."""
    if page not in BY_CODE:
        raise Http404


def string_for(key: str) -> Entry:
    """A string by its key; Http404 where the site has none, or has none any more."""
    found = strings().get(key)
    if found is None:
        raise Http404
    return found


def standing(language: str, key: str) -> Wording | None:
    """The newest words of this node for a string; None where it has none of its own."""
    return Wording.objects.newest().filter(language=language, key=key).first()


def drafters(by: str = "", **where: object) -> frozenset[tuple[str, str, str]]:
    """Who (`by`: this one) wrote words since some were last signed: language and key of the string, and the author.

    Whose words a change of one full stop leaves standing is still their author. Who takes in a file wrote its lines.
    """
    rows = Wording.objects.filter(**where).order_by()
    unsigned = rows.filter(signed_by="", **({"written_by": by} if by else {}))
    wrote = list(unsigned.values_list("language", "key", "written_by").annotate(last=Max("pk")))
    signed = rows.exclude(signed_by="").values_list("language", "key").annotate(last=Max("pk")) if wrote else ()
    since = {(language, key): last for language, key, last in signed}
    return frozenset(
        (language, key, author) for language, key, author, last in wrote if last > since.get((language, key), 0)
    )


def wrote_some(member: Member, **where: object) -> frozenset[tuple[str, str]]:
    """Strings of which a member wrote words since some were last signed: none is theirs to sign."""
    return frozenset((language, key) for language, key, _author in drafters(member.journal_name, **where))


def said(row: Wording | None, language: str, key: str) -> tuple[str, ...]:
    """What a language says: the node's newest words, else what ships, else nothing."""
    return tuple(row.texts) if row else shipped(language).get(key, ())


def mark_of(texts: Sequence[str]) -> str:
    """Return what stands for words that somebody saw; nothing was there: an empty mark."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16] if texts else ""


def words_now(language: str, page: str) -> str:
    """Return what stands for all that the public reads on a page: a recording of other words is no longer of it."""
    shown = {row.key: row.texts for row in Wording.objects.shown(language).filter(key__in=on_page(page))}
    texts = [shown.get(key) or shipped(language).get(key, ()) for key in on_page(page)]
    return hashlib.sha256("\0".join("\1".join(one) for one in texts).encode()).hexdigest()


def recording_for(member: Member, number: int, *, to_change: bool = False) -> Recording:
    """A recording for whoever translates; Http404 when there is none."""
    if not member.may(Permission.REVIEW_TRANSLATION):
        require(member, Permission.TRANSLATE)
    rows = Recording.objects.select_for_update() if to_change else Recording.objects
    found = rows.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    return found
