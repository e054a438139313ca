"""What two countries and a reporter pay for safety: packets sealed and opened, reports sealed, a code derived."""

import os
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bench.figures import Figure, median
from lali.engines.exchange import (
    Draft,
    Shared,
    SharedIdentifier,
    Tlp,
    contents,
    derive,
    make_card,
    new_code,
    new_letter_key,
    new_packet_keys,
    open_letter,
    open_packet,
    read_card,
    seal_letter,
    seal_packet,
)

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PURPOSE = "lali/bench"
REPORT = ("They said there is work in Bangkok. " * 40).encode()


def figures() -> list[Figure]:
    return [*_packets(10), *_packets(1000), *_reports()]


def _packets(identifiers: int) -> list[Figure]:
    ours, theirs = new_packet_keys(), new_packet_keys()
    us, them = (
        read_card(make_card(agency=f"{place} (fictional)", country=code, node=code.lower(), issued=NOW, keys=keys))
        for place, code, keys in (("Fiji", "FJ", ours), ("Vanuatu", "VU", theirs))
    )
    draft = Draft(
        id=uuid.uuid4(),
        created=NOW,
        expires=NOW + timedelta(days=30),
        sender=us,
        to=them,
        purpose="Find whether the same recruiter works in Vanuatu",
        legal_basis="Fictional memorandum, article 4",
        tlp=Tlp.AMBER_STRICT,
        case_reference="FJ-2026-00007",
        shared=Shared(tuple(SharedIdentifier("phone", f"+679999{n:04d}") for n in range(identifiers)), ("A lure.",)),
    )

    def sealed() -> bytes:
        return seal_packet(contents(draft), signing_key=ours.signing_key, to=them)

    packet = sealed()

    def opened() -> object:
        return open_packet(
            packet,
            identity=theirs.identity,
            me=them,
            partners={us.fingerprint: us},
            now=NOW + timedelta(hours=1),
            seen=set().__contains__,
        )

    return [
        Figure(f"packet of {identifiers:,} identifiers: make and seal", _ms(sealed), "ms"),
        Figure(f"packet of {identifiers:,} identifiers: open and check", _ms(opened), "ms"),
        Figure(f"packet of {identifiers:,} identifiers: size", len(packet) / 1024, "KiB"),
    ]


def _reports() -> list[Figure]:
    private, public = new_letter_key()
    sealed = seal_letter(REPORT, to=public, purpose=PURPOSE)
    code, salt = new_code("en", entropy=os.urandom(8)), os.urandom(16)
    return [
        Figure(
            "report of 1,400 characters: seal to the agency",
            _ms(lambda: seal_letter(REPORT, to=public, purpose=PURPOSE)),
            "ms",
        ),
        Figure("report: open", _ms(lambda: open_letter(sealed, key=private, purpose=PURPOSE)), "ms"),
        Figure("six-word code: derive its keys (Argon2id)", _ms(lambda: derive(code, salt=salt), times=7), "ms"),
    ]


def _ms(work: Callable[[], object], times: int = 51) -> float:
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)
