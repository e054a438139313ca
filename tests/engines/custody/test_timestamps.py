"""Time-stamps over heads: asked, answered by a true authority, put into bundles, checked without us."""

import base64
import io
import json
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.engines.custody import (
    HeadStamp,
    ProvenEntry,
    StampRefused,
    ask_stamp,
    consistency_proof,
    inclusion_proof,
    read_stamp,
    sign_head,
    unseal,
)
from lali.engines.custody.bundle import EVERY_FILE
from lali.engines.custody.merkle import Tree, leaf_hash, root_of
from lali.engines.custody.standalone import Broken, check_folder, checked_stamp
from lali.engines.custody.verify import verify_bundle
from tests.authority import Authority
from tests.engines.custody.bundles import KEK, KEY, LOG, PEM, PLAIN, journal, resign, sealed_exhibit, written

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")
WITH_TIMES = (*EVERY_FILE, "timestamps.json")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("other"), "Another Authority (invented)")


def stamped(authority, head):
    asked = ask_stamp(head)
    answer = authority.answer(asked.request)
    return read_stamp(answer, head=head, nonce=asked.nonce, authorities=authority.root)


def tree():
    record, _sealed = sealed_exhibit(PLAIN)
    return Tree(map(leaf_hash, journal(record)))


def old_head(size=21):
    return sign_head(origin=LOG, size=size, root=root_of(size, tree().node), signing_key=PEM)


@pytest.fixture(scope="module")
def good(tmp_path_factory, authority):
    record, sealed = sealed_exhibit(PLAIN)
    lines = journal(record)
    leaves = Tree(map(leaf_hash, lines))
    head = sign_head(origin=LOG, size=21, root=root_of(21, leaves.node), signing_key=PEM)
    path = consistency_proof(21, 50, leaves.node)
    entries = [ProvenEntry(number, lines[number], inclusion_proof(number, 50, leaves.node)) for number in (7, 20, 49)]
    return written(
        tmp_path_factory.mktemp("stamped") / "bundle",
        exhibit=record,
        original=unseal(io.BytesIO(sealed), kek=KEK),
        entries=entries,
        head=sign_head(origin=LOG, size=50, root=root_of(50, leaves.node), signing_key=PEM),
        stamps=[HeadStamp(head, stamped(authority, head).token, path)],
    )


@pytest.fixture
def bundle(good, tmp_path):
    return shutil.copytree(good, tmp_path / "bundle")


def of_stamps(path, authorities=b""):
    return check_folder(path, [KEY], authorities=authorities)[-1]


def test_a_true_authority_is_believed_under_its_root_only(authority, other):
    head = old_head()
    stamp = stamped(authority, head)
    assert stamp.authority == "Example Time Authority (invented)"
    asked = ask_stamp(head)
    answer = authority.answer(asked.request)
    for wrong in (
        {"authorities": other.root},
        {"authorities": b""},
        {"nonce": asked.nonce + 1},
        {"head": old_head(20)},
    ):
        with pytest.raises(StampRefused):
            read_stamp(answer, **({"head": head, "nonce": asked.nonce, "authorities": authority.root} | wrong))
    for bad in (b"", b"<html>", answer[:-9], b"0" * 100_000):
        with pytest.raises(StampRefused):
            read_stamp(bad, head=head, nonce=asked.nonce, authorities=authority.root)


def test_a_bundle_with_a_stamp_holds_and_says_who_and_when(good, authority):
    name, holds, said = of_stamps(good)
    assert (name, holds) == ("stamps", True)
    assert "first 21 entries stood on 20" in said
    assert "NOT checked" in said
    name, holds, said = of_stamps(good, authority.root)
    assert holds
    assert "NOT" not in said
    report = verify_bundle(good, trusted=[KEY], authorities=authority.root)
    assert report.ok, report.first_broken
    assert report.checks[-1].name == "stamps"


def test_alone_with_the_authoritys_certificate(bundle, authority, other, tmp_path):
    def alone(root):
        (tmp_path / "root.pem").write_bytes(root)
        command = [sys.executable, "-I", str(bundle / "verify.py"), "--key", KEY]
        command += ["--authority", str(tmp_path / "root.pem")]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")

    assert alone(authority.root).returncode == 0, alone(authority.root).stdout
    done = alone(other.root)
    assert done.returncode == 1
    assert "an authority that you do not trust" in done.stdout
    assert alone(b"no certificate").returncode == 1


@pytest.mark.parametrize("what", ["head", "token", "path"])
def test_a_stamp_that_was_exchanged_is_found_even_when_somebody_signs_anew(bundle, authority, what):
    told = json.loads((bundle / "timestamps.json").read_text())
    one = told["stamps"][0]
    if what == "head":
        one["head"] = old_head(20)
    elif what == "token":
        one["token"] = base64.b64encode(stamped(authority, old_head(20)).token).decode()
    else:
        one["path"] = one["path"][:-1]
    (bundle / "timestamps.json").write_text(json.dumps(told))
    resign(bundle, names=WITH_TIMES)
    assert of_stamps(bundle)[1] is False
    assert not verify_bundle(bundle, trusted=[KEY]).ok


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_of_a_token_is_found(good, tmp_path_factory, authority, data):
    path = shutil.copytree(good, tmp_path_factory.mktemp("changed") / "bundle")
    told = json.loads((path / "timestamps.json").read_text())
    token = bytearray(base64.b64decode(told["stamps"][0]["token"]))
    place = data.draw(st.integers(0, len(token) - 1))
    token[place] ^= data.draw(st.integers(1, 255))
    told["stamps"][0]["token"] = base64.b64encode(token).decode()
    (path / "timestamps.json").write_text(json.dumps(told))
    resign(path, names=WITH_TIMES)
    name, _holds, said = of_stamps(path, authority.root)  # never an error of the program
    assert name == "stamps"
    assert said


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize("mask", [1, 15, 0xFF])
def test_no_changed_byte_of_a_token_is_an_error_of_the_program(good, authority, mask):
    told = json.loads((good / "timestamps.json").read_text())["stamps"][0]
    token = base64.b64decode(told["token"])
    for place in range(len(token)):
        changed = bytearray(token)
        changed[place] ^= mask
        with suppress(Broken):
            assert checked_stamp(told["head"].encode(), bytes(changed), authority.root)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_is_a_broken_check(good, tmp_path_factory, content):
    path = shutil.copytree(good, tmp_path_factory.mktemp("garbage") / "bundle")
    told = {"stamps": [{"head": old_head(), "token": base64.b64encode(content).decode(), "path": []}]}
    (path / "timestamps.json").write_text(json.dumps(told))
    resign(path, names=WITH_TIMES)
    assert of_stamps(path)[1] is False
