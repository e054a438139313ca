import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.custody.heads import (
    HeadRefused,
    countersign,
    countersignatures,
    read_head,
    sign_head,
    verify_head,
)
from lali.engines.custody.keys import NotAKey, Role, VerifierKey, load_signing_key, new_signing_key, verifier_key
from lali.engines.custody.notes import MAX_SIGNATURES, NoteRefused, sign_note

# A checkpoint of a public Certificate Transparency log with the cosignatures of two public witnesses: made by other software.
CT_HEAD = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""
CT_KEY = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
STAGEMOLE = "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv"

FIJI, VANUATU = "fiji.example/journal", "vanuatu.example/witness"
FIJI_PEM, VANUATU_PEM = new_signing_key(), new_signing_key()
FIJI_KEY, VANUATU_KEY = verifier_key(FIJI, FIJI_PEM), verifier_key(VANUATU, VANUATU_PEM, Role.WITNESS)
ROOT = bytes(range(32))
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=12)))
HEAD = sign_head(origin=FIJI, size=4711, root=ROOT, signing_key=FIJI_PEM, at=NOON)
BOTH = countersign(HEAD, name=VANUATU, signing_key=VANUATU_PEM, at=NOON)


def test_a_head_of_another_log_written_by_other_software_verifies():
    head = verify_head(CT_HEAD, [CT_KEY, REMORA, STAGEMOLE])
    assert (head.origin, head.size) == ("arche2025h1.staging.ct.transparency.dev", 1432088532)
    witnessed = countersignatures(CT_HEAD, [REMORA, STAGEMOLE])
    assert [one.name for one in witnessed] == ["remora.n621.de", "witness.stagemole.eu"]
    assert witnessed[0].at == datetime.fromtimestamp(0x6A122120, UTC)


def test_a_changed_head_of_another_log_is_refused():
    for known in (CT_KEY, REMORA):
        with pytest.raises(HeadRefused, match="changed after"):
            verify_head(CT_HEAD.replace("1432088532", "1432088533"), [known])


def test_own_heads_verify():
    head = verify_head(HEAD, [FIJI_KEY])
    assert (head.origin, head.size, head.root) == (FIJI, 4711, ROOT)
    assert head.lines == ("time 2026-11-22T00:00:00Z",)
    assert head == read_head(HEAD)
    assert HEAD.startswith(head.text() + "\n— ")


def test_the_time_is_optional_and_an_empty_log_has_a_head():
    head = verify_head(sign_head(origin=FIJI, size=0, root=ROOT, signing_key=FIJI_PEM), [FIJI_KEY])
    assert (head.size, head.lines) == (0, ())


def test_a_partner_countersigns():
    assert verify_head(BOTH, [FIJI_KEY, VANUATU_KEY]) == verify_head(HEAD, [FIJI_KEY])
    (one,) = countersignatures(BOTH, [VANUATU_KEY])
    assert (one.name, one.at) == (VANUATU, NOON)
    assert countersignatures(HEAD, [VANUATU_KEY]) == ()
    assert countersignatures(BOTH, []) == ()


def test_a_partner_does_not_speak_for_the_log():
    with pytest.raises(HeadRefused, match="No known key of this log"):
        verify_head(BOTH, [VANUATU_KEY])
    with pytest.raises(HeadRefused, match="No known key of this log"):
        verify_head(HEAD, [])
    with pytest.raises(HeadRefused, match="No known key of this log"):
        verify_head(HEAD, [verifier_key(FIJI, new_signing_key())])


def test_another_logs_key_does_not_speak_for_this_one():
    text = HEAD.replace(FIJI, "another.example/journal")
    with pytest.raises(HeadRefused):
        verify_head(text, [FIJI_KEY])


def test_a_wrong_countersignature_refuses_the_head():
    wrong = countersign(HEAD, name=VANUATU, signing_key=VANUATU_PEM, at=NOON)
    other = sign_head(origin=FIJI, size=4712, root=ROOT, signing_key=FIJI_PEM, at=NOON)
    moved = other + wrong.removeprefix(HEAD)
    assert verify_head(moved, [FIJI_KEY]).size == 4712
    with pytest.raises(HeadRefused, match=VANUATU):
        verify_head(moved, [FIJI_KEY, VANUATU_KEY])


@given(st.integers(0, len(BOTH) - 1), st.characters(exclude_categories=()))
def test_a_changed_letter_never_changes_what_is_believed(at, letter):
    changed = BOTH[:at] + letter + BOTH[at + 1 :]
    try:
        assert verify_head(changed, [FIJI_KEY, VANUATU_KEY]) == read_head(BOTH)
    except HeadRefused:
        assert changed != BOTH


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", "no head at all", "a\n1\n\n— a AAAAAAAA\n", HEAD.replace("4711", "04711"), HEAD.replace("4711", "-1"),
        HEAD.replace("4711", "9" * 19), HEAD.replace("4711", "٤٧"), HEAD.replace(FIJI + "\n4711", "\n4711"), HEAD[:-1],
        HEAD.replace("time", "\n\ntime"), HEAD.replace("—", "--"), HEAD.replace("\n", "\r\n"), HEAD + "\n", HEAD + "— x\n",
        HEAD + "x" * 70_000, HEAD + "— x AAAAAAAA\n" * MAX_SIGNATURES, "\ud800" + HEAD, HEAD.replace("AAEC", "AAE"),
    ],
)  # fmt: skip
def test_what_is_not_a_head_is_refused(text):
    with pytest.raises(HeadRefused):
        verify_head(text, [FIJI_KEY])
    with pytest.raises(NoteRefused):
        countersign(text, name=VANUATU, signing_key=VANUATU_PEM, at=NOON)


@pytest.mark.parametrize("text", [f"{FIJI}\n1\n", f"{FIJI}\n1\nAAAA\n", HEAD.split("time")[0] + "\ntime\n"])
def test_even_the_log_itself_cannot_sign_another_form(text):
    note = sign_note(text, name=FIJI, signing_key=FIJI_PEM)
    for read in (read_head, lambda note: verify_head(note, [FIJI_KEY])):
        with pytest.raises(HeadRefused):
            read(note)


def test_a_countersignature_outside_the_calendar_is_refused():
    seconds = 2**63 - 1
    text = HEAD.split("\n\n")[0] + "\n"
    key = load_signing_key(VANUATU_PEM)
    packed = seconds.to_bytes(8, "big") + key.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
    line = base64.b64encode(VerifierKey.parse(VANUATU_KEY).hash + packed).decode()
    with pytest.raises(HeadRefused, match="calendar"):
        countersignatures(f"{HEAD}— {VANUATU} {line}\n", [VANUATU_KEY])


def test_what_cannot_be_signed_is_refused():
    with pytest.raises(NotAKey, match="name"):
        sign_head(origin="two words", size=1, root=ROOT, signing_key=FIJI_PEM)
    with pytest.raises(HeadRefused, match="root"):
        sign_head(origin=FIJI, size=1, root=b"short", signing_key=FIJI_PEM)
    with pytest.raises(HeadRefused, match="size"):
        sign_head(origin=FIJI, size=-1, root=ROOT, signing_key=FIJI_PEM)
    with pytest.raises(ValueError, match="without a zone"):
        sign_head(origin=FIJI, size=1, root=ROOT, signing_key=FIJI_PEM, at=NOON.replace(tzinfo=None))


def test_sixteen_partners_can_countersign_and_no_endless_number():
    text = HEAD
    keys = [new_signing_key() for _ in range(16)]
    for number, pem in enumerate(keys):
        text = countersign(text, name=f"partner{number}.example", signing_key=pem, at=NOON)
    names = [verifier_key(f"partner{number}.example", pem, Role.WITNESS) for number, pem in enumerate(keys)]
    assert len(countersignatures(text, names)) == 16
    full = HEAD + "— x AAAAAAAA\n" * (MAX_SIGNATURES - 1)
    with pytest.raises(NoteRefused, match="already"):
        countersign(full, name=VANUATU, signing_key=VANUATU_PEM, at=NOON)
