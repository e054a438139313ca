import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.custody import canonical
from lali.engines.custody.keys import load_signing_key
from lali.engines.exchange import CardRefused, make_card, new_packet_keys, read_card

KEYS = new_packet_keys()
FACTS = {
    "agency": "Fiji Police, Human Trafficking Unit (fictional)",
    "country": "FJ",
    "node": "fj-htu",
    "issued": datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
}
CARD = make_card(**FACTS, keys=KEYS)


def resigned(**changes) -> bytes:
    """A card with other members, signed again: what a hostile owner of a key can make."""
    fields = {name: value for name, value in json.loads(CARD).items() if name != "signature"} | changes
    signature = load_signing_key(KEYS.signing_key).sign(canonical(fields))
    return json.dumps(fields | {"signature": base64.b64encode(signature).decode()}).encode()


def test_a_card_says_who_and_how_to_reach_them():
    card = read_card(CARD)
    assert (card.agency, card.country, card.node, card.issued) == tuple(FACTS.values())
    assert card.recipient == KEYS.recipient
    assert card.verifying_key == load_signing_key(KEYS.signing_key).public_key().public_bytes_raw()
    groups = card.fingerprint.split(" ")
    assert [len(group) for group in groups] == [4] * 8


def test_the_fingerprint_covers_everything_on_the_card():
    others = [
        {"agency": "Another"},
        {"country": "VU"},
        {"node": "vu-tcu"},
        {"issued": datetime(2027, 1, 1, tzinfo=UTC)},
    ]
    cards = [CARD, *(make_card(**FACTS | other, keys=KEYS) for other in others)]
    cards += [make_card(**FACTS, keys=new_packet_keys()), resigned(recipient=new_packet_keys().recipient)]
    assert len({read_card(card).fingerprint for card in cards}) == len(cards)


def test_how_the_file_is_laid_out_does_not_matter():
    assert read_card(json.dumps(json.loads(CARD)).encode()) == read_card(CARD)


def test_no_private_key_is_on_the_card_or_shown():
    secret = KEYS.identity.decode()
    assert secret not in CARD.decode()
    assert secret not in repr(KEYS)
    assert "PRIVATE" not in repr(KEYS)


@given(st.integers(0, len(CARD) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_nothing(place, change):
    damaged = bytearray(CARD)
    damaged[place] ^= change
    try:
        card = read_card(bytes(damaged))
    except CardRefused:
        return
    assert card == read_card(CARD)  # only a space between members became another space


@pytest.mark.parametrize(
    "changes",
    [
        {"agency": ""},
        {"agency": "x" * 301},
        {"agency": "two\nlines"},
        {"agency": "right\u202eleft"},
        {"agency": ["list"]},
        {"country": "Fiji"},
        {"country": "fj"},
        {"node": "../etc"},
        {"node": "-x"},
        {"node": None},
        {"issued": "2026-11-22"},
        {"issued": "2026-11-22T3:0:0Z"},
        {"issued": 7},
        {"verifying_key": "AAAA"},
        {"verifying_key": "not base64!"},
        {"verifying_key": "é"},
        {"recipient": "age1nonsense"},
        {"recipient": "AGE1" + "Q" * 58},
        {"recipient": KEYS.recipient.upper()},
        {"format": "lali-card-2"},
        {"extra": "member"},
    ],
)
def test_malformed_members_are_refused(changes):
    with pytest.raises(CardRefused, match="not a usable partner card"):
        read_card(resigned(**changes))


def test_a_card_signed_by_another_key_is_refused():
    fields = json.loads(CARD)
    fields["signature"] = json.loads(make_card(**FACTS, keys=new_packet_keys()))["signature"]
    with pytest.raises(CardRefused, match="signature"):
        read_card(json.dumps(fields).encode())


@given(st.binary(max_size=2000))
def test_noise_is_refused(noise):
    with pytest.raises(CardRefused):
        read_card(noise)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(), max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*json.loads(CARD)]), JSON))
def test_any_json_in_any_member_is_refused_or_is_the_card(changes):
    try:
        read_card(json.dumps(json.loads(CARD) | changes).encode())
    except CardRefused:
        return
    assert changes.items() <= json.loads(CARD).items()


def test_depth_size_and_numbers_are_bounded():
    for hostile in (b"[" * 15_000, b'{"format":' + b"9" * 9000 + b"}", CARD + b" " * 20_000, b'{"agency": "\\ud800"}'):
        with pytest.raises(CardRefused):
            read_card(hostile)


def test_a_card_that_could_not_be_read_is_not_made():
    with pytest.raises(CardRefused):
        make_card(**FACTS | {"node": "FJ HTU"}, keys=KEYS)
    with pytest.raises(CardRefused):
        make_card(**FACTS | {"agency": "\ud800"}, keys=KEYS)
    with pytest.raises(ValueError, match="time zone"):
        make_card(**FACTS | {"issued": datetime(2026, 11, 22)}, keys=KEYS)  # noqa: DTZ001
