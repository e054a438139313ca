import json
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.engines.custody.bundle import EVERY_FILE, LATER, MAX_ENTRIES, OriginalChanged, ProvenEntry, TooMuchForABundle
from lali.engines.custody.heads import countersign, sign_head
from lali.engines.custody.keys import NotAKey, new_signing_key, verifier_key
from lali.engines.custody.leaves import canonical
from lali.engines.custody.merkle import Tree, inclusion_proof, leaf_hash, root_of
from lali.engines.custody.notes import sign_note
from lali.engines.custody.verify import verify_bundle
from tests.engines.custody.bundles import (
    KEY,
    LOG,
    PARTNER,
    PARTNER_KEY,
    PARTNER_PEM,
    PEM,
    PLAIN,
    journal,
    resign,
    sealed_exhibit,
    written,
)

CHECKS = ["files", "manifest", "signature", "original", "entries", "journalled", "head", "proofs"]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return written(tmp_path_factory.mktemp("good") / "bundle")


@pytest.fixture
def bundle(good, tmp_path):
    return shutil.copytree(good, tmp_path / "bundle")


def broken(path, **options):
    report = verify_bundle(path, **options)
    assert not report.ok
    return report.first_broken


# -- whole bundles -------------------------------------------------------------------------------------------------


def test_a_whole_bundle_holds(good):
    report = verify_bundle(good, trusted=[KEY])
    assert [check.name for check in report.checks] == CHECKS
    assert report.ok, report.first_broken
    assert report.first_broken is None
    assert sorted(path.name for path in good.iterdir()) == sorted(EVERY_FILE)
    assert (good / "original.bin").read_bytes() == PLAIN


def test_the_key_in_the_bundle_is_named_for_comparison(good):
    signature = verify_bundle(good).checks[2]
    assert "compare it with the published one" in signature.detail
    assert "compare" not in verify_bundle(good, trusted=[KEY]).checks[2].detail


def test_sha256sum_checks_it(bundle):
    def asked():
        return subprocess.run(
            ["sha256sum", "-c", "manifest.sha256"], cwd=bundle, capture_output=True, text=True, check=False
        )

    assert asked().returncode == 0
    assert asked().stdout.count(": OK") == len(EVERY_FILE) - 2
    (bundle / "exhibit.json").write_text("{}")
    assert "exhibit.json: FAILED" in asked().stdout


@pytest.mark.parametrize("plain", [b"", b"x"])
def test_a_zip_holds_as_a_folder_does(tmp_path, plain):
    path = written(tmp_path / "bundle.zip", plain)
    report = verify_bundle(path, trusted=[KEY])
    assert report.ok, report.first_broken
    with zipfile.ZipFile(path) as archive:
        assert archive.read("original.bin") == plain


def test_a_folder_packed_again_by_hand_holds(good, tmp_path):
    path = shutil.make_archive(str(tmp_path / "again"), "zip", good.parent, good.name)
    report = verify_bundle(Path(path), trusted=[KEY])
    assert report.ok, report.first_broken


def test_a_partners_countersignature_is_named(tmp_path):
    path = written(tmp_path / "bundle", keys=[KEY, PARTNER_KEY])
    head = (path / "head.txt").read_text()
    at = datetime(2026, 11, 22, tzinfo=UTC)
    (path / "head.txt").write_text(countersign(head, name=PARTNER, signing_key=PARTNER_PEM, at=at))
    resign(path)
    report = verify_bundle(path)
    assert report.ok, report.first_broken
    assert f"countersigned by {PARTNER}" in report.checks[6].detail


def test_progress_counts_the_original(good):
    heard = []
    verify_bundle(good, on_progress=heard.append)
    assert heard[-1] == len(PLAIN)
    assert heard == sorted(heard)


# -- writing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_a_changed_original_is_not_bundled_and_nothing_stays(tmp_path, name):
    with pytest.raises(OriginalChanged):
        written(tmp_path / name, original=[PLAIN, b"!"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_nothing_is_replaced(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(FileExistsError):
        written(tmp_path / name)
    assert (tmp_path / name).read_text() == "mine"


def test_more_than_any_exhibit_has_is_refused(tmp_path):
    with pytest.raises(TooMuchForABundle, match="entries"):
        written(tmp_path / "bundle", entries=[ProvenEntry(0, b"{}", [])] * (MAX_ENTRIES + 1))
    with pytest.raises(TooMuchForABundle, match="bytes"):
        written(tmp_path / "bundle", entries=[ProvenEntry(0, b"x" * 9_000_000, [])])
    assert list(tmp_path.iterdir()) == []


# -- tampering -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_missing_file_is_named(bundle, name):
    (bundle / name).unlink()
    first = broken(bundle)
    assert (first.name, first.detail) == ("manifest" if name in LATER else "files", f"{name} is missing.")


@pytest.mark.parametrize("name", EVERY_FILE)
def test_any_changed_file_is_named(bundle, name):
    content = bytearray((bundle / name).read_bytes())
    content[len(content) // 2] ^= 1
    (bundle / name).write_bytes(content)
    first = broken(bundle, trusted=[KEY])
    assert name in first.detail or name == "original.bin"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_flipped_byte_anywhere_is_noticed(good, tmp_path_factory, data):
    name = data.draw(st.sampled_from(EVERY_FILE))
    folder = shutil.copytree(good, tmp_path_factory.mktemp("flip") / "bundle")
    content = bytearray((folder / name).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    (folder / name).write_bytes(content)
    assert not verify_bundle(folder, trusted=[KEY]).ok


def test_a_file_too_many_is_named_so_that_it_can_be_printed(bundle):
    (bundle / "no\x1b[31mte\n.txt").write_text("")
    first = broken(bundle)
    assert first.detail == "no\\x1b[31mte\\n.txt does not belong to the bundle."


def test_another_original_with_everything_unsigned_brought_in_line(bundle):
    """Whoever can sign the manifest can still not change what the journal said of the original."""
    record, _sealed = sealed_exhibit(b"another story")
    (bundle / "original.bin").write_bytes(b"another story")
    (bundle / "exhibit.json").write_bytes(canonical(record) + b"\n")
    resign(bundle)
    first = broken(bundle, trusted=[KEY])
    assert (first.name, first.detail) == (
        "journalled",
        "The original is not the one that the journal names: its SHA-256 differs.",
    )


def test_an_entry_that_tells_another_story(bundle):
    lines = (bundle / "custody.jsonl").read_bytes()
    (bundle / "custody.jsonl").write_bytes(lines.replace(b"Mere Example", b"Seru Example"))
    resign(bundle)
    first = broken(bundle, trusted=[KEY])
    assert (first.name, first.detail) == ("proofs", "Entry 2 of custody.jsonl does not stand in the signed journal.")


def test_an_entry_written_differently(bundle):
    lines = (bundle / "custody.jsonl").read_bytes()
    (bundle / "custody.jsonl").write_bytes(lines.replace(b'"n":20', b'"n": 20'))
    resign(bundle)
    first = broken(bundle)
    assert first.name == "entries"
    assert "Entry 2" in first.detail


def test_an_entry_left_out_or_moved_with_its_proof_kept(bundle):
    lines = (bundle / "custody.jsonl").read_bytes().splitlines(keepends=True)
    for changed in (lines[:2], [lines[1], lines[0], lines[2]]):
        (bundle / "custody.jsonl").write_bytes(b"".join(changed))
        resign(bundle)
        assert broken(bundle).name == "proofs"


def test_proofs_that_count_one_entry_twice(bundle):
    lines = (bundle / "custody.jsonl").read_bytes().splitlines(keepends=True)
    proofs = json.loads((bundle / "proofs.json").read_text())
    proofs["proofs"].insert(0, proofs["proofs"][0])
    (bundle / "custody.jsonl").write_bytes(lines[0] + b"".join(lines))
    (bundle / "proofs.json").write_text(json.dumps(proofs))
    resign(bundle)
    assert "order of the journal" in broken(bundle).detail


def test_a_whole_bundle_signed_by_a_stranger(tmp_path):
    pem = new_signing_key()
    path = written(tmp_path / "bundle")
    head = path / "head.txt"
    text = head.read_text().split("\n\n")[0] + "\n"
    head.write_text(sign_note(text, name=LOG, signing_key=pem))
    (path / "keys.txt").write_text(verifier_key(LOG, pem) + "\n")
    resign(path, pem)
    assert verify_bundle(path).ok  # consistent in itself: only a key known from elsewhere tells
    first = broken(path, trusted=[KEY])
    assert (first.name, first.detail) == ("signature", "manifest.note is not signed by a known key.")


def test_a_trusted_key_that_is_none_is_the_callers_mistake(good):
    with pytest.raises(NotAKey):
        verify_bundle(good, trusted=["fiji.example"])


@pytest.mark.parametrize("at", [0, 1])
def test_an_exhibit_without_a_journalled_digest_proves_nothing(tmp_path, at):
    record, _sealed = sealed_exhibit(PLAIN)
    lines = journal(record)
    lines[7] = canonical({"n": 7, "facts": {"sha256": None} if at else {}})
    tree = Tree(map(leaf_hash, lines))
    path = written(
        tmp_path / "bundle",
        entries=[ProvenEntry(7, lines[7], inclusion_proof(7, 50, tree.node))],
        head=sign_head(origin=LOG, size=50, root=root_of(50, tree.node), signing_key=PEM),
    )
    assert broken(path).name == "journalled"
