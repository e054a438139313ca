"""A page read aloud: offered with its size, loaded only when somebody presses, in pieces where a player asks so."""

from pathlib import Path

import pytest

from lali.records.refusals import Refused
from lali.records.wording import actions, keeping, overlay
from lali.records.wording.access import mark_of
from lali.records.wording.models import Recording
from lali.records.wording.shipped import on_page, shipped

FRAME = (b"\xff\xfb\x90\x00" + bytes(range(256)) + bytes(157)) * 25
RECORDINGS = Path(__file__).parents[2] / "engines" / "wording" / "recordings"
TAG = b"ID3\x04\x00\x00\x00\x00\x00\x14" + b"TPE1 Ana Nobody     "


def keep(by, content=FRAME, page="traces", language="bi"):
    return actions.keep_recording(by=by, language=language, page=page, content=content)


@pytest.fixture
def offered(public, supervisor, administrator):
    kept = keep(supervisor)
    actions.sign_recording(by=administrator, number=kept.pk)
    overlay.refresh()
    return public


def test_a_signed_recording_is_offered_and_not_loaded(offered):
    html = offered.get("/bi/traces/").content.decode()
    assert '(11 kB)<br><audio controls preload="none" src="/bi/listen/traces/"></audio>' in html
    assert "<audio" not in offered.get("/fj/traces/").content.decode()
    assert "<audio" not in offered.get("/bi/").content.decode()
    assert "media-src 'self'" in offered.get("/bi/traces/")["Content-Security-Policy"]


def test_it_comes_whole_or_in_pieces_and_is_kept_by_nobody(offered):
    answer = offered.get("/bi/listen/traces/", headers={"accept-encoding": "br, gzip"})
    assert b"".join(answer.streaming_content) == FRAME
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("audio/mpeg", "no-store")
    assert "Content-Encoding" not in answer
    piece = offered.get("/bi/listen/traces/", headers={"range": "bytes=4-9"})
    assert (piece.status_code, b"".join(piece.streaming_content)) == (206, FRAME[4:10])
    assert piece["Content-Range"] == f"bytes 4-9/{len(FRAME)}"
    for odd in ("bytes=9-4", "bytes=-5", "bytes=0-1,3-4", "pages=1-2", "bytes=99999999-"):
        assert offered.get("/bi/listen/traces/", headers={"range": odd}).status_code == 200


def test_nothing_is_heard_before_a_second_person_signed(public, supervisor):
    kept = keep(supervisor)
    overlay.refresh()
    assert "<audio" not in public.get("/bi/traces/").content.decode()
    assert public.get("/bi/listen/traces/").status_code == 404
    with pytest.raises(actions.OwnWords):
        actions.sign_recording(by=supervisor, number=kept.pk)
    assert public.get("/bi/listen/nowhere/").status_code == 404


def test_one_person_takes_it_away(offered, supervisor):
    actions.remove_recording(by=supervisor, number=Recording.objects.get().pk)
    assert offered.get("/bi/listen/traces/").status_code == 404
    overlay.refresh()
    assert "<audio" not in offered.get("/bi/traces/").content.decode()


def test_a_newer_one_waits_beside_it_and_then_takes_over(offered, supervisor, administrator):
    keep(administrator, FRAME * 2)
    newer = keep(administrator, FRAME * 3)
    assert Recording.objects.count() == 2
    assert [bool(one.row.signed_by) for one in keeping.recordings_of(supervisor, "bi", "traces")] == [True, False]
    actions.sign_recording(by=supervisor, number=newer.pk)
    assert Recording.objects.get().pk == newer.pk


def test_tags_of_an_mp3_are_taken_off(supervisor):
    kept = keep(supervisor, TAG + FRAME + b"TAG" + b"Ana Nobody".ljust(125))
    assert b"Nobody" not in bytes(kept.content)
    assert bytes(kept.content) == FRAME


@pytest.mark.parametrize("path", sorted(RECORDINGS.iterdir()), ids=lambda path: path.name)
def test_no_tag_of_any_kind_is_kept(supervisor, path):
    raw = path.read_bytes()
    kept = bytes(keep(supervisor, raw).content)
    assert (b"Sekretname" in raw, b"Sekret" in kept) == (True, False)


@pytest.mark.parametrize(
    "content", [b"", b"<html><script>alert(1)</script>", b"MZ" + bytes(99), b"\xff\xff\xff\xff" * 9]
)
def test_what_is_no_recording_is_refused(supervisor, content):
    with pytest.raises(actions.NoSound):
        keep(supervisor, content)


@pytest.mark.parametrize(
    "content",
    [b"ID3", TAG, TAG + b"<html>", b"OggS" + bytes(60), b"\0\0\0\x20ftypM4A " + bytes(60), FRAME + b"<script>" * 400],
)
def test_what_cannot_be_cleaned_is_refused_and_nothing_is_kept(supervisor, content):
    with pytest.raises(actions.NotOnlySound):
        keep(supervisor, content)
    assert not Recording.objects.exists()


def test_a_large_one_and_a_page_that_is_not_read_are_refused(supervisor):
    with pytest.raises(actions.SoundTooLong):
        keep(supervisor, FRAME * 100)
    with pytest.raises(actions.SoundTooLong):
        keep(supervisor, FRAME * 200)
    with pytest.raises(Refused):
        keep(supervisor, page="sms")


def test_when_the_words_change_the_recording_says_so(supervisor, administrator, offered):
    assert not keeping.recordings_of(supervisor, "bi", "traces")[0].of_other_words
    key = on_page("traces")[0]
    actions.save_wording(by=supervisor, language="bi", key=key, texts=["Niu"], seen=mark_of(shipped("bi")[key]))
    actions.sign_wording(by=administrator, language="bi", key=key, seen=mark_of(["Niu"]))
    assert keeping.recordings_of(supervisor, "bi", "traces")[0].of_other_words
