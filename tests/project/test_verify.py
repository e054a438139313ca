"""`lali verify`: what holds, and the first thing that does not."""

import json
import sqlite3
import zipfile
from contextlib import closing

import pytest

from tests.project.command_line import lali

EXHIBIT = ("FJ-2026-00001", "E-001")
BUNDLE = """
from lali.records.agencies.models import Member
from lali.records.evidence.actions import bundle_for_court
from lali.records.evidence.models import Exhibit
exhibit = Exhibit.objects.get(number=1)
name, chunks = bundle_for_court(by=exhibit.sealed_by, ref=exhibit.case.ref, number=exhibit.number)
Path(sys.argv[2]).write_bytes(b"".join(chunks))
"""


def flip(path, place):
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_whole_node_holds(made_demo):
    said = lali("verify", "--home", made_demo.home / "fiji")
    assert (said.returncode, said.stderr) == (0, "")
    assert "BROKEN" not in said.stdout
    assert "2 originals are what was sealed." in said.stdout


def test_a_flipped_bit_in_an_exhibit_is_named(copy_of):
    fiji = copy_of("fiji")
    for sealed in (fiji / "exhibits").glob("[0-9a-f][0-9a-f]/*"):
        flip(sealed, sealed.stat().st_size // 2)
    said = lali("verify", "--home", fiji)
    assert said.returncode == 1
    assert all(name in said.stderr for name in ("First broken thing:", *EXHIBIT))
    told = json.loads(lali("verify", "--home", fiji, "--json").stdout)
    assert told["ok"] is False
    assert EXHIBIT[1] in told["first_broken"]


def test_a_flipped_bit_in_the_database_is_named(copy_of):
    fiji = copy_of("fiji")
    database = fiji / "lali.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = connection.execute("SELECT \"index\" FROM audit_entry WHERE facts LIKE '%visit%'").fetchall()
    flip(database, database.read_bytes().index(b'{"source": "visit"') + len('{"source": "v'))
    said = lali("verify", "--home", fiji)
    assert said.returncode == 1
    assert said.stderr.startswith("First broken thing:")
    assert any(str(index) in said.stderr for (index,) in found)


@pytest.mark.parametrize(
    ("done", "named"),
    [
        (
            ["DELETE FROM evidence_custodyevent", "DELETE FROM evidence_intake", "DELETE FROM evidence_exhibit"],
            "case:FJ-2026-00001/exhibit:E-001",
        ),
        (["UPDATE evidence_exhibit SET sealed_by_id = sealed_by_id + 1"], "somebody else sealed it"),
        (["UPDATE evidence_custodyevent SET by_id = by_id + 1"], "Custody event"),
    ],
    ids=["an exhibit deleted with its chain of custody", "another who sealed it", "another who did it"],
)
def test_what_the_journal_says_of_an_exhibit_stands_in_its_record(copy_of, done, named):
    fiji = copy_of("fiji")
    with closing(sqlite3.connect(fiji / "lali.sqlite3")) as connection, connection:
        for statement in done:
            connection.execute(statement)
    said = lali("verify", "--home", fiji)
    assert said.returncode == 1
    assert named in said.stderr


@pytest.fixture(scope="module")
def bundle(made_demo, inside, tmp_path_factory):
    """A court bundle of the demo's one exhibit."""
    path = tmp_path_factory.mktemp("court") / "bundle.zip"
    inside(made_demo.home / "fiji", BUNDLE, path)
    return path


def test_a_court_bundle_holds_without_any_node(bundle, tmp_path):
    said = lali("verify", bundle, "--home", tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
    assert "BROKEN" not in said.stdout


def test_a_bundle_with_one_changed_byte_is_refused_by_name(bundle, tmp_path):
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(bundle) as good, zipfile.ZipFile(changed, "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data.replace(b"passport", b"Passport") if name == "original.bin" else data)
    said = lali("verify", changed, "--json")
    told = json.loads(said.stdout)
    assert said.returncode == 1
    assert told["ok"] is False
    assert "original" in told["first_broken"]


@pytest.mark.parametrize("what", ["none.zip", "empty.zip", "words.zip"])
def test_what_is_no_bundle_is_refused(tmp_path, what):
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "words.zip").write_text("no bundle at all")
    said = lali("verify", tmp_path / what)
    assert said.returncode == 2
    assert said.stderr.startswith(("There is no folder", "This is not a bundle"))


def test_a_key_that_is_none_is_refused(bundle):
    said = lali("verify", bundle, "--key", "trust me")
    assert said.returncode == 2
    assert said.stderr


def test_a_head_that_was_given_away_is_held_against_todays_journal(bundle, copy_of, tmp_path):
    """As a partner or a court shows it: in a bundle, or alone."""
    fiji = copy_of("fiji")
    said = lali("verify", "--head", bundle, "--home", fiji)
    assert (said.returncode, said.stderr) == (0, "")
    assert "begins with the" in said.stdout
    with zipfile.ZipFile(bundle) as good:
        (tmp_path / "head.txt").write_bytes(good.read("head.txt"))
    with closing(sqlite3.connect(fiji / "lali.sqlite3")) as connection, connection:
        connection.execute("UPDATE audit_entry SET line = replace(line, 'visit', 'vista') WHERE facts LIKE '%visit%'")
    said = lali("verify", "--head", tmp_path / "head.txt", "--home", fiji)
    assert said.returncode == 1
    assert "History was rewritten" in said.stderr
    for other, why in ((tmp_path / "none.txt", "No such file"), (fiji / "node.toml", "no signed head")):
        said = lali("verify", "--head", other, "--home", fiji)
        assert (said.returncode, why in said.stderr) == (2, True), said.stderr
    said = lali("verify", "--head", tmp_path / "head.txt", "--home", copy_of("vanuatu"))
    assert (said.returncode, "another journal" in said.stderr) == (2, True)
