"""A process that moves a whole case is killed, at many places: nothing is lost, nothing is doubled, the doctor is right."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.project.command_line import environment, lali
from tests.project.conftest import ENTER

STOP = """
import time
def stop(*_arguments, **_more):
    print("here", flush=True)
    time.sleep(120)
def stop_at(owner, name, *, after=False):
    done = getattr(owner, name)
    def stopping(*arguments, **more):
        if after:
            done(*arguments, **more)
        stop()
    setattr(owner, name, stopping)
from lali.records.agencies.models import Member
from lali.records.transfers import actions, storage
from lali.records.transfers.actions import archives, arrivals
from lali.records.transfers.models import ArrivedCase, CaseArchive
from django.db.transaction import Atomic
"""
EXPORT = """
from lali.records.cases.models import Case
lead = Member.objects.get(email="litia@htu.example")
ref = sys.argv[2]
made = actions.prepare_archive(by=lead, ref=ref, reason="They prosecute", names_leave=True, passphrase="x" * 12)
print(made.ref)
"""
LOOK = """
boss = Member.objects.get(email="boss@tcu.example")
with storage.NewArchive() as new:
    new.file.write(open(sys.argv[2], "rb").read())
    arrival = actions.look_at_archive(by=boss, new=new)
print(arrival.pk)
"""
TAKE = """
boss = Member.objects.get(email="boss@tcu.example")
print(actions.take_case_in(by=boss, number=int(sys.argv[2])).case.ref)
"""
BOSS = """
from lali.records.agencies.actions import enrol_member
from lali.records.agencies.models import Agency
enrol_member(by="node", agency=Agency.objects.get(), email="boss@tcu.example", name="Wilson Mangrove (invented)",
    role="supervisor", password="x")
"""
REF = (
    "from lali.records.cases.models import Case; "
    "print(Case.objects.filter(team__member__email='litia@htu.example', team__level='lead').order_by('pk')[0].ref)"
)
STANDS = """
import json
from django.conf import settings
from lali.records.briefs.models import KeptFile
from lali.records.cases.models import Case
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.transfers.models import ArrivedCase, CaseArchive
folder = settings.EXHIBIT_FOLDER
print(json.dumps({
    "cases": Case.objects.count(),
    "archives": CaseArchive.objects.count(),
    "taken_in": ArrivedCase.objects.filter(state="taken_in").count(),
    "originals": [Exhibit.objects.count(), len(list(exhibit_store().addresses()))],
    "files": sorted(path.name for path in (folder / "archives").glob("*.*")),
    "folders": len(list((folder / "arriving").iterdir())) if (folder / "arriving").exists() else 0,
}))
"""
NO_ENTRY, CUT_OFF, TAKEN_IN = "stands in no list", "was cut off on its way", "A stop came while a case was taken in"
IN_ORDER = "Nothing needs attention"


@pytest.fixture(scope="module")
def sent(made_demo, inside, tmp_path_factory):
    """Fiji's node with a case that left for Vanuatu, and the file it left in."""
    base = tmp_path_factory.mktemp("sent")
    fiji, file = base / "fiji", base / "stick.lali"
    shutil.copytree(made_demo.home / "fiji", fiji)
    ref = inside(fiji, REF).strip()
    said = lali(
        *("case", "export", ref, file, "--as", "litia@htu.example", "--second", "asha@htu.example", "--home", fiji),
        *("--reason", "They prosecute", "--to", "vu-tcu", "--names-leave"),
    )
    assert said.returncode == 0, said.stderr
    return fiji, ref, file


def killed(home, place, code, *arguments):
    """Run code inside a node until it comes to a place, and kill it there as a power cut would."""
    command = [sys.executable, "-c", ENTER + STOP + place + code, str(home), *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True
    )
    line = process.stdout.readline()
    assert line.strip() == "here", line + (process.stderr.read() if process.poll() is not None else "")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def what_stands(inside, home):
    return json.loads(inside(home, STANDS))


def doctor(home, *how):
    """What it says, but for the conversation of a case that came: a member reads it anew."""
    said = lali("doctor", "--home", home, *how).stdout
    kept = [line for line in said.splitlines() if not line.startswith("- The reading of C-001 of ")]
    return "\n".join(kept) if kept else f"{IN_ORDER}."


EXPORTS = [
    ("stop_at(archives.Going, 'journal')", [CUT_OFF]),
    ("stop_at(storage.NewArchive, 'keep')", [CUT_OFF]),
    ("stop_at(storage.NewArchive, 'keep', after=True)", [NO_ENTRY]),
    ("stop_at(archives, 'record')", [NO_ENTRY]),
    ("stop_at(archives, '_tell_approvers', after=True)", [NO_ENTRY]),
]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "said"), EXPORTS)
def test_an_export_that_was_killed_is_named_cleared_and_done_again(copy_of, inside, place, said):
    fiji = copy_of("fiji")
    ref, before = inside(fiji, REF).strip(), what_stands(inside, fiji)
    assert IN_ORDER in doctor(fiji)
    killed(fiji, place, EXPORT, ref)
    words = doctor(fiji)
    assert all(one in words for one in said), words
    assert len(words.strip().splitlines()) == len(said), words
    assert IN_ORDER in doctor(fiji, "--finish")
    assert what_stands(inside, fiji) == before
    killed(fiji, place, EXPORT, ref)
    inside(fiji, STOP + EXPORT, ref)  # the next one clears what the killed one left
    after = what_stands(inside, fiji)
    assert after["archives"] == before["archives"] + 1
    assert len(after["files"]) == 1
    assert IN_ORDER in doctor(fiji)
    assert lali("verify", "--home", fiji).returncode == 0


@pytest.mark.slow
def test_a_look_that_was_killed_leaves_nothing_that_the_doctor_does_not_name(copy_of, inside, sent):
    vanuatu = copy_of("vanuatu")
    inside(vanuatu, BOSS)
    for place, said in (
        ("stop_at(arrivals, '_rehearse')", CUT_OFF),
        ("stop_at(storage.NewArchive, 'keep', after=True)", NO_ENTRY),
    ):
        killed(vanuatu, place, LOOK, sent[2])
        assert said in doctor(vanuatu)
    number = inside(vanuatu, STOP + LOOK, sent[2]).strip()
    assert what_stands(inside, vanuatu)["files"] == [f"in-{number}.age"]
    assert IN_ORDER in doctor(vanuatu)


TAKES = [  # where; does the case stand; what is said; is it cleared by hand before it is done again
    ("stop_at(arrivals.Staging, 'file_ends')", False, [TAKEN_IN], False),
    ("stop_at(arrivals, '_make_rows')", False, [TAKEN_IN], True),
    ("stop_at(arrivals, '_tell')", False, [TAKEN_IN], False),  # originals have their places already
    ("stop_at(arrivals, '_tell')", False, [TAKEN_IN], True),
    ("stop_at(storage.Arriving, 'done')", True, [TAKEN_IN, NO_ENTRY], False),
    ("stop_at(storage.Arriving, 'done')", True, [TAKEN_IN, NO_ENTRY], True),
    ("stop_at(storage.Arriving, 'done', after=True)", True, [NO_ENTRY], True),
]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "stands", "said", "finish"), TAKES)
def test_a_take_in_that_was_killed_is_whole_or_nothing(copy_of, inside, sent, place, stands, said, finish):
    vanuatu = copy_of("vanuatu")
    inside(vanuatu, BOSS)
    before = what_stands(inside, vanuatu)
    number = inside(vanuatu, STOP + LOOK, sent[2]).strip()
    killed(vanuatu, place, TAKE, number)
    words = doctor(vanuatu)
    assert all(one in words for one in said), words
    assert "Take its original in again" not in words
    assert "belong to no brief" not in words
    assert lali("verify", "--home", vanuatu).returncode == 0
    if finish:
        assert IN_ORDER in doctor(vanuatu, "--finish")
        assert what_stands(inside, vanuatu)["cases"] == before["cases"] + stands
    if not stands:
        inside(vanuatu, STOP + TAKE, number)
    else:
        again = lali("case", "import", sent[2], "--as", "boss@tcu.example", "--home", vanuatu, "--apply")
        assert "This case came here before" in again.stderr
    after = what_stands(inside, vanuatu)
    assert (after["cases"], after["taken_in"]) == (before["cases"] + 1, 1)
    assert after["originals"][0] == after["originals"][1] > before["originals"][0]
    assert (after["files"], after["folders"]) == ([], 0)
    assert IN_ORDER in doctor(vanuatu)
    assert lali("verify", "--home", vanuatu).returncode == 0


def test_what_a_living_process_does_is_left_alone(copy_of, inside):
    fiji = copy_of("fiji")
    ref = inside(fiji, REF).strip()
    command = [sys.executable, "-c", ENTER + STOP + "stop_at(storage.NewArchive, 'keep', after=True)" + EXPORT]
    process = subprocess.Popen(
        [*command, str(fiji), ref], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )
    try:
        assert process.stdout.readline().strip() == "here"
        assert IN_ORDER in doctor(fiji, "--finish")
        assert len(what_stands(inside, fiji)["files"]) == 1
    finally:
        process.kill()
        process.communicate()
    assert NO_ENTRY in doctor(fiji)
