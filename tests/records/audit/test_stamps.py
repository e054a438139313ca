"""Heads of the journal are stamped by an authority: queued when offline, checked on return, put into bundles."""

import shutil
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from lali.engines.custody import verify_bundle
from lali.project.stamping import asker, stamp_settings
from lali.records.audit.actions import STAMP_EVERY, stamp_heads
from lali.records.audit.models import Entry, SignedHead, TimeStamp
from lali.records.audit.queries import check_log, log_verifier, stamp_state, stamps_over
from lali.records.evidence.actions import bundle_for_court
from tests.authority import Authority, Served

pytestmark = [
    pytest.mark.django_db(databases=["default", "letterbox"]),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine"),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def exhibit(exhibits, case, lead):
    import io

    from lali.records.evidence.actions import Acquisition, take_in_exhibit

    return take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.txt", source=io.BytesIO(b"bytes"), acquisition=Acquisition()
    )


def round_of(authority, *, later=timedelta(0), root=None):
    with Served(authority) as served:
        return stamp_heads(
            by="node", ask=asker(served.url), authorities=root or authority.root, now=timezone.now() + later
        ), served.asked


def nobody(_question):
    raise OSError("Nobody answers")


def test_the_newest_kept_head_is_stamped_once(exhibit, authority):
    done, asked = round_of(authority)
    assert (done.stamped, done.waiting, done.said) == (1, 0, "")
    assert asked[0][0] == "application/timestamp-query"
    stamp = TimeStamp.objects.get()
    assert stamp.head == SignedHead.objects.order_by("-size").first().head
    assert abs(stamp.stamped_at - timezone.now()) < timedelta(minutes=2)
    assert Entry.objects.filter(verb="journal.stamped").get().facts["entries"] == stamp.size
    assert check_log().first_broken is None
    for later in (timedelta(0), STAMP_EVERY * 2):  # nothing new was kept: its own entry asks for no other stamp
        done, asked = round_of(authority, later=later)
        assert (done.stamped, asked) == (0, [])


def test_offline_it_waits_and_is_asked_for_again(exhibit, authority):
    done = stamp_heads(by="node", ask=nobody, authorities=authority.root, now=timezone.now())
    assert (done.stamped, done.waiting, done.said) == (0, 1, "Nobody answers")
    assert stamp_state().said == "Nobody answers"
    done, _asked = round_of(authority)
    assert (done.stamped, done.waiting) == (1, 0)
    assert stamp_state().newest.authority == "Example Time Authority (invented)"


def test_an_answer_that_cannot_be_believed_does_not_count(exhibit, authority, tmp_path):
    stranger = Authority(tmp_path / "stranger", "Somebody else (invented)")
    done, _asked = round_of(stranger, root=authority.root)
    assert (done.stamped, done.waiting) == (0, 1)
    assert "do not trust" in done.said
    for answer in (b"", b"<html>closed</html>", b"0" * 70_000):
        done = stamp_heads(by="node", ask=lambda _q, a=answer: a, authorities=authority.root, now=timezone.now())
        assert (done.stamped, done.waiting) == (0, 1)
    old = []
    round_of(lambda question: old.append(authority.answer(question)) or old[0], root=authority.root)
    assert TimeStamp.objects.get().stamped_at
    TimeStamp.objects.update(stamped_at=None, token=b"")
    done, _asked = round_of(lambda _question: old[0], root=authority.root)  # an old answer, played again
    assert (done.stamped, done.said) == (0, "The answer is to another question.")


def test_it_goes_along_in_a_bundle_and_is_checked_there(exhibit, authority, case, lead, tmp_path):
    round_of(authority)
    name, pieces = bundle_for_court(by=lead, ref=case.ref, number=exhibit.number)
    (tmp_path / name).write_bytes(b"".join(pieces))
    report = verify_bundle(tmp_path / name, trusted=[log_verifier()], authorities=authority.root)
    assert report.ok, report.first_broken
    assert report.checks[-1].name == "stamps"
    assert "Example Time Authority (invented)" in report.checks[-1].detail


def test_each_entry_has_the_earliest_stamp_over_it(exhibit, authority, case, lead):
    round_of(authority)
    first = Entry.objects.order_by("index").last().index
    list(bundle_for_court(by=lead, ref=case.ref, number=exhibit.number)[1])
    round_of(authority, later=STAMP_EVERY * 2)
    list(bundle_for_court(by=lead, ref=case.ref, number=exhibit.number)[1])
    head = SignedHead.objects.order_by("-size").first().head
    assert len(stamps_over([0, 1], head)) == 1
    assert len(stamps_over([0, first + 1], head)) == 2
    assert stamps_over([10_000], head) == []


def test_a_stamped_head_that_was_changed_is_found(exhibit, authority):
    round_of(authority)
    TimeStamp.objects.update(size=1)
    assert "does not match" in check_log().first_broken


@pytest.mark.parametrize("url", ["ftp://example.org", "example.org", "https://"])
def test_odd_settings_are_refused(url, tmp_path):
    assert stamp_settings({}) == {}
    with pytest.raises(ImproperlyConfigured):
        stamp_settings({"LALI_TIMESTAMP_URL": url})
    for certificate in ("", str(tmp_path / "none.pem")):
        with pytest.raises(ImproperlyConfigured, match="LALI_TIMESTAMP_CERTIFICATE"):
            stamp_settings({"LALI_TIMESTAMP_URL": "https://tsa.example", "LALI_TIMESTAMP_CERTIFICATE": certificate})
