import inspect
import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import stix2
import stix2validator
from hypothesis import given
from hypothesis import strategies as st
from stix2validator.v21.musts import list_musts

from lali.engines.exchange import Malformed, Shared, SharedIdentifier, Tlp, bundle, read_bundle
from tests.engines.exchange.exchange_scene import NOW, SHARED

KINDS = ["phone", "email", "url", "domain", "telegram", "whatsapp", "viber", "facebook", "tiktok", "instagram"]
KINDS += ["bitcoin", "ethereum", "tron", "iban", "bank"]
VALUES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)
IDENTIFIERS = st.lists(st.builds(SharedIdentifier, st.sampled_from(KINDS), VALUES), min_size=1, max_size=6)
LURES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), max_size=3)
SCHEMAS = Path(stix2validator.__file__).parent / "schemas-2.1"


@pytest.fixture(scope="session")
def make(scene):
    def made(shared=SHARED, **changes):
        facts = {
            "packet": uuid.UUID("6f1c7a52-3f0e-4c84-9c3a-0d5f0e4f1a77"),
            "created": NOW,
            "expires": NOW + timedelta(days=30),
            "sender": scene.fiji.card,
            "tlp": Tlp.AMBER_STRICT,
            "purpose": "Find the recruiter",
            "legal_basis": "Fictional memorandum, article 4",
        }
        return bundle(shared, **{**facts, **changes})

    return made


def of_type(found, stix_type):
    return [thing for thing in found["objects"] if thing["type"] == stix_type]


@pytest.mark.parametrize("tlp", Tlp)
def test_stix2_reads_it_strictly(make, tlp):
    parsed = stix2.parse(json.dumps(make(tlp=tlp)), allow_custom=False, version="2.1")
    assert len(parsed.objects) == 3 + len(SHARED.identifiers) + 1 + 1


@given(identifiers=IDENTIFIERS, lures=LURES)
def test_any_content_is_strict_stix_and_reads_back(make, identifiers, lures):
    made = make(Shared(tuple(identifiers), tuple(lures)))
    stix2.parse(json.dumps(made), allow_custom=False, version="2.1")
    read = read_bundle(json.loads(json.dumps(made)))
    assert read == Shared(tuple(dict.fromkeys(identifiers)), tuple(dict.fromkeys(lures)))


def test_the_validators_musts_hold(make):
    options = stix2validator.ValidationOptions(version="2.1")
    for check in list_musts(options):
        more = [options] if "options" in inspect.signature(check).parameters else []
        for thing in make()["objects"]:
            assert not list(check(thing, *more) or ()), check.__name__


@pytest.mark.skipif(not SCHEMAS.exists(), reason="the OASIS STIX 2.1 schemas are not installed beside stix2-validator")
def test_the_oasis_schemas_accept_it(make):
    options = stix2validator.ValidationOptions(version="2.1", strict=True, disabled=["account-type"])
    assert stix2validator.validate_string(json.dumps(make()), options).is_valid


def test_observables_have_the_ids_everybody_computes(make):
    for thing in make()["objects"]:
        if thing["type"] in {"email-addr", "url", "domain-name", "user-account"}:
            theirs = stix2.parse({name: value for name, value in thing.items() if name != "id"}, version="2.1")
            assert theirs.id == thing["id"]


def test_tlp_2_is_marked_as_oasis_published_it(make):
    marking = of_type(make(), "marking-definition")[0]
    assert marking["id"] == "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
    assert marking["name"] == "TLP:AMBER+STRICT"
    extension = {"extension_type": "property-extension", "tlp_2_0": "amber+strict"}
    assert marking["extensions"] == {"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": extension}


def test_every_shared_object_carries_both_markings(make):
    made = make()
    markings = [marking["id"] for marking in of_type(made, "marking-definition")]
    for thing in made["objects"]:
        if thing["type"] not in {"marking-definition", "identity"}:
            assert thing["object_marking_refs"] == markings


def test_the_statement_says_purpose_basis_and_expiry(make):
    statement = of_type(make(), "marking-definition")[1]["definition"]["statement"]
    assert "Purpose: Find the recruiter" in statement
    assert "Legal basis: Fictional memorandum, article 4" in statement
    assert "2026-12-22T03:00:00Z" in statement


def test_the_grouping_ties_everything_shared(make):
    made = make()
    tied = of_type(made, "grouping")[0]["object_refs"]
    kinds = {"user-account", "email-addr", "url", "domain-name", "note"}
    assert tied == [thing["id"] for thing in made["objects"] if thing["type"] in kinds]


def test_lure_text_alone_can_be_shared(make):
    made = make(Shared(lures=("Come to Bangkok",)))
    stix2.parse(json.dumps(made), version="2.1")
    assert read_bundle(made) == Shared(lures=("Come to Bangkok",))


def test_the_same_packet_is_the_same_bundle_and_another_is_not(make):
    assert make() == make()
    other = make(packet=uuid.UUID("0e0c7a52-3f0e-4c84-9c3a-0d5f0e4f1a77"))
    assert other["id"] != make()["id"]
    assert of_type(other, "identity") == of_type(make(), "identity")


@pytest.mark.parametrize(
    "shared",
    [
        Shared(),
        Shared((SharedIdentifier("passport", "X0000000"),)),
        Shared((SharedIdentifier("Phone Number", "+679"),)),
        Shared((SharedIdentifier("phone", ""),)),
        Shared((SharedIdentifier("phone", "two\nlines"),)),
        Shared((SharedIdentifier("url", "x" * 2001),)),
        Shared(lures=("  ",)),
        Shared(lures=("x" * 20_001,)),
        Shared(lures=("\ud800",)),
        Shared(tuple(SharedIdentifier("phone", str(n)) for n in range(1001))),
        Shared(lures=tuple(str(n) for n in range(101))),
    ],
)
def test_what_cannot_be_shared_is_refused(make, shared):
    with pytest.raises(Malformed):
        make(shared)


PERSON = {"type": "identity", "identity_class": "individual", "name": "Somebody"}


@pytest.mark.parametrize(
    "foreign",
    [
        PERSON,
        PERSON | {"identity_class": "organization", "contact_information": "12 Fictional Road"},
        {"type": "threat-actor", "name": "Somebody"},
        {"type": "user-account", "user_id": "x", "account_type": "phone", "display_name": "Somebody"},
        {"type": "user-account", "user_id": "x"},
        {"type": "user-account", "user_id": "X0000000", "account_type": "passport"},
        {"type": "user-account", "user_id": ["x"], "account_type": {}},
        {"type": "note", "content": "x", "authors": ["Somebody"]},
        {"type": "note", "content": 7},
        {"type": ["note"]},
        {"type": "note", "content": "x", "abstract": "half a character: \ud800"},
        {"type": "note", "content": "x", "context": 7},
        {"type": "grouping", "object_refs": [[[["deep"]]]]},
        {"type": "grouping", "extensions": {"\ud800": "x"}},
        "text",
        None,
        [],
    ],
)
def test_a_bundle_with_a_person_or_anything_foreign_is_not_read(make, foreign):
    made = make()
    with pytest.raises(Malformed):
        read_bundle(made | {"objects": [*made["objects"], foreign]})


@pytest.mark.parametrize("more", [{"x_victim": "Somebody"}, {"spec_version": "2.0"}, {"id": ["Somebody"]}])
def test_nothing_stands_beside_the_objects(make, more):
    with pytest.raises(Malformed, match="do not carry"):
        read_bundle(make() | more)


def test_what_is_no_bundle_is_not_read(make):
    for found in ({}, make() | {"type": "report"}, make() | {"objects": {}}, make() | {"objects": [{}] * 5000}):
        with pytest.raises(Malformed):
            read_bundle(found)
