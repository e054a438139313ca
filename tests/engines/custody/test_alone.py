"""The program of one file that lies in every bundle checks it without a line of ours."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.engines.custody.bundle import EVERY_FILE, LATER
from lali.engines.custody.keys import new_signing_key, verifier_key
from lali.engines.custody.standalone import FRENCH, check_folder
from lali.engines.custody.verify import verify_bundle
from tests.engines.custody.bundles import KEY, LOG, resign, written

NAMES = ["files", "manifest", "signature", "original", "entries", "journalled", "head", "proofs"]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return written(tmp_path_factory.mktemp("alone") / "bundle")


@pytest.fixture
def bundle(good, tmp_path):
    return shutil.copytree(good, tmp_path / "bundle")


def alone(bundle, *arguments):
    command = [sys.executable, "-I", str(bundle / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def broken(path, *keys):
    return [(name, said) for name, holds, said in check_folder(path, keys) if not holds]


def test_the_verifier_in_a_bundle_needs_nothing_of_ours(bundle):
    done = alone(bundle, "--key", KEY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything that was checked holds." in done.stdout
    assert not re.search(r"^\s*(import|from) lali", (bundle / "verify.py").read_text(), re.MULTILINE)
    original = bytearray((bundle / "original.bin").read_bytes())
    original[len(original) // 2] ^= 1
    (bundle / "original.bin").write_bytes(original)
    done = alone(bundle, "--fr")
    assert done.returncode == 1
    assert "original.bin a été modifié" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["manifest.note", "head.txt"])
def test_each_flipped_bit_of_what_is_signed_is_noticed_by_both(bundle, name):
    """The unused bits of the last letter of a signature among them (RFC 4648, 3.5)."""
    whole = (bundle / name).read_bytes()
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1
        (bundle / name).write_bytes(flipped)
        assert broken(bundle, KEY), (name, at)
        assert not verify_bundle(bundle, trusted=[KEY]).ok, (name, at)


def test_every_check_is_made_and_names_the_key(good):
    found = check_folder(good)
    assert [(name, holds) for name, holds, _said in found] == [(name, True) for name in NAMES]
    assert "compare it with the one that the agency publishes" in found[2][2]
    assert broken(good, verifier_key(LOG, new_signing_key()))


def test_a_zip_of_a_bundle_holds(tmp_path):
    assert not broken(written(tmp_path / "bundle.zip"))


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_byte_anywhere_is_found_by_both(good, tmp_path_factory, data):
    name = data.draw(st.sampled_from(EVERY_FILE))
    path = shutil.copytree(good, tmp_path_factory.mktemp("changed") / "bundle")
    changed = bytearray((path / name).read_bytes())
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    (path / name).write_bytes(changed)
    assert broken(path, KEY)
    assert not verify_bundle(path, trusted=[KEY]).ok


def test_another_original_is_found_even_when_somebody_signs_anew(bundle):
    (bundle / "original.bin").write_bytes(b"planted")
    record = json.loads((bundle / "exhibit.json").read_text())
    record |= {"size": 7, "sha256": hashlib.sha256(b"planted").hexdigest()}
    (bundle / "exhibit.json").write_text(json.dumps(record))
    resign(bundle)
    assert ("journalled", "E is not the original that the journal names.") in broken(bundle)


def test_a_bundle_of_an_earlier_release_goes_without_it(bundle):
    (bundle / "verify.py").unlink()
    resign(bundle, names=[name for name in EVERY_FILE if name not in LATER])
    assert verify_bundle(bundle, trusted=[KEY]).ok
    assert not broken(bundle, KEY)


def test_a_verifier_that_nobody_signed_for_is_found(bundle):
    text = (bundle / "verify.py").read_bytes()
    (bundle / "verify.py").unlink()
    resign(bundle, names=[name for name in EVERY_FILE if name not in LATER])
    (bundle / "verify.py").write_bytes(text)
    assert not verify_bundle(bundle, trusted=[KEY]).ok
    assert broken(bundle, KEY)


def test_each_sentence_about_bundles_is_in_french_too():
    source = Path(sys.modules["lali.engines.custody.standalone"].__file__).read_text()
    for said in re.findall(r'Broken\(\s*"([^"]+)"', source):
        assert said in FRENCH, said


def test_without_a_file_it_says_which(bundle, tmp_path):
    (bundle / "original.bin").unlink()
    assert ("files", "original.bin is missing.") in broken(bundle)
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    assert broken(tmp_path / "empty.zip")
