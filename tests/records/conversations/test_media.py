"""A file that a message names opens from it where it lies in the same archive; what is missing says so."""

import hashlib
import io
import zipfile

import pytest
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.conversations import actions, queries
from lali.records.evidence.actions import restrict_exhibit
from tests.records.conversations.conftest import EXPORT

PICTURE = b"\x89PNG\r\n\x1a\n not a whole one"
NAME = "IMG-20261101-WA0003.jpg"


def archive(*files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("WhatsApp Chat/_chat.txt", EXPORT)
        for name, content in files:
            packed.writestr(name, content)
    return data.getvalue()


def test_the_file_of_a_message_is_found_with_its_digest(read_in, case, lead):
    conversation = read_in(archive((f"WhatsApp Chat/{NAME}", PICTURE)), file_name="chat.zip")
    assert (conversation.files_named, conversation.files_missing) == (1, 0)
    shown = queries.page_of(conversation, queries.Asked(kind="media")).messages
    assert [one.in_archive for one in shown] == [True]
    found = actions.look_at_file(by=lead, ref=case.ref, number=1, n=5)
    assert (found.number, found.path, found.size) == (2, f"WhatsApp Chat/{NAME}", len(PICTURE))
    assert found.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert Entry.objects.filter(verb="conversation.read", facts__file=True).exists()


def test_what_is_missing_or_meant_twice_says_so(read_in, case, lead):
    conversation = read_in(archive(), file_name="chat.zip")
    assert (conversation.files_named, conversation.files_missing) == (1, 1)
    assert "not in the same archive" in actions.look_at_file(by=lead, ref=case.ref, number=1, n=5).why_not
    read_in(archive((f"a/{NAME}", b"1"), (f"b/{NAME}", b"2")), file_name="other.zip")
    found = actions.look_at_file(by=lead, ref=case.ref, number=2, n=5)
    assert (found.number, found.sha256) == (0, "")
    assert "Several files" in found.why_not


def test_a_message_without_a_file_and_a_restricted_exhibit_have_none(read_in, case, lead, colleague):
    read_in(archive((f"WhatsApp Chat/{NAME}", PICTURE)), file_name="chat.zip")
    with pytest.raises(Http404):
        actions.look_at_file(by=lead, ref=case.ref, number=1, n=2)
    with pytest.raises(Http404):
        actions.look_at_file(by=colleague, ref=case.ref, number=1, n=5)
    restrict_exhibit(by=lead, ref=case.ref, number=1)
    with pytest.raises(Http404):
        actions.look_at_file(by=lead, ref=case.ref, number=1, n=5)
