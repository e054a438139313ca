"""A receipt: it proves that a report was filed on a day, to anybody, and says neither who nor what."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from lali.engines import custody
from lali.engines.custody import verify_bundle
from lali.records.audit.queries import first_entry
from lali.records.letterbox import queries
from lali.records.letterbox.models import Addressee, Report
from tests.web.public.test_report import ANSWERS, STORY, code_on, go, said

pytestmark = pytest.mark.slow  # the verifier in a process of its own

VERIFIER = Path(custody.__file__).with_name("standalone.py")


@pytest.fixture
def words(letterbox):
    """The six words of a report that was sent."""
    words = code_on(go(letterbox, "next", here=6, **ANSWERS))
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    return words


@pytest.fixture
def receipt(letterbox, words, agency, tmp_path):
    """The receipt of a report that was taken in, as a file."""
    from lali.project import settings as workspace
    from lali.records.tips.actions import collect_reports

    with override_settings(KEY_FOLDER=workspace.NODE.keys):
        collect_reports(by="node", agency=agency)
    answer = letterbox.post("/en/code/", {"go": "receipt", "code": words})
    assert answer["Content-Disposition"] == 'attachment; filename="note.txt"'
    path = tmp_path / "note.txt"
    path.write_bytes(answer.content)
    return path


def check(path, *more):
    return subprocess.run([sys.executable, VERIFIER, path, *more], capture_output=True, text=True, check=False)


def test_before_the_agency_has_taken_it_in_there_is_none_and_the_page_says_when(letterbox, words):
    html = said(letterbox.post("/en/code/", {"go": "receipt", "code": words}))
    assert "once the agency has taken your report in" in html
    assert 'value="receipt"' not in html


def test_anybody_can_check_it_with_one_file_and_the_key(receipt):
    key = Addressee.objects.get().log_key
    found = check(receipt, "--key", key)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "A report was filed on " in found.stdout
    assert verify_bundle(receipt, trusted=[key]).ok


def test_it_says_neither_who_nor_what(receipt, words):
    text = receipt.read_text()
    assert "A report was filed with" in text
    assert STORY.split()[0] + " took" not in text
    assert " ".join(words.split()[:2]) not in text
    assert bytes(Report.objects.get().lookup).hex() not in text


@pytest.mark.parametrize("change", ["line", "path", "head", "entry"])
def test_a_changed_one_is_found(receipt, change):
    before, rest = receipt.read_text().split("-----BEGIN RECEIPT-----")
    proof = json.loads(rest.split("-----END RECEIPT-----")[0])
    proof[change] = {
        "line": proof["line"].replace('"n":', '"n":1'),
        "path": [*proof["path"], "0" * 64],
        "head": proof["head"].replace("\n", "\n1", 1),
        "entry": proof["entry"] + 1,
    }[change]
    receipt.write_text(f"{before}-----BEGIN RECEIPT-----{json.dumps(proof)}-----END RECEIPT-----")
    assert check(receipt).returncode == 1


@pytest.mark.usefixtures("receipt")
def test_a_report_from_before_receipts_has_none_and_the_page_offers_none(letterbox, words, monkeypatch):
    assert 'value="receipt"' in said(letterbox.post("/en/code/", {"go": "next", "code": words}))
    before = first_entry
    monkeypatch.setattr(queries, "first_entry", lambda *what, **where: without_digest(before(*what, **where)))
    for go_on in ("next", "receipt"):
        answer = letterbox.post("/en/code/", {"go": go_on, "code": words})
        assert answer["Content-Type"].startswith("text/html")
        assert "receipt" not in said(answer)


def without_digest(entry):
    entry.facts = {}
    return entry


@pytest.mark.parametrize("text", ["", "{}", "[", '{"entry": true}', "[" * 9000])
def test_nonsense_is_no_receipt_and_breaks_nothing(tmp_path, text):
    path = tmp_path / "note.txt"
    path.write_text(f"-----BEGIN RECEIPT-----{text}-----END RECEIPT-----")
    found = check(path)
    assert found.returncode == 2  # it cannot be read; 1 would say that something in it is broken
    assert "Traceback" not in found.stderr
