"""`lali evidence`: files and folders from a stick, a watched folder, a check of what is kept; killed at every stage."""

import json
import os
import signal
import subprocess
import sys
from hashlib import sha256

import pytest

from tests.project.command_line import LALI, environment, lali
from tests.project.conftest import ENTER

pytestmark = pytest.mark.slow
LITIA, CASE = "litia@htu.example", "FJ-2026-00001"
LEFT = """
import json
from lali.records.evidence.models import Exhibit, Intake
from lali.records.evidence.storage import exhibit_store
from lali.records.evidence.queries import sealed_without_exhibit
from lali.records.audit.queries import check_log
print(json.dumps({
    "exhibits": [[one.file_name, one.size, one.sha256, one.title] for one in Exhibit.objects.filter(file_name__startswith="new")],
    "unfinished": Intake.objects.filter(exhibit=None, given_up_at=None).count(),
    "incoming": len(list((exhibit_store().root / "incoming").iterdir())),
    "lost": len(sealed_without_exhibit()),
    "broken": check_log().first_broken,
}))
"""


@pytest.fixture
def node(copy_of):
    return copy_of("fiji")


@pytest.fixture
def stick(tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    return stick


def add(node, *paths, **how):
    return lali("evidence", "add", CASE, *paths, "--as", LITIA, "--home", node, "--json", **how)


def test_files_and_a_folder_become_exhibits_once(node, stick, inside):
    one, folder = stick / "new one.bin", stick / "new folder"
    one.write_bytes(os.urandom(700_000))
    folder.mkdir()
    (folder / "chat.txt").write_text("bula")
    (folder / "link").symlink_to(one)
    said = add(node, one, folder, "--title", "From the stick", "--device", "Quartz 3 (fictional)")
    assert (said.returncode, said.stderr) == (0, "")
    first, second = json.loads(said.stdout)["taken"]
    assert (first["size"], first["sha256"]) == (700_000, sha256(one.read_bytes()).hexdigest())
    assert second["left_out"] == ["new folder/link: a link"]
    again = json.loads(add(node, one, folder).stdout)["taken"]
    assert [taken["already"] for taken in again] == [True, True]
    left = json.loads(inside(node, LEFT))
    assert [row[0] for row in left["exhibits"]] in (
        ["new one.bin", "new folder.zip"],
        ["new folder.zip", "new one.bin"],
    )
    assert {row[3] for row in left["exhibits"]} == {"From the stick"}
    assert (left["unfinished"], left["incoming"]) == (0, 0)


def test_what_is_no_file_is_refused_by_name_and_the_rest_is_taken(node, stick):
    good, link, pipe = stick / "new.txt", stick / "link", stick / "pipe"
    good.write_text("bula")
    link.symlink_to(good)
    os.mkfifo(pipe)
    said = add(node, link, pipe, good, stick / "absent")
    assert said.returncode == 2
    taken = json.loads(said.stdout)["taken"]
    assert "a link" in taken[0]["refused"]
    assert "a pipe" in taken[1]["refused"]
    assert taken[2]["size"] == 4
    assert "No such file" in taken[3]["refused"]


def test_each_file_of_a_folder_if_asked(node, stick):
    (stick / "inner").mkdir()
    for name in ("new a.txt", "inner/new b.txt"):
        (stick / name).write_text(name)
    taken = json.loads(add(node, stick, "--each").stdout)["taken"]
    assert [one["path"].rpartition("/")[2] for one in taken] == ["new b.txt", "new a.txt"]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (["FJ-1999-00001", "--as", LITIA], "no such case"),
        ([CASE, "--as", "nobody@htu.example"], "no active member"),
        ([CASE, "--as", "asha@htu.example"], "may read this case, but not write"),
        ([CASE, "--as", LITIA, "--acquired-at", "yesterday"], "not a time"),
        ([CASE, "--as", LITIA, "--acquired-at", "2199-01-01"], "still to come"),
        ([CASE, "--as", LITIA, "--title", "x" * 201], "--title is too long"),
    ],
)
def test_refusals_say_why(node, stick, how, says):
    file = stick / "new.txt"
    file.write_text("bula")
    said = lali("evidence", "add", *how, file, "--home", node)
    assert said.returncode == 2
    assert says in said.stderr


STOP = """
import os, sys, time
from pathlib import Path
def stop(*_arguments, **_more):
    print("here", flush=True)
    time.sleep(120)
def stop_at(owner, name, after=False, at=1):
    done, times = getattr(owner, name), [0]
    def stopping(*arguments, **more):
        times[0] += 1
        if times[0] == at and not after:
            stop()
        result = done(*arguments, **more)
        if times[0] == at and after:
            stop()
        return result
    setattr(owner, name, stopping)
from lali.engines.custody import incoming
from lali.engines.custody.store import Store
from lali.project import taking_in
from lali.records.evidence import actions
from lali.records.evidence.actions import intake
from lali.records.agencies.models import Member
"""
TAKE = """
from lali.project.taking_in import TakingIn
taking = TakingIn(by=Member.objects.get(email="litia@htu.example"), ref="FJ-2026-00001", acquisition=actions.Acquisition())
print(taking.one(Path(sys.argv[2])))
"""
STAGES = {
    "before it is noted": "stop_at(intake, '_noted')",
    "before the first byte": "stop_at(incoming.Intake, 'write')",
    "in the middle": "stop_at(incoming.Intake, 'write', at=3)",
    "before the end": "stop_at(incoming.Intake, 'finish')",
    "before it is durable": "stop_at(os, 'fchmod')",
    "before it stands": "stop_at(Path, 'hardlink_to')",
    "when it stands": "stop_at(Path, 'hardlink_to', after=True)",
    "before it is entered": "stop_at(actions, 'seal_exhibit')",
    "before it is put away": "stop_at(Store, 'let_go')",
}


def test_killed_at_any_stage_the_same_command_goes_on(node, stick, inside):
    for number, (stage, where) in enumerate(STAGES.items()):
        file = stick / f"new {number}.bin"
        file.write_bytes(os.urandom(3_000_000))
        command = [sys.executable, "-c", ENTER + STOP + where + TAKE, str(node), str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(), text=True) as child:
            assert child.stdout.readline() == "here\n", stage
            child.send_signal(signal.SIGKILL)
        before = json.loads(inside(node, LEFT))
        assert before["broken"] is None, stage
        (taken,) = json.loads(add(node, file).stdout)["taken"]
        assert taken["sha256"] == sha256(file.read_bytes()).hexdigest(), stage
        assert len(before["exhibits"]) + before["unfinished"] == number + (stage != "before it is noted"), stage
    left = json.loads(inside(node, LEFT))
    assert len(left["exhibits"]) == len(STAGES)
    assert (left["unfinished"], left["lost"], left["broken"]) == (0, 0, None)


def test_a_stick_that_is_pulled_out_and_another_file_of_its_name(node, stick, inside):
    file = stick / "new.bin"
    file.write_bytes(os.urandom(3_000_000))
    command = [sys.executable, "-c", ENTER + STOP + STAGES["in the middle"] + TAKE, str(node), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(), text=True) as child:
        child.stdout.readline()
        child.kill()
    other = stick / "elsewhere" / "new.bin"
    other.parent.mkdir()
    other.write_bytes(os.urandom(3_000_000))
    (taken,) = json.loads(add(node, other).stdout)["taken"]
    assert (taken["went_on_from"], taken["sha256"]) == (0, sha256(other.read_bytes()).hexdigest())
    (taken,) = json.loads(add(node, file).stdout)["taken"]
    assert taken["went_on_from"] > 0
    assert taken["sha256"] == sha256(file.read_bytes()).hexdigest()


# -- the watched folder --------------------------------------------------------------------------------------------


def watch(node, folder, still="0.3"):
    return lali("evidence", "watch", folder, "--case", CASE, "--as", LITIA, "--home", node, "--once", "--still", still)


def test_what_is_finished_is_taken_in_and_put_away(node, stick):
    (stick / "new.txt").write_text("bula")
    (stick / "half.txt.part").write_text("ha")
    (stick / ".hidden").write_text("x")
    (stick / "link").symlink_to("/etc/passwd")
    said = watch(node, stick)
    assert "new.txt: E-" in said.stdout
    assert "link: not taken in. It is a link" in said.stderr
    assert said.returncode == 2
    assert sorted(one.name for one in stick.iterdir()) == [".hidden", "half.txt.part", "link", "sealed"]
    (put_away,) = (stick / "sealed").iterdir()
    assert put_away.name.endswith(" new.txt")
    (stick / "new.txt").write_text("bula")
    assert "already" in watch(node, stick).stdout
    assert len(list((stick / "sealed").iterdir())) == 2


def test_a_file_that_still_grows_is_left_until_it_is_still_or_marked(node, stick):
    command = [
        LALI,
        "evidence",
        "watch",
        str(stick),
        "--case",
        CASE,
        "--as",
        LITIA,
        "--home",
        str(node),
        "--still",
        "2",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(), text=True) as watching:
        grows = stick / "new.bin"
        for _ in range(25):
            with grows.open("ab") as file:
                file.write(bytes(1000))
            subprocess.run(["sleep", "0.3"], check=True)
        said = watching.stdout.readline()
        watching.terminate()  # not SIGINT: a shell's background job is deaf to it, and so is its child
    assert "25,000 bytes" in said


# -- checking ------------------------------------------------------------------------------------------------------

BREAK = """
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store
exhibit = Exhibit.objects.filter(is_physical=False).first()
path = exhibit_store()._path(exhibit.address)
path.chmod(0o600)
data = bytearray(path.read_bytes())
data[-20] ^= 1
path.write_bytes(data)
print(exhibit.case.ref, exhibit.ref)
"""
TOLD = """
from lali.records.notices.models import Notice
from lali.records.audit.models import Entry
print(Notice.objects.filter(kind="exhibit_broken").count(), Entry.objects.filter(verb="exhibit.read_back").count())
"""


def test_a_broken_exhibit_shouts(node, inside):
    whole = lali("evidence", "check", "--home", node, "--json")
    assert whole.returncode == 0
    count = json.loads(whole.stdout)["checked"]
    assert count >= 1
    case, ref = inside(node, BREAK).split()
    said = lali("evidence", "check", "--home", node)
    assert said.returncode == 2
    assert f"{case} {ref} is not what was sealed" in said.stdout
    told, entries = map(int, inside(node, TOLD).split())
    assert told >= 1
    assert entries == 2 * count
    doctor = lali("doctor", "--home", node)
    assert f"{ref} of {case} is not what was sealed" in doctor.stdout
