"""`lali case`: hand a whole case to another Lali as a sealed archive, or take one in."""

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import Any

from lali.project.commands.passphrase import ask_new_passphrase, ask_passphrase
from lali.project.commands.speaking import refuse
from lali.project.node import NodeIsMissing, read_node

NEEDS_ANSWER = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    home = Path(os.environ.get("LALI_HOME", ".lali"))
    places = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    out = places.add_parser("export", help="prepare an archive; with --second also approve it and write the file")
    out.add_argument("ref", help="reference of the case, for example FJ-2026-00001")
    out.add_argument("file", type=Path, nargs="?", help="where to write the approved archive")
    out.add_argument("--as", dest="email", required=True, help="e-mail of the member who leads the case")
    out.add_argument("--second", default="", help="e-mail of the second person, who is there and approves")
    out.add_argument("--number", type=int, default=0, help="take out the archive of this number, approved before")
    out.add_argument("--reason", default="", help="why it leaves; the receiver reads it too")
    out.add_argument("--names-leave", action="store_true", help="I know that names of possible victims leave with it")
    to = out.add_mutually_exclusive_group()
    to.add_argument("--to", metavar="NODE", help="short name of a partner's node, for example vu-tcu")
    to.add_argument("--recipient", default="", help="an age recipient (age1...)")
    to.add_argument("--passphrase", action="store_true", help="a passphrase, for a node of your own")
    come = places.add_parser("import", help="look at an archive; with --apply take the case in")
    come.add_argument("file", type=Path)
    come.add_argument("--as", dest="email", required=True, help="e-mail of the member who takes it in, and leads it")
    come.add_argument("--apply", action="store_true", help="take the case in; else only say what is in it")
    come.add_argument("--fingerprint", default="", help="of a sender who is no partner, as they read it to you")
    for place in (out, come):
        place.add_argument("--home", type=Path, default=home, help="data folder")
        place.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Export or import. Exit code 2 when something is refused."""
    try:
        home = read_node(chosen.home.absolute()).home
    except NodeIsMissing as why:
        return refuse(str(why), as_json=chosen.json)
    from lali.project.installation import enter_node  # noqa: PLC0415 - help must not wait for Django

    enter_node(home)
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415
    from django.http import Http404  # noqa: PLC0415

    from lali.records.refusals import Refused  # noqa: PLC0415

    try:
        return (_export if chosen.what == "export" else _import)(chosen)
    except OSError as why:
        return refuse(f"{why.filename or chosen.file} cannot be read or written: {why.strerror}.", as_json=chosen.json)
    except PermissionDenied:
        return refuse("This member may not do that.", as_json=chosen.json)
    except Http404:
        return refuse("There is no such case or archive for this member.", as_json=chosen.json)
    except Refused as why:
        return refuse(str(why), as_json=chosen.json)


def _member(email: str) -> Any:
    from lali.records.agencies.queries import active_member  # noqa: PLC0415
    from lali.records.refusals import Refused  # noqa: PLC0415

    member = active_member(email)
    if member is None:
        raise Refused("There is no active member with this e-mail address.")
    return member


def _export(chosen: argparse.Namespace) -> int:
    from lali.records.transfers.actions import approve_archive, prepare_archive  # noqa: PLC0415

    member, number = _member(chosen.email), chosen.number
    if chosen.file and chosen.file.exists():
        return refuse(f"{chosen.file} exists already; nothing is written over.", as_json=chosen.json)
    if not number:
        sealed_for = _sealed_for(chosen)
        if sealed_for is None:
            return NEEDS_ANSWER
        number = prepare_archive(
            by=member, ref=chosen.ref, reason=chosen.reason, names_leave=chosen.names_leave, **sealed_for
        ).pk
    if chosen.second:
        approve_archive(by=_member(chosen.second), number=number)
    if chosen.file and (chosen.second or chosen.number):
        _take_out(member, number, chosen.file)
    told = {"number": number, "file": str(chosen.file) if chosen.file and chosen.file.exists() else None}
    print(json.dumps(told) if chosen.json else _said(told, chosen))
    return 0


def _sealed_for(chosen: argparse.Namespace) -> dict[str, object] | None:
    from lali.records.cooperation.queries import partner_of_node  # noqa: PLC0415
    from lali.records.refusals import Refused  # noqa: PLC0415

    if chosen.to:
        partner = partner_of_node(chosen.to)
        if partner is None:
            raise Refused("There is no partner with this node.")
        return {"partner_number": partner.pk}
    if chosen.recipient:
        return {"recipient": chosen.recipient}
    passphrase = ask_new_passphrase() if chosen.passphrase else ""
    return None if passphrase is None else {"passphrase": passphrase}


def _take_out(member: object, number: int, target: Path) -> None:
    from lali.records.transfers.actions import take_out_archive  # noqa: PLC0415

    _name, _size, pieces = take_out_archive(by=member, number=number)
    partial = target.with_name(target.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            os.fsync(file.fileno())
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _said(told: dict[str, Any], chosen: argparse.Namespace) -> str:
    if told["file"]:
        return f"The whole case {chosen.ref} is in {told['file']}, sealed and signed."
    return (
        f"Archive {told['number']} of {chosen.ref} is prepared and waits for a second person. When it is approved: "
        f"lali case export {chosen.ref} FILE --number {told['number']} --as {chosen.email}"
    )


def _import(chosen: argparse.Namespace) -> int:
    from lali.records.transfers import storage  # noqa: PLC0415
    from lali.records.transfers.actions import let_arrival_go, look_at_archive, take_case_in  # noqa: PLC0415
    from lali.records.transfers.queries import counted, needs_passphrase, read_arrival  # noqa: PLC0415

    member = _member(chosen.email)
    with storage.NewArchive() as new:
        with chosen.file.open("rb") as file:
            shutil.copyfileobj(file, new.file, storage.BLOCK)
        passphrase = ask_passphrase() if needs_passphrase(new.file) else ""
        if passphrase is None:
            return NEEDS_ANSWER
        arrival = look_at_archive(by=member, new=new, passphrase=passphrase)
    arrival = read_arrival(member, arrival.pk)
    told = {
        "reference": arrival.reference,
        "from": arrival.sender,
        "agency": arrival.sender_name,
        "partner": arrival.is_partner,
        "counts": dict(counted(arrival.told["counts"])),
        "stubs": sum(not one["is_known"] for one in arrival.told["members"]),
        "taken_numbers": arrival.told["taken_numbers"],
    }
    try:
        if chosen.apply:
            taken = take_case_in(by=member, number=arrival.pk, passphrase=passphrase, fingerprint=chosen.fingerprint)
            told["became"] = taken.case.ref
    finally:
        if "became" not in told:
            let_arrival_go(by=member, number=arrival.pk)
    print(json.dumps(told, ensure_ascii=False) if chosen.json else _for_people(told))
    return 0


def _for_people(told: dict[str, Any]) -> str:
    signed = "a partner" if told["partner"] else "signed, but by nobody whose card is known here"
    lines = [f"{told['reference']} of {told['agency']} ({told['from']}, {signed})."]
    lines += [f"  {number:,} {kind}" for kind, number in told["counts"].items()]
    lines.append(f"  {told['stubs']:,} names only")
    lines += [f"  {system} {number} stands here already and stays" for system, number in told["taken_numbers"]]
    lines.append(f"It is {told['became']} here." if "became" in told else "Nothing was taken in. To do so: --apply")
    return "\n".join(lines)
