"""A file that comes in by pieces: after the tus protocol, gone on with after a cut by whoever began, with the same file."""

import base64
from hashlib import sha256

import pytest

from lali.engines.custody import sum_of_pieces
from lali.records.audit.models import Entry
from lali.records.cases.actions import put_on_team
from lali.records.evidence.models import Exhibit, Intake
from lali.records.evidence.storage import exhibit_store

PLAIN = b"GL Careers: send 300 dollars\n" * 20_000
TUS = {"Tus-Resumable": "1.0.0"}
SIZE = len(PLAIN)
PIECE = "application/offset+octet-stream"


def digest(data):
    return sum_of_pieces([data[at : at + 262_144] for at in range(0, len(data), 262_144)] or [b""])


class Sender:
    """What a client of tus does."""

    def __init__(self, client, ref):
        self.client, self.ref, self.place = client, ref, ""

    def announce(self, name="chat.txt", size=SIZE):
        said = {"Upload-Length": str(size), "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}"}
        answer = self.client.post(f"/cases/{self.ref}/intakes/", headers=TUS | said)
        self.place = answer.headers.get("Location", "")
        return answer

    def where(self):
        return int(self.client.head(self.place, headers=TUS)["Upload-Offset"])

    def send(self, data, offset):
        headers = TUS | {"Upload-Offset": str(offset)}
        return self.client.patch(self.place, data, content_type=PIECE, headers=headers)

    def compare(self, data, name="chat.txt", size=SIZE):
        form = {"file_name": name, "size": size, "offset": len(data), "digest": digest(data)}
        return self.client.post(f"{self.place}compare/", form, headers=TUS)

    def enter(self, data=PLAIN, **facts):
        return self.client.post(f"{self.place}go-on/", {"digest": digest(data)} | facts)


@pytest.fixture
def sender_of(signed_in, full_case):
    return lambda member: Sender(signed_in(member), full_case.ref)


@pytest.fixture
def sender(sender_of, lead):
    return sender_of(lead)


@pytest.fixture
def signed_in():
    from django.test import Client

    def signed_in(member):
        client = Client()
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def test_a_file_in_three_pieces_is_one_exhibit(sender, django_capture_on_commit_callbacks):
    answer = sender.announce()
    assert (answer.status_code, answer["Tus-Resumable"]) == (201, "1.0.0")
    offset = 0
    for until in (100, 300_000, len(PLAIN)):
        answer = sender.send(PLAIN[offset:until], offset)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(until))
        offset = until
        assert sender.where() == offset
    with django_capture_on_commit_callbacks(execute=True):
        answer = sender.enter(title="Chat")
    assert answer.status_code == 302
    exhibit = Exhibit.objects.latest("pk")
    assert answer["Location"].endswith(f"/exhibits/{exhibit.number}/")
    assert (exhibit.file_name, exhibit.size, exhibit.title) == ("chat.txt", len(PLAIN), "Chat")
    assert exhibit.sha256 == sha256(PLAIN).hexdigest()
    assert list((exhibit_store().root / "incoming").iterdir()) == []


@pytest.mark.parametrize("tick", [{}, {"restricted": "on"}])
def test_what_is_ticked_as_restricted_is_shut_from_the_first_moment(sender, tick):
    sender.announce()
    sender.send(PLAIN, 0)
    assert sender.enter(title="Chat", **tick).status_code == 302
    exhibit = Exhibit.objects.latest("pk")
    assert (exhibit.restricted_at is not None) == bool(tick)
    assert ("chat.txt" in exhibit.file_name) != bool(tick)


def test_the_server_says_what_it_speaks(sender):
    answer = sender.client.options(f"/cases/{sender.ref}/intakes/")
    assert (answer.status_code, answer["Tus-Version"]) == (204, "1.0.0")
    assert answer["Tus-Extension"] == "creation,termination"


@pytest.mark.parametrize("size", ["-1", "x", "", "1e3"])
def test_a_size_that_is_none_is_refused(sender, size):
    assert sender.announce(size=size).status_code == 400
    assert not Intake.objects.filter(file_name="chat.txt", exhibit=None).exists()


def test_pieces_that_do_not_fit_are_refused_and_the_place_is_said(sender):
    sender.announce()
    sender.send(PLAIN[:500], 0)
    answer = sender.send(PLAIN[100:600], 100)
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "500")
    assert sender.send(PLAIN[500:] + b"more", 500).status_code == 422
    assert sender.client.patch(sender.place, b"x", content_type="text/plain").status_code == 415
    assert sender.client.patch(sender.place, b"x", content_type=PIECE).status_code == 400


def test_after_a_new_sign_in_the_same_file_goes_on_and_another_is_refused(sender, sender_of, lead):
    sender.announce()
    sender.send(PLAIN[:300_000], 0)
    again = sender_of(lead)
    again.place = sender.place
    page = again.client.get(f"{sender.place}go-on/").content.decode()
    assert "293.0\xa0KB of 566.4\xa0KB of “chat.txt” are here" in page
    other = b"?" + PLAIN[1:]
    for refused in (
        again.compare(other[:300_000]),
        again.compare(PLAIN[:300_000], name="other.txt"),
        again.compare(PLAIN[:300_000], size=7),
    ):
        assert refused.status_code == 422
        assert "not the file that began to come in" in refused.content.decode()
    assert not Entry.objects.filter(verb="exhibit.intake_gone_on").exists()
    assert again.compare(PLAIN[:5])["Upload-Offset"] == "300000"  # look again from there
    assert again.compare(PLAIN[:300_000])["Upload-Offset"] == "300000"
    assert Entry.objects.get(verb="exhibit.intake_gone_on").facts["from_byte"] == 300_000
    again.send(PLAIN[300_000:], 300_000)
    assert again.enter().status_code == 302
    assert Exhibit.objects.latest("pk").size == len(PLAIN)


def test_what_came_in_is_compared_with_the_whole_file_before_it_is_an_exhibit(sender):
    sender.announce()
    sender.send(PLAIN, 0)
    before = Exhibit.objects.count()
    answer = sender.enter(b"another file")
    assert answer.status_code == 400
    assert "not the file that began to come in" in answer.content.decode()
    assert Exhibit.objects.count() == before


def test_before_all_is_here_nothing_is_an_exhibit(sender):
    sender.announce()
    sender.send(PLAIN[:100], 0)
    answer = sender.enter()
    assert answer.status_code == 400
    assert "Not all of the file is here yet" in answer.content.decode()


def test_a_date_that_is_wrong_is_said_and_the_file_is_not_asked_for_again(sender):
    sender.announce()
    sender.send(PLAIN, 0)
    page = sender.enter(acquired_at="2199-01-01T10:00")
    assert page.status_code == 400
    text = page.content.decode()
    assert "This time is still to come." in text
    assert 'type="file"' not in text
    assert digest(PLAIN) in text
    assert sender.enter().status_code == 302


def test_only_who_began_goes_on_others_see_it_listed(sender, sender_of, colleague, lead, full_case):
    sender.announce()
    sender.send(PLAIN[:1000], 0)
    other = sender_of(colleague)
    other.place = sender.place
    assert other.client.head(sender.place).status_code == 403
    assert other.send(PLAIN[1000:], 1000).status_code == 403
    assert other.client.get(f"{sender.place}go-on/").status_code == 403
    listed = other.client.get(f"/cases/{full_case.ref}/evidence/").content.decode()
    assert "1000\xa0bytes of 566.4\xa0KB are here, sealed" in listed
    assert f"Only {lead.name} can go on with it." in listed
    assert f"{sender.place}go-on/" not in listed
    assert f"{sender.place}go-on/" in sender.client.get(f"/cases/{full_case.ref}/evidence/").content.decode()


def test_who_may_only_read_neither_announces_nor_sends(sender, sender_of, supervisor, outsider):
    sender.announce()
    for member, status in ((supervisor, 403), (outsider, 404)):
        other = sender_of(member)
        assert other.announce().status_code == status
        other.place = sender.place
        assert other.send(PLAIN, 0).status_code == status
        assert other.compare(b"").status_code == status
        assert other.client.get(f"{sender.place}go-on/").status_code == status
        assert other.client.delete(sender.place).status_code == status


def test_what_is_given_up_is_gone(sender, django_capture_on_commit_callbacks):
    sender.announce()
    sender.send(PLAIN[:300_000], 0)
    assert any((exhibit_store().root / "incoming").iterdir())
    with django_capture_on_commit_callbacks(execute=True):
        assert sender.client.delete(sender.place, headers=TUS).status_code == 204
    assert list((exhibit_store().root / "incoming").iterdir()) == []
    assert sender.client.head(sender.place).status_code == 422
    assert Entry.objects.filter(verb="exhibit.intake_given_up").count() == 1


def test_a_piece_whose_line_is_cut_is_kept_as_far_as_it_came(sender, monkeypatch):
    """The server reads to the cut; then the client looks where it stands, and goes on."""
    sender.announce()
    whole = len(PLAIN)

    class Cut:
        def __init__(self, data):
            self.data = data

        def read(self, size):
            if not self.data:
                raise OSError("the line was cut")
            data, self.data = self.data[:70_000], b""
            return data

    from lali.records.evidence.actions import take_in_piece

    intake = Intake.objects.latest("pk")
    with pytest.raises(OSError, match="cut"):
        take_in_piece(by=intake.started_by, ref=sender.ref, intake_id=intake.pk, offset=0, source=Cut(PLAIN))
    assert sender.where() == 70_000
    assert sender.send(PLAIN[70_000:], 70_000)["Upload-Offset"] == str(whole)
    assert sender.enter().status_code == 302


def test_a_full_disk_is_said_and_what_came_is_kept(sender, monkeypatch):
    from lali.engines.custody import Continued, StoreIsFull

    sender.announce()
    sender.send(PLAIN[:300_000], 0)

    def full(*_all, **_more):
        raise StoreIsFull("full")

    monkeypatch.setattr(Continued, "write", full)
    answer = sender.send(PLAIN[300_000:], 300_000)
    assert answer.status_code == 507
    assert "What came in until now is kept" in answer.content.decode()
    monkeypatch.undo()
    assert sender.where() == 300_000


def test_an_intake_that_was_taken_from_a_stop_before_its_first_byte_goes_on(sender):
    sender.announce()
    intake = Intake.objects.latest("pk")
    exhibit_store().let_go(intake.incoming)
    assert sender.where() == 0
    nothing = {"file_name": "chat.txt", "size": SIZE, "offset": 0, "digest": ""}  # as the script says it
    assert sender.client.post(f"{sender.place}compare/", nothing)["Upload-Offset"] == "0"
    sender.send(PLAIN, 0)
    assert sender.enter().status_code == 302


def test_the_script_is_served_and_the_page_says_what_is_without_it(sender, full_case):
    page = sender.client.get(f"/cases/{full_case.ref}/exhibits/new/").content.decode()
    assert "workspace/intake.js" in page
    assert "Without JavaScript the file is sent in one go" in page
    assert f'data-intake="/cases/{full_case.ref}/intakes/"' in page


def test_a_colleague_taken_off_the_team_sends_nothing_more(sender_of, colleague, lead, full_case):
    other = sender_of(colleague)
    other.announce()
    put_on_team(by=lead, ref=full_case.ref, member=colleague, level="read")
    assert other.send(PLAIN, 0).status_code == 403
