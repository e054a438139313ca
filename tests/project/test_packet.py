"""`lali packet`: a partner's packet from a stick, opened once; everything else is refused with the reason."""

import json

import pytest

from tests.project.command_line import lali

WILLIE, LITIA, AUDITOR = "willie@tcu.example", "litia@htu.example", "samuel@tcu.example"
SEAL = """
from lali.records.agencies.models import Member
from lali.records.cases.models import Case
from lali.records.cooperation import actions, queries
litia, asha = (Member.objects.get(email=f"{name}@htu.example") for name in ("litia", "asha"))
case = Case.objects.order_by("pk").first()
offered = queries.can_leave(litia, case.ref)
packet = actions.prepare_packet(
    by=litia, ref=case.ref, partner_number=queries.partners().get().pk,
    mention_ids=[mention.pk for mention in offered.identifiers], lures=[], purpose="To find the recruiter",
    legal_basis="fj-cybercrime-26", tlp="amber", days=5,
)
actions.approve_packet(by=asha, number=packet.pk)
Path(sys.argv[2]).write_bytes(actions.take_out_packet(by=asha, number=packet.pk)[1])
"""


@pytest.fixture(scope="module")
def packet(made_demo, inside, tmp_path_factory):
    """A packet from Fiji for Vanuatu."""
    path = tmp_path_factory.mktemp("stick") / "P-0001.age"
    inside(made_demo.home / "fiji", SEAL, path)
    return path


def test_a_packet_is_opened_once_and_its_receipt_written(packet, copy_of, tmp_path):
    vanuatu, receipt = copy_of("vanuatu"), tmp_path / "receipt.json"
    said = lali("packet", "open", packet, "--as", WILLIE, "--home", vanuatu, "--receipt", receipt)
    assert (said.returncode, said.stderr) == (0, "")
    assert "It was signed by Human Trafficking Unit, Fiji (fictional) (FJ)." in said.stdout
    assert "TLP:AMBER" in said.stdout
    assert json.loads(receipt.read_bytes())

    receipt.unlink()
    again = lali("packet", "open", packet, "--as", WILLIE, "--home", vanuatu, "--receipt", receipt, "--json")
    assert again.returncode == 2
    assert "already" in json.loads(again.stdout)["refused"]
    assert not receipt.exists()


def test_a_packet_with_one_changed_byte_is_refused(packet, made_demo, tmp_path):
    data = bytearray(packet.read_bytes())
    data[-20] ^= 1
    (tmp_path / "changed.age").write_bytes(data)
    refused(made_demo.home / "vanuatu", tmp_path / "changed.age", WILLIE)


@pytest.mark.parametrize("data", [b"", b"age-encryption.org/v1\n"])
def test_what_is_no_packet_is_refused(made_demo, tmp_path, data):
    (tmp_path / "odd.age").write_bytes(data)
    refused(made_demo.home / "vanuatu", tmp_path / "odd.age", WILLIE)


def test_whoever_it_is_not_for_cannot_open_it(packet, made_demo, tmp_path):
    vanuatu, fiji = made_demo.home / "vanuatu", made_demo.home / "fiji"
    refused(fiji, packet, LITIA)
    assert refused(vanuatu, packet, "nobody@tcu.example").startswith("There is no active member")
    assert refused(vanuatu, packet, AUDITOR) == "This member may not open packets.\n"
    assert "cannot be read" in refused(vanuatu, tmp_path / "none.age", WILLIE)


def refused(home, packet, email):
    """Open it; it must be refused in one sentence and leave no receipt. Gives the sentence."""
    said = lali("packet", "open", packet, "--as", email, "--home", home)
    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert not packet.with_name(packet.name + ".receipt.json").exists()
    return said.stderr


def test_the_card_goes_to_standard_output_and_its_fingerprint_beside_it(made_demo):
    said = lali("packet", "card", "--home", made_demo.home / "vanuatu")
    told = json.loads(lali("packet", "card", "--home", made_demo.home / "vanuatu", "--json").stdout)
    assert said.returncode == 0
    assert said.stdout.strip() == told["card"].strip()
    assert told["fingerprint"] in said.stderr
