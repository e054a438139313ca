"""`lali case`: from one node to another, as two officers at their machines do it."""

import json

import pytest

from tests.project.command_line import lali

LITIA, ASHA, WILLIE = "litia@htu.example", "asha@htu.example", "willie@tcu.example"
BOSS = """
from lali.records.agencies.actions import enrol_member
from lali.records.agencies.models import Agency
enrol_member(by="node", agency=Agency.objects.get(), email="boss@tcu.example", name="Wilson Mangrove (invented)",
    role="supervisor", password="x")
"""
REF = "from lali.records.cases.models import Case; print(Case.objects.filter(team__member__email='litia@htu.example', team__level='lead').order_by('pk')[0].ref)"
CHECK = """
from lali.records.cases.models import Case
case = Case.objects.get(ref=sys.argv[2])
print(case.team.present().get().member.email, case.exhibits.count() > 1, case.opened_by.is_active)
"""


@pytest.mark.slow
def test_a_case_goes_from_fiji_to_vanuatu(copy_of, inside, tmp_path):
    fiji, vanuatu, file = copy_of("fiji"), copy_of("vanuatu"), tmp_path / "stick.lali"
    ref = inside(fiji, REF).strip()
    inside(vanuatu, BOSS)
    words = ("case", "export", ref, file, "--as", LITIA, "--reason", "They prosecute", "--to", "vu-tcu", "--home", fiji)
    assert "names of possible victims" in lali(*words).stderr
    waits = lali(*words, "--names-leave")
    assert "waits for a second person" in waits.stdout
    assert not file.exists()
    said = lali(*words, "--names-leave", "--second", ASHA)
    assert (said.returncode, said.stderr) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "exists already" in lali(*words, "--names-leave", "--second", ASHA).stderr

    coming = ("case", "import", file, "--as", "boss@tcu.example", "--home", vanuatu, "--json")
    assert lali("case", "import", file, "--as", WILLIE, "--home", vanuatu).returncode == 2
    told = json.loads(lali(*coming).stdout)
    assert told["partner"]
    assert told["stubs"] > 0
    assert "became" not in told
    told = json.loads(lali(*coming, "--apply").stdout)
    became = told["became"]
    assert inside(vanuatu, CHECK, told["became"]).split() == ["boss@tcu.example", "True", "False"]
    again = lali(*coming, "--apply")
    assert told["became"] in json.loads(again.stdout)["refused"]
    for home in (fiji, vanuatu):
        checked = lali("verify", "--home", home)
        assert checked.returncode == 0, checked.stdout
    assert lali("doctor", "--home", fiji).returncode == 0
    told = lali("doctor", "--home", vanuatu).stdout.splitlines()
    assert [line.split(" is not finished")[0] for line in told] == [f"- The reading of C-001 of {became}"]  # read anew


def test_what_is_no_archive_is_refused(made_demo, tmp_path):
    (tmp_path / "odd.lali").write_bytes(b"nothing of the kind")
    said = lali("case", "import", tmp_path / "odd.lali", "--as", WILLIE, "--home", made_demo.home / "vanuatu")
    assert said.returncode == 2
    assert (
        lali("case", "import", tmp_path / "none", "--as", WILLIE, "--home", made_demo.home / "vanuatu").returncode == 2
    )
