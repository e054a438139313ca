import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.exchange import DraftRefused, Shared, SharedIdentifier, Tlp, contents, packets, seal_packet
from tests.engines.exchange.exchange_scene import NOW, SHARED

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=500)
LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=300)


def test_what_is_approved_is_byte_for_byte_what_leaves(scene):
    files = contents(scene.draft())
    assert contents(scene.draft()) == files
    opened = scene.open(seal_packet(files, signing_key=scene.fiji.keys.signing_key, to=scene.vanuatu.card))
    assert {name: opened.files[name] for name in files} == files
    assert opened.files.keys() - files.keys() == {packets.SIGNATURE}


TOO_MUCH = Shared(
    tuple(SharedIdentifier("url", f"{n}" + "🙂" * 1990) for n in range(1000)),
    tuple(f"{n}" + "🙂" * 19_990 for n in range(100)),
)
FREE = st.fixed_dictionaries(
    {"purpose": LINE, "legal_basis": LINE, "case_reference": LINE, "note": TEXT, "tlp": st.sampled_from(Tlp)}
)


@given(said=FREE, lures=st.lists(TEXT.filter(str.strip), max_size=4))
def test_every_draft_arrives_as_it_was_written(scene, said, lures):
    shared = Shared(SHARED.identifiers, tuple(dict.fromkeys(lures)))
    opened = scene.open(scene.sealed(**said, shared=shared))
    assert {name: getattr(opened.header, name) for name in said} == said
    assert opened.shared == shared


def test_nothing_but_what_was_chosen_is_in_the_files(scene):
    draft = scene.draft(shared=Shared((SharedIdentifier("phone", "+6790000001"),)))
    everything = b"".join(contents(draft).values()).decode()
    assert "+6790000001" in everything
    assert "golden_lagoon_jobs" not in everything
    header = json.loads(contents(draft)[packets.HEADER])
    assert header["to"]["recipient"] == scene.vanuatu.card.recipient
    assert header["from"]["fingerprint"] == scene.fiji.card.fingerprint


def test_the_outside_of_a_packet_tells_nothing(scene):
    sealed = scene.sealed()
    assert sealed.startswith(b"age-encryption.org/v1\n")
    for word in (b"Fiji", b"FJ-2026", b"6790000001", b"lali"):
        assert word not in sealed


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": ""},
        {"purpose": "x" * 301},
        {"legal_basis": "a\nb"},
        {"case_reference": "\u202e"},
        {"note": "x" * 5001},
        {"note": "\ud800"},
        {"expires": NOW},
        {"expires": NOW - timedelta(days=1)},
        {"shared": Shared()},
        {"shared": Shared((SharedIdentifier("passport", "X0000000"),))},
        {"shared": TOO_MUCH},
    ],
)
def test_a_draft_that_cannot_leave_is_refused_with_a_sentence(scene, changes):
    with pytest.raises(DraftRefused, match=r"^This packet cannot be sent: .*\.$"):
        contents(scene.draft(**changes))


def test_files_changed_after_approval_are_not_sealed(scene):
    files = contents(scene.draft())
    for name in files:
        for changed in ({**files, name: files[name] + b" "}, {n: b for n, b in files.items() if n != name}):
            with pytest.raises(DraftRefused):
                seal_packet(changed, signing_key=scene.fiji.keys.signing_key, to=scene.vanuatu.card)
    with pytest.raises(DraftRefused):
        seal_packet({**files, "extra.txt": b""}, signing_key=scene.fiji.keys.signing_key, to=scene.vanuatu.card)


def test_it_is_sealed_only_by_its_sender_and_for_its_addressee(scene):
    files = contents(scene.draft())
    with pytest.raises(DraftRefused, match="another key"):
        seal_packet(files, signing_key=scene.third.keys.signing_key, to=scene.vanuatu.card)
    with pytest.raises(DraftRefused, match="someone else"):
        seal_packet(files, signing_key=scene.fiji.keys.signing_key, to=scene.third.card)


def test_a_broken_signing_key_is_named_without_showing_it(scene):
    with pytest.raises(ValueError, match="not") as refusal:
        seal_packet(contents(scene.draft()), signing_key=b"-----BEGIN secret", to=scene.vanuatu.card)
    assert "secret" not in str(refusal.value)
