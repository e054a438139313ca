"""Known files: lists taken in, exhibits found on them without anybody looking, and let go again."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone
from PIL import Image

from lali.engines.known import HashKind
from lali.records.audit.models import Entry
from lali.records.evidence import actions
from lali.records.evidence.models import KnownBand, KnownHash, KnownList, KnownTo
from lali.records.evidence.queries import known_lists, lists_shown
from lali.records.evidence.vocabulary import Basis, KnownKind, Purpose
from lali.records.notices.models import Notice
from tests.engines.known.test_pdq import drawn, luma, png

ABOUT = actions.About("Invented list", KnownKind.RESTRICTED, "Nobody (fictional)")


@pytest.fixture
def add(administrator):
    def add(text, *, by=administrator, kind=KnownKind.RESTRICTED, **more):
        about = actions.About("Invented list", kind, "Nobody (fictional)")
        return actions.add_known_list(by=by, text=io.StringIO(text), sha256="0" * 64, about=about, **more)

    return add


def digest(how, data):
    return hashlib.new(how, data).hexdigest()


@pytest.mark.parametrize("how", ["md5", "sha1", "sha256"])
def test_an_exhibit_on_a_list_is_restricted_at_once_and_its_lead_is_told(take_in, lead, administrator, add, how):
    exhibit, other = take_in(b"known bytes", file_name="holiday.jpg"), take_in(b"other bytes")
    add(f"{digest(how, b'known bytes')}\n")
    assert actions.match_exhibits(by="node") == 1
    exhibit.refresh_from_db()
    other.refresh_from_db()
    assert exhibit.restricted_at
    assert not other.restricted_at
    assert exhibit.restrictions.get().basis == Basis.KNOWN
    assert exhibit.custody.get(kind="restricted").by == administrator  # who took the list in, not who took it in
    assert Notice.objects.get(kind="known_file").member == lead
    assert Entry.objects.filter(verb="known.matched", subject=exhibit.subject).count() == 1


def test_a_list_of_another_kind_of_digest_with_the_same_bytes_is_no_match(take_in, add):
    from lali.engines.known import HashKind

    take_in(b"bytes")
    add(digest("sha256", b"bytes"), long_is=HashKind.PDQ)
    assert actions.match_exhibits(by="node") == 0


def test_a_picture_that_was_written_anew_is_found_without_being_shown(take_in, add):
    from lali.engines.known import HashKind, pdq_of

    picture = drawn(2, 200, 160)
    add(pdq_of(luma(picture)).hex, long_is=HashKind.PDQ)
    exhibit = take_in(png(picture.resize((120, 96)), "JPEG", quality=70))
    assert actions.match_exhibits(by="node") == 1
    exhibit.refresh_from_db()
    assert exhibit.restricted_at


def test_a_picture_with_nothing_in_it_is_never_found_by_its_looks(take_in, add):
    from lali.engines.known import HashKind, pdq_of

    plain = Image.new("RGB", (120, 96), (200, 20, 20))
    add(pdq_of(luma(plain)).hex, long_is=HashKind.PDQ)
    take_in(png(plain))
    assert actions.match_exhibits(by="node") == 0


def test_what_comes_in_later_is_looked_for_as_it_is_sealed(take_in, add, django_capture_on_commit_callbacks):
    add(digest("md5", b"known"))
    with django_capture_on_commit_callbacks(execute=True):
        exhibit = take_in(b"known")
    exhibit.refresh_from_db()
    assert exhibit.restricted_at


def test_known_and_harmless_is_said_and_restricts_nothing(take_in, add):
    exhibit = take_in(b"a program")
    add(digest("sha1", b"a program"), kind=KnownKind.HARMLESS)
    assert actions.match_exhibits(by="node") == 0
    assert KnownTo.objects.get(exhibit=exhibit).harmless
    exhibit.refresh_from_db()
    assert not exhibit.restricted_at


def test_no_match_says_nothing(take_in, add):
    exhibit = take_in(b"never seen")
    add(digest("md5", b"other"))
    actions.match_exhibits(by="node")
    assert not KnownTo.objects.get(exhibit=exhibit).harmless
    assert not Notice.objects.filter(kind="known_file")


def test_what_two_persons_lifted_no_list_restricts_again(take_in, case, lead, supervisor, add):
    exhibit = take_in(b"known")
    add(digest("md5", b"known"))
    actions.match_exhibits(by="node")
    opening = actions.ask_opening(
        by=lead, ref=case.ref, number=exhibit.number, purpose=Purpose.LIFT, why="Mistaken", minutes=5, session="s"
    )
    actions.decide_opening(by=supervisor, opening_id=opening.pk, allowed=True)
    actions.match_exhibits(by="node", all_again=True)
    exhibit.refresh_from_db()
    assert not exhibit.restricted_at


def test_only_who_may_keep_lists_adds_and_ends_them(lead, administrator, supervisor, add):
    with pytest.raises(PermissionDenied):
        add("0" * 32, by=lead)
    known = add("0" * 32, by=supervisor)
    with pytest.raises(PermissionDenied):
        actions.end_known_list(by=lead, number=known.pk)
    actions.end_known_list(by=administrator, number=known.pk)
    assert not known_lists()
    with pytest.raises(Http404):
        actions.end_known_list(by=administrator, number=known.pk)


def test_a_list_is_taken_in_whole_or_not_at_all(add):
    for text in ("", "nothing\nof\nthem", '{"value": [{"Category": 1, "MD5": "' + "0" * 32 + '"}, '):
        with pytest.raises(actions.NoListOfDigests):
            add(text)
    assert not KnownList.objects.exists()
    assert not KnownHash.objects.exists()


def test_a_list_that_ends_takes_its_digests_along(administrator, add):
    known = add("0" * 64, long_is=HashKind.PDQ)
    assert KnownBand.objects.count() == 16
    actions.end_known_list(by=administrator, number=known.pk)
    assert not KnownHash.objects.exists()
    assert not KnownBand.objects.exists()


def test_a_list_says_where_it_is_from(administrator):
    with pytest.raises(actions.SourceIsMissing):
        actions.add_known_list(
            by=administrator, text=io.StringIO("0" * 32), sha256="0" * 64, about=actions.About("x", "restricted", " ")
        )


def test_a_broken_or_destroyed_exhibit_is_passed_over(take_in, flip, add):
    flip(take_in(b"known"))
    add(digest("md5", b"known"))
    assert actions.match_exhibits(by="node") == 0


def test_a_list_counts_once_it_is_whole_and_holds_up_nobody_until_then(take_in, administrator, add, monkeypatch):
    monkeypatch.setattr("lali.records.evidence.actions.known.AT_ONCE", 1)
    exhibit = take_in(b"a file that is named")
    text = "".join(f"{digest('sha256', data)}\n" for data in (b"a file that is named", b"another", b"a third"))
    adding = actions.adding_known_list(by=administrator, text=io.StringIO(text), sha256="0" * 64, about=ABOUT)
    before = len(connection.savepoint_ids)
    next(adding), next(adding)
    assert len(connection.savepoint_ids) == before, "no transaction stays open between two steps"
    assert actions.match_exhibit(by="node", exhibit=exhibit) == []
    assert (list(known_lists()), lists_shown(administrator)) == ([], [])
    [known] = list(adding)[-1:]
    assert actions.match_exhibit(by="node", exhibit=exhibit) == [known]
    assert [one.known for one in lists_shown(administrator)] == [known]


def test_what_a_killed_process_left_of_a_list_counts_for_nothing_and_goes(take_in, administrator, add):
    exhibit = take_in(b"a file that is named")
    left = KnownList.objects.create(
        name="Half", kind=KnownKind.RESTRICTED, source="x", sha256="0" * 64, added_by=administrator,
        added_at=timezone.now() - timedelta(days=2), ended_at=timezone.now() - timedelta(days=2),
    )  # fmt: skip
    left.hashes.create(hashed=HashKind.SHA256, digest=bytes.fromhex(digest("sha256", b"a file that is named")))
    assert actions.match_exhibit(by="node", exhibit=exhibit) == []
    add("0" * 64)
    assert KnownHash.objects.count() == 1
    assert not KnownList.objects.filter(pk=left.pk).exists()
