"""`lali known`: lists from the command line, and a disk looked over: what it says, what it ends with."""

import hashlib
import json

import pytest

from tests.engines.known.test_pdq import drawn, png
from tests.project.command_line import lali

pytestmark = pytest.mark.slow
WHO = ("--as", "asha@htu.example", "--name", "Invented", "--source", "Nobody (fictional)")


@pytest.fixture
def fiji(copy_of):
    return copy_of("fiji")


@pytest.fixture
def disk(tmp_path):
    """A disk with a known file in a folder, a harmless one, another, and a link that leads out of it."""
    disk = tmp_path / "disk"
    (disk / "a").mkdir(parents=True)
    (disk / "a" / "IMG_1.jpg").write_bytes(png(drawn(2, 200, 160).resize((120, 96)), "JPEG", quality=70))
    (disk / "a" / "known.bin").write_bytes(b"known")
    (disk / "program.dll").write_bytes(b"program")
    (disk / "letter.txt").write_bytes(b"letter")
    (disk / "out").symlink_to(tmp_path)
    return disk


def answers(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_disk_is_looked_over_and_the_exit_code_says_whether_something_is_known(fiji, disk, tmp_path):
    from lali.engines.documents import luma_of_picture
    from lali.engines.known import LARGEST, pdq_of

    check = ("known", "check", disk, "--home", fiji, "--json")
    before = lali(*check)
    assert before.returncode == 0
    assert answers(before)[-1]["known"] == 0

    vics, nsrl, pictures = tmp_path / "vics.json", tmp_path / "nsrl.csv", tmp_path / "pictures.txt"
    item = {"MediaID": 1, "Category": 1, "MD5": hashlib.md5(b"known").hexdigest()}
    vics.write_text(json.dumps({"value": [item]}))
    nsrl.write_text(f'"SHA-1","FileName"\n"{hashlib.sha1(b"program").hexdigest()}","program.dll"\n')
    pictures.write_text(pdq_of(luma_of_picture(png(drawn(2, 200, 160)), side=LARGEST)).hex)
    for file, kind, *more in ((vics, "restricted"), (nsrl, "harmless"), (pictures, "restricted", "--pdq")):
        done = lali("known", "add", file, "--kind", kind, *WHO, *more, "--home", fiji, "--json")
        assert (done.returncode, answers(done)[0]["digests"]) == (0, 1)

    after = lali(*check)
    assert after.returncode == 3
    *known, said = answers(after)
    assert [one["file"] for one in known] == [str(disk / "a" / name) for name in ("IMG_1.jpg", "known.bin")]
    assert said == {"looked_at": 4, "known": 2, "harmless": 1, "not_read": 0}
    assert len(answers(lali("known", "lists", "--home", fiji, "--json"))) == 3


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"no digest\n", b'{"value": [{"MD5": '])
def test_what_is_no_list_is_refused_and_nothing_is_kept(fiji, tmp_path, data):
    file = tmp_path / "list"
    file.write_bytes(data)
    done = lali("known", "add", file, "--kind", "restricted", *WHO, "--home", fiji)
    assert done.returncode == 2
    assert done.stderr.strip().endswith(".")
    assert not lali("known", "lists", "--home", fiji).stdout


def test_who_may_not_is_refused(fiji, tmp_path):
    file = tmp_path / "list"
    file.write_text("0" * 32)
    for email in ("litia@htu.example", "nobody@htu.example"):
        who = ("--as", email, "--name", "x", "--source", "x")
        assert lali("known", "add", file, "--kind", "harmless", *who, "--home", fiji).returncode == 2
    assert lali("known", "check", tmp_path / "nowhere", "--home", fiji).returncode == 2
    assert lali("known", "end", 9, "--as", "asha@htu.example", "--home", fiji).returncode == 2
