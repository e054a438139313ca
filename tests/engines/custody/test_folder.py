import io
import json
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.engines.custody import FolderFile, OriginalChanged, new_signing_key, verify_bundle, zipped
from lali.engines.custody.merkle import Tree, inclusion_proof, inclusion_proofs, leaf_hash
from lali.engines.custody.standalone import FRENCH, check_folder
from tests.engines.custody.bundles import KEY, written
from tests.engines.custody.folders import AT, all_files, as_zip, digest, resigned, unpacked

NAMES = ["files", "manifest", "signature", "record", "entries", "journalled", "head", "proofs"]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return unpacked(tmp_path_factory.mktemp("good") / "folder", all_files())


@pytest.fixture
def folder(good, tmp_path):
    return shutil.copytree(good, tmp_path / "folder")


def first_broken(path, **options):
    report = verify_bundle(path, **options)
    assert not report.ok
    return report.first_broken


def test_a_whole_folder_holds_on_disk_and_as_a_zip(good, tmp_path):
    (tmp_path / "folder.zip").write_bytes(as_zip(all_files()))
    for path in (good, tmp_path / "folder.zip"):
        report = verify_bundle(path, trusted=[KEY])
        assert [check.name for check in report.checks] == NAMES
        assert report.ok, report.first_broken


def test_a_folder_that_was_packed_again_holds(good, tmp_path):
    packed = shutil.make_archive(str(tmp_path / "again"), "zip", good.parent, "folder")
    assert verify_bundle(tmp_path / packed).ok


def test_the_zip_has_the_same_bytes_every_time():
    assert as_zip(all_files()) == as_zip(all_files())


def test_sha256sum_checks_it(folder):
    def asked():
        return subprocess.run(["sha256sum", "-c", "MANIFEST.sha256"], cwd=folder, capture_output=True, check=False)

    assert asked().returncode == 0
    (folder / "index.html").write_bytes(b"changed")
    assert b"index.html: FAILED" in asked().stdout


def alone(folder, *arguments):
    command = [sys.executable, "-I", str(folder / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def test_the_verifier_in_the_folder_needs_nothing_of_ours(folder):
    done = alone(folder, "--key", KEY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything that was checked holds." in done.stdout
    assert not re.search(r"^\s*(import|from) lali", (folder / "verify.py").read_text(), re.MULTILINE)
    (folder / "brief.pdf").write_bytes(b"%PDF+")
    done = alone(folder, "--fr")
    assert done.returncode == 1
    assert "brief.pdf a été modifié" in done.stdout
    assert "Traceback" not in done.stderr


def test_without_cryptography_it_says_what_it_did_not_check(folder):
    hidden = "import sys; sys.modules['cryptography'] = None; sys.argv = ['verify.py', sys.argv[1]]; import runpy; runpy.run_path(sys.argv[1] + '/verify.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", hidden, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "NOT checked" in done.stdout


def test_each_changed_byte_is_found_by_name(good, tmp_path):
    for path in sorted(good.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(good).as_posix()
        damaged = shutil.copytree(good, tmp_path / name.replace("/", "_"))
        data = bytearray((damaged / name).read_bytes())
        data[len(data) // 2] ^= 1
        (damaged / name).write_bytes(data)
        found = first_broken(damaged, trusted=[KEY])
        assert name in found.detail or name.startswith("MANIFEST"), (name, found)


def test_each_removed_file_is_named(good, tmp_path):
    for path in sorted(good.rglob("*")):
        if path.is_file() and path.name != "MANIFEST.sha256":
            name = path.relative_to(good).as_posix()
            damaged = shutil.copytree(good, tmp_path / name.replace("/", "_"))
            (damaged / name).unlink()
            assert first_broken(damaged).detail == f"{name} is missing."


@pytest.mark.parametrize("name", ["exhibits/E-009.bin", "custody/x", "evil.html", ".hidden", "deep/er/file"])
def test_an_added_file_is_named(folder, name):
    (folder / name).parent.mkdir(exist_ok=True, parents=True)
    (folder / name).write_bytes(b"planted")
    assert name in first_broken(folder).detail


def test_swapped_exhibits_are_found_even_when_somebody_signs_them_anew(folder):
    one, other = folder / "exhibits/E-001.bin", folder / "exhibits/E-002.bin"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert "exhibits/E-001.bin was changed" in first_broken(folder).detail
    resigned(folder)
    assert first_broken(folder).name == "record"
    record = json.loads((folder / "brief.json").read_bytes())
    for exhibit, data in zip(record["exhibits"], (second, first), strict=False):
        exhibit["sha256"] = exhibit["original_sha256"] = digest(data)
    (folder / "brief.json").write_text(json.dumps(record))
    resigned(folder)
    assert first_broken(folder).name == "journalled"


def test_custody_of_another_exhibit_does_not_fit(folder):
    shutil.copy(folder / "custody/E-002.json", folder / "custody/E-001.json")
    resigned(folder)
    assert "speaks of something else" in first_broken(folder).detail


def test_a_custody_line_that_was_made_up_does_not_stand_in_the_journal(folder):
    told = json.loads((folder / "custody/E-001.json").read_bytes())
    told["lines"][1]["line"] = told["lines"][1]["line"].replace("exhibit.read", "exhibit.lost")
    (folder / "custody/E-001.json").write_text(json.dumps(told))
    resigned(folder)
    assert first_broken(folder).name == "proofs"


def test_a_key_of_somebody_else_is_not_trusted(folder):
    resigned(folder, pem=new_signing_key())
    assert first_broken(folder, trusted=[KEY]).name == "signature"


def test_an_exhibit_that_the_record_does_not_name_is_found(folder):
    (folder / "exhibits/E-004.bin").write_bytes(b"planted by somebody with the key")
    resigned(folder)
    assert first_broken(folder).name == "record"


def test_links_are_not_followed(folder):
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to("/etc/hostname")
    assert not verify_bundle(folder).ok


@pytest.mark.parametrize("text", ["", "nonsense\n", "a" * 64 + "  ../../etc/passwd\n", "a" * 64 + "  /etc/passwd\n"])
def test_a_hostile_manifest_is_refused(folder, text):
    (folder / "MANIFEST.sha256").write_text(text)
    assert first_broken(folder).name == "files"


@pytest.mark.parametrize("text", ["[" * 100_000, "{}", "null", '{"exhibits": [1]}', '{"exhibits": 5}', "\xff"])
def test_a_hostile_record_is_refused(folder, text):
    (folder / "brief.json").write_bytes(text.encode("latin-1"))
    resigned(folder)
    assert not verify_bundle(folder).ok


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_to_the_zip_raises_and_one_that_is_cut_off_is_found(tmp_path, data):
    packed = bytearray(as_zip(all_files()))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    (tmp_path / "x.zip").write_bytes(packed)
    for _name, _holds, sentence in check_folder(tmp_path / "x.zip", [KEY]):
        assert sentence
    (tmp_path / "x.zip").write_bytes(packed[:at])
    assert not verify_bundle(tmp_path / "x.zip").ok


def test_a_zip_whose_file_is_not_as_recorded_gets_no_table_of_contents():
    pieces = zipped([FolderFile("exhibits/E-001.bin", 3, digest(b"abc"), lambda: [b"abd"])], at=AT)
    got = []
    with pytest.raises(OriginalChanged):
        got.extend(pieces)
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(got)))


def test_a_large_exhibit_passes_in_pieces():
    piece, count = b"x" * (1024 * 1024), 40
    asked = []

    def pieces():
        for number in range(count):
            asked.append(number)
            yield piece

    whole = digest(piece * count)
    stream = zipped([FolderFile("exhibits/E-001.bin", len(piece) * count, whole, pieces)], at=AT)
    longest = max(len(one) + 0 * len(asked) for one in stream)
    assert longest <= len(piece)


def test_a_bundle_of_one_exhibit_is_still_checked(tmp_path):
    assert verify_bundle(written(tmp_path / "bundle"), trusted=[KEY]).ok


def test_every_french_sentence_has_the_same_facts():
    for english, french in FRENCH.items():
        assert sorted(re.findall("{.*?}", english)) == sorted(re.findall("{.*?}", french))


@given(st.integers(1, 200), st.data())
def test_proofs_in_one_pass_are_the_same_as_from_the_whole_tree(size, data):
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    wanted = data.draw(st.sets(st.integers(0, size - 1), max_size=5))
    tree = Tree(leaves)
    assert inclusion_proofs(wanted, size, leaves) == {i: inclusion_proof(i, size, tree.node) for i in wanted}
