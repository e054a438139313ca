"""`lali packet`: open a partner's packet from a USB stick, give the receipt, hand out our card."""

import argparse
import json
import os
import sys
from pathlib import Path

from lali.engines.exchange import MAX_PACKET_BYTES
from lali.project.commands.speaking import refuse
from lali.project.node import NodeIsMissing, read_node


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    home = Path(os.environ.get("LALI_HOME", ".lali"))
    places = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    opening = places.add_parser("open", help="open a packet, note its identifiers, write the receipt")
    opening.add_argument("file", type=Path)
    opening.add_argument("--as", dest="email", required=True, help="e-mail of the member who opens it")
    opening.add_argument("--receipt", type=Path, help="where to write the receipt (default FILE.receipt.json)")
    card = places.add_parser("card", help="our card, for partners")
    for place in (opening, card):
        place.add_argument("--home", type=Path, default=home, help="data folder")
        place.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Open a packet, or print the card."""
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    return _card(as_json=chosen.json) if chosen.what == "card" else _open(chosen)


def _card(*, as_json: bool) -> int:
    from lali.records.cooperation.queries import own_card_file, own_fingerprint  # noqa: PLC0415
    from lali.records.cooperation.witnessing import own_witness_key  # noqa: PLC0415

    card, key = own_card_file().decode(), own_witness_key()
    told = {"card": card, "fingerprint": own_fingerprint(), "countersigns_with": key}
    print(json.dumps(told) if as_json else card)
    if not as_json:
        print(f"Key under which this node countersigns journals of partners: {key}", file=sys.stderr)
        print(f"Fingerprint, to be read aloud to the partner: {own_fingerprint()}", file=sys.stderr)
    return 0


def _open(chosen: argparse.Namespace) -> int:
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415

    from lali.records.agencies.queries import active_member  # noqa: PLC0415
    from lali.records.cooperation.actions import PacketNotOpened, open_incoming  # noqa: PLC0415

    member = active_member(chosen.email)
    if member is None:
        return refuse("There is no active member with this e-mail address.", as_json=chosen.json)
    try:
        with chosen.file.open("rb") as file:
            data = file.read(MAX_PACKET_BYTES + 1)
        packet = open_incoming(by=member, data=data)
    except OSError as why:
        return refuse(f"{chosen.file} cannot be read: {why.strerror}.", as_json=chosen.json)
    except PermissionDenied:
        return refuse("This member may not open packets.", as_json=chosen.json)
    except PacketNotOpened as why:
        return refuse(str(why), as_json=chosen.json)
    receipt = chosen.receipt or chosen.file.with_name(chosen.file.name + ".receipt.json")
    receipt.write_bytes(bytes(packet.receipt))
    told = packet.header | {"from": packet.partner.name, "packet": str(packet.packet_id), "receipt": str(receipt)}
    told["their_journal"] = packet.head_seen
    print(json.dumps(told, ensure_ascii=False) if chosen.json else _for_people(packet, receipt))
    return 0


def _for_people(packet: object, receipt: Path) -> str:
    header = packet.header
    return (
        f"{packet.ref}: opened. It was signed by {packet.partner.name} ({packet.partner.country}).\n"
        f"TLP:{header['tlp'].upper()}. Purpose: {header['purpose']}. Legal basis: {header['legal_basis']}.\n"
        + (f"Their journal: {packet.get_head_seen_display()}.\n" if packet.head_seen else "")
        + f"The receipt for the partner is in {receipt}."
    )
