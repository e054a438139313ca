"""Files of a report while something else goes on: another page, another sender, a disk that is nearly full."""

import fcntl
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lali.engines.documents import Hint, Kind, look_at, pictures, revealing
from lali.engines.exchange import derive, read_code
from lali.records.letterbox import actions
from lali.records.letterbox.models import Addressee, Draft, Enclosure, Report
from lali.records.letterbox.queries import draft_under
from lali.records.letterbox.vocabulary import ReportState
from lali.web.public.views import files as views
from lali.web.public.views import report
from tests.web.public.test_coming_back import open_words
from tests.web.public.test_files import CHAT, WHERE, photograph, send_file
from tests.web.public.test_files import words as words  # noqa: PLC0414 - a fixture
from tests.web.public.test_report import ANSWERS, go, said

pytestmark = pytest.mark.slow


@pytest.fixture
def keys(words):
    """What follows from the six words."""
    return derive(read_code(words), salt=bytes(Addressee.objects.get().code_salt))


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something done while a file is looked at: `meanwhile(act)`."""

    def meanwhile(act):
        def look(data):
            looked = look_at(data)
            act()
            return looked

        monkeypatch.setattr(views, "look_at", look)

    return meanwhile


# -- what was decided, and nothing else, is sent ----------------------------------------------------------------------


def test_a_file_that_the_page_does_not_know_is_not_sent(letterbox, words, keys):
    send_file(letterbox, words, CHAT)
    letterbox.post(WHERE, {"code": words, "go": "both:1"})
    assert actions.enclose(by="public", reporter=keys, original=b"unseen", clean=None, name="x") == 2
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert list(Report.objects.get().enclosures.values_list("place", flat=True)) == [1]
    assert Enclosure.objects.count() == 1


@pytest.fixture
def other_tab(monkeypatch):
    """Have something done in another tab when a report is about to be sent: `other_tab(act)`."""

    def other_tab(act):
        def deliver(*told):
            monkeypatch.setattr(report, "_deliver", delivers)
            act()
            return delivers(*told)

        delivers = report._deliver
        monkeypatch.setattr(report, "_deliver", deliver)

    return other_tab


def test_a_file_that_came_for_a_decided_one_while_the_report_is_sent_stays_behind(letterbox, words, other_tab):
    send_file(letterbox, words, CHAT)
    letterbox.post(WHERE, {"code": words, "go": "both:1"})

    def another_file():
        letterbox.post(WHERE, {"code": words, "go": "drop:1"})
        assert send_file(letterbox, words, b"never decided on").status_code == 200

    other_tab(another_file)
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert Report.objects.count() == 1
    assert not Enclosure.objects.exists()


def test_what_is_decided_in_another_tab_while_the_report_is_sent_counts(letterbox, words, other_tab):
    send_file(letterbox, words, CHAT)
    other_tab(lambda: letterbox.post(WHERE, {"code": words, "go": "both:1"}))
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert Report.objects.get().enclosures.count() == 1


def test_a_page_that_shows_a_file_taken_out_decides_on_no_other(letterbox, words, keys):
    send_file(letterbox, words, CHAT)
    letterbox.post(WHERE, {"code": words, "go": "drop:1"})
    send_file(letterbox, words, b"another")
    letterbox.post(WHERE, {"code": words, "go": "both:1"})  # the page of the first was open still
    assert '"place": 2' in draft_under(keys).words
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert Report.objects.count() == 1
    assert not Enclosure.objects.exists()


def test_a_draft_from_before_places_were_counted_gives_none_out_twice(letterbox, words, keys):
    send_file(letterbox, words, CHAT)
    Draft.objects.update(last_place=0)
    assert actions.enclose(by="public", reporter=keys, original=b"x", clean=None, name="x") == 2


def test_a_file_that_comes_when_its_report_was_sent_is_refused_in_words(letterbox, words, meanwhile):
    meanwhile(lambda: go(letterbox, "send", here=7, code=words, **ANSWERS))
    answer = send_file(letterbox, words, CHAT)
    assert answer.status_code == 400
    assert "Nothing is kept under these words that a file could go with." in said(answer)
    assert not Enclosure.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("act", [actions.take_file_back, actions.enclose])
def test_no_draft_no_file(agency, reporter_keys, act):
    more = {"place": 1} if act is actions.take_file_back else {"original": b"x", "clean": None, "name": "x"}
    with pytest.raises(actions.DraftIsGone):
        act(by="public", reporter=reporter_keys, **more)


@pytest.fixture
def reporter_keys(letterbox):
    """Keys under which nothing lies."""
    from lali.web.public.views.report import new_words

    return new_words()[1]


def test_a_slow_look_writes_no_old_words_over_newer_ones(letterbox, words, keys, meanwhile):
    newer = ANSWERS | {"text": "What I remembered since."}
    meanwhile(lambda: go(letterbox, "next", here=5, code=words, **newer))
    send_file(letterbox, words, CHAT)
    kept = draft_under(keys).words
    assert "What I remembered since." in kept
    assert '"place": 1' in kept


def test_a_slow_page_forgets_no_file(letterbox, words, keys, meanwhile):
    meanwhile(lambda: actions.enclose(by="public", reporter=keys, original=b"x", clean=None, name="x"))
    send_file(letterbox, words, CHAT)
    assert '"place": 2' in draft_under(keys).words  # the place is chosen when the file is put there
    go(letterbox, "next", here=5, code=words, **ANSWERS)
    assert '"place": 2' in draft_under(keys).words


def test_two_files_cannot_have_one_place(letterbox, words):
    send_file(letterbox, words, CHAT)
    file = Enclosure.objects.get()
    file.pk = None
    with pytest.raises(IntegrityError), transaction.atomic(using="letterbox"):
        file.save()


# -- what could not be looked into ------------------------------------------------------------------------------------

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(500)


@pytest.mark.parametrize("data", [HEIC, VIDEO, photograph()[:300], b"PK\x03\x04 cut", b"%PDF-1.7 nonsense"])
def test_of_what_nobody_could_look_into_no_page_says_that_nothing_is_hidden(letterbox, words, data):
    assert not look_at(data).inside
    html = said(send_file(letterbox, words, data))
    assert "We could not look inside. It may tell where you were, and with which phone." in html
    assert "We found nothing hidden" not in html


def test_a_photograph_with_a_video_behind_it_may_tell_still_more(letterbox, words):
    html = said(send_file(letterbox, words, photograph() + VIDEO))
    assert "Planted Phone 9" in html
    assert "We could not look at all of it. It may tell still more." in html


def test_a_look_that_takes_too_long_is_none(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pictures, "_WORKER", slow)
    monkeypatch.setattr(revealing, "SECONDS_TO_LOOK", 1)
    monkeypatch.setattr(revealing, "SECONDS_TO_COPY", 1)
    looked = look_at(photograph())
    assert (looked.kind, looked.inside, looked.clean) == (Kind.PICTURE, False, None)


def test_nobody_waits_longer_than_ten_seconds_for_a_look():
    assert revealing.SECONDS_TO_LOOK + revealing.SECONDS_TO_COPY <= 10


def test_where_nothing_is_hidden_the_page_says_so(letterbox, words):
    html = said(send_file(letterbox, words, written("JPEG")))
    assert "We found nothing hidden in it." in html


XMP = (
    b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="18,8.0S" '
    b'tiff:Model="Planted Model"><exif:GPSLongitude>178,26.0E</exif:GPSLongitude><dc:creator>\n <rdf:Seq>\n '
    b"<rdf:li>Planted Creator</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def written(kind, **how):
    made = io.BytesIO()
    Image.new("RGB", (64, 48), (10, 90, 120)).save(made, kind, **how)
    return made.getvalue()


def chunks():
    said = PngInfo()
    said.add_text("Author", "Planted Author")
    said.add_text("Comment", "Planted words", zip=True)
    said.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    return said


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (written("JPEG", xmp=XMP), {Hint.PLACE: "18,8.0S, 178,26.0E", Hint.PERSON: "Planted Creator"}),
        (written("JPEG", xmp=XMP), {Hint.DEVICE: "Planted Model"}),
        (written("WEBP", xmp=XMP), {Hint.PLACE: "18,8.0S, 178,26.0E"}),
        (written("JPEG", comment=b"Planted words"), {Hint.WORDS: "Planted words"}),
        (written("PNG", pnginfo=chunks()), {Hint.PLACE: "18,8.0S, 178,26.0E", Hint.WORDS: "Planted words"}),
        (written("PNG", pnginfo=chunks()), {Hint.PERSON: "Planted Author"}),
        (written("PDF", author="Planted Author"), {Hint.PERSON: "Planted Author"}),
    ],
)
def test_what_is_hidden_elsewhere_than_in_exif_is_found(data, told):
    found = look_at(data)
    assert set(told.items()) <= set(found.reveals)
    assert b"Planted" not in found.clean


def test_a_photograph_with_others_behind_it_gets_a_clean_copy_of_the_first():
    behind = Image.new("RGB", (320, 240), (250, 0, 0))
    phone = written("MPO", save_all=True, append_images=[behind])
    with Image.open(io.BytesIO(look_at(phone).clean)) as clean:
        assert (clean.format, clean.size) == ("JPEG", (64, 48))
        assert getattr(clean, "n_frames", 1) == 1


# -- one look at a time -----------------------------------------------------------------------------------------------


def test_while_a_file_is_looked_at_the_next_waits_and_nothing_is_lost(letterbox, words, meanwhile):
    answers = []
    meanwhile(lambda: answers.append(send_file(letterbox, words, b"the second")))
    assert send_file(letterbox, words, CHAT).status_code == 200
    (second,) = answers
    assert second.status_code == 503
    assert "We are looking at another file." in said(second)
    assert ANSWERS["place"] in said(second)
    assert Enclosure.objects.count() == 1
    meanwhile(lambda: None)
    assert send_file(letterbox, words, b"the second").status_code == 200


def test_another_process_looks_at_its_file_first(letterbox, words, tmp_path):
    with (tmp_path / "look.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert send_file(letterbox, words, CHAT).status_code == 503
    assert send_file(letterbox, words, CHAT).status_code == 200


def test_where_the_folder_cannot_be_written_one_file_is_looked_at_all_the_same(letterbox, words, settings, tmp_path):
    settings.HOME = tmp_path / "not there"
    assert send_file(letterbox, words, CHAT).status_code == 200


# -- a disk that is nearly full ---------------------------------------------------------------------------------------


def test_files_of_reports_that_nobody_has_read_count_too(letterbox, words, monkeypatch):
    send_file(letterbox, words, CHAT)
    letterbox.post(WHERE, {"code": words, "go": "both:1"})
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    monkeypatch.setattr(actions, "MOST_WAITING_BYTES", 1)
    other = code_of_another(letterbox)
    assert "We cannot take files right now." in said(send_file(letterbox, other, CHAT))
    actions.show_state(by="node", report_number=Report.objects.get().pk, state=ReportState.READ)
    assert send_file(letterbox, other, CHAT).status_code == 200


def code_of_another(letterbox):
    from tests.web.public.test_report import code_on

    return code_on(letterbox.post(WHERE, {"go": "open", **ANSWERS}))


@pytest.mark.parametrize(("days", "short", "stays"), [(2, True, True), (3, True, False), (3, False, True)])
def test_while_room_is_short_files_of_drafts_left_alone_go_and_the_words_stay(
    letterbox, words, monkeypatch, days, short, stays
):
    send_file(letterbox, words, CHAT)
    letterbox.post(WHERE, {"code": words, "go": "both:1"})
    Draft.objects.update(kept_until=timezone.localdate() + timedelta(days=14 - days))
    monkeypatch.setattr(actions, "MOST_WAITING_BYTES", 2 if short else 10**9)
    assert actions.let_drafts_go(by="node") == 0
    assert Enclosure.objects.exists() == stays
    html = said(open_words(letterbox, words))
    assert ANSWERS["place"] in html
    assert ("It is no longer kept: we had too little room." in html) != stays


def test_a_new_file_at_the_place_of_one_that_went_is_not_decided_by_it(letterbox, words):
    send_file(letterbox, words, CHAT)
    letterbox.post(WHERE, {"code": words, "go": "both:1"})
    Enclosure.objects.all().delete()
    send_file(letterbox, words, b"another")
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert Report.objects.count() == 1
    assert not Enclosure.objects.exists()


def test_drafts_are_counted_and_not_their_files(letterbox, words):
    for _file in range(3):
        send_file(letterbox, words, CHAT)
    Draft.objects.update(kept_until=timezone.localdate() - timedelta(days=1))
    assert actions.let_drafts_go(by="node") == 1
