"""The pages of lists of known files: for whoever keeps them; a list is taken in while its page fills, or not at all."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lali.records.cases.actions import open_case
from lali.records.evidence.actions import About, Acquisition, adding_known_list, take_in_exhibit
from lali.records.evidence.models import Exhibit, KnownHash, KnownList
from tests.web.administration.administration_scene import verbs

PAGE = "/administration/known/"
FACTS = {"name": "Invented list", "source": "Nobody (fictional)", "terms": "Police use only", "kind": "restricted"}


@pytest.fixture
def exhibits(settings, tmp_path):
    settings.EXHIBIT_FOLDER = tmp_path / "exhibits"


@pytest.fixture
def keeper(enrol, signed_in):
    return signed_in(enrol("Asha Sample", "supervisor"))


def added(keeper, text, **changes):
    facts = FACTS | changes | {"file": SimpleUploadedFile("list.txt", text)}
    answer = keeper.post(PAGE + "add/", facts)
    return answer, b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_without_a_list_the_page_says_what_to_do(keeper):
    assert "Ask your national hotline" in keeper.get(PAGE).content.decode()


def test_a_list_is_taken_in_its_exhibit_restricted_and_let_go(keeper, enrol, exhibits):
    ana = enrol("Ana Sample")
    case = open_case(by=ana, title="x")
    take_in_exhibit(by=ana, ref=case.ref, file_name="a", source=io.BytesIO(b"known"), acquisition=Acquisition())
    digest = hashlib.sha256(b"known").hexdigest().encode()
    answer, page = added(keeper, digest + b"\nno digest\n")
    assert answer.status_code == 200
    assert "1 digest taken in" in page
    assert "On a list that restricts: 1." in page
    assert page.rstrip().endswith("</html>")
    assert Exhibit.objects.get().restricted_at
    shown = keeper.get(PAGE)
    (one,) = shown.context["lists"]
    assert (one.matched, one.exhibits, one.known.terms) == (1, (), "Police use only")
    assert case.ref not in shown.content.decode()  # the keeper is not on that case's team
    assert verbs()[-1] == "list.read"
    keeper.post(f"{PAGE}{one.known.pk}/end/")
    assert not KnownHash.objects.exists()
    assert keeper.get(PAGE).context["lists"][0].known.ended_at


@pytest.mark.parametrize("text", [b"", b"no digest in it\n", b"\xff\xfe\x00x"])
def test_what_is_no_list_leaves_nothing(keeper, text):
    _answer, page = added(keeper, text)
    assert "Not taken in; nothing of it is kept." in page or "empty" in page
    assert not KnownList.objects.exists()


def test_what_is_missing_is_said(keeper):
    answer = keeper.post(PAGE + "add/", FACTS)
    assert (answer.status_code, "lali known add" in answer.content.decode()) == (422, True)
    answer, _page = added(keeper, b"0" * 32, source=" ")
    assert answer.status_code == 422
    assert not KnownList.objects.exists()


def test_whoever_stops_in_between_leaves_nothing(enrol, monkeypatch):
    """As when the page is closed while it fills."""
    monkeypatch.setattr("lali.records.evidence.actions.known.AT_ONCE", 1)
    lines = "".join(hashlib.sha256(bytes([n])).hexdigest() + "\n" for n in range(5))
    about = About("Invented list", "restricted", "Nobody (fictional)")
    by = enrol("Asha Sample", "supervisor")
    adding = adding_known_list(by=by, text=io.StringIO(lines), sha256="0" * 64, about=about)
    assert [next(adding).digests, next(adding).digests] == [1, 2]
    adding.close()
    assert not KnownList.objects.exists()
    assert "known.added" not in verbs()


@pytest.mark.parametrize("role", ["investigator", "auditor"])
def test_nobody_else(enrol, signed_in, role):
    browser = signed_in(enrol("Ben Sample", role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE + "add/", FACTS | {"file": SimpleUploadedFile("x", b"0" * 32)}).status_code == 403
    assert browser.post(PAGE + "1/end/").status_code == 403
