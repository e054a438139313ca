"""`lali doctor`: what of a node needs attention."""

import json

from tests.project.command_line import lali

CUT_OFF = """
import os
from lali.records.agencies.models import Member
from lali.records.cases.models import Case
from lali.records.evidence.actions import begin_intake
case = Case.objects.order_by("pk").first()
begun = begin_intake(by=Member.objects.get(email="litia@htu.example"), ref=case.ref, file_name="phone.zip")
begun.sealing.write(b"half of it" * 200_000)
os._exit(0)
"""


def test_a_node_in_order_needs_nothing(made_demo):
    said = lali("doctor", "--home", made_demo.home / "fiji")
    assert (said.returncode, said.stderr) == (0, "")
    assert "Nothing needs attention" in said.stdout


def test_keys_that_others_can_read_are_named(copy_of):
    fiji = copy_of("fiji")
    (fiji / "keys" / "kek.key").chmod(0o644)
    said = lali("doctor", "--home", fiji, "--json")
    assert said.returncode == 2
    (line,) = json.loads(said.stdout)["attention"]
    assert str(fiji / "keys" / "kek.key") in line
    assert "chmod go-rwx" in line


def test_an_intake_that_was_cut_off_is_named(copy_of, inside):
    fiji = copy_of("fiji")
    inside(fiji, CUT_OFF)
    said = lali("doctor", "--home", fiji)
    assert said.returncode == 2
    assert "An intake into FJ-2026-00001 begun" in said.stdout
    assert "exhibits/incoming/" in said.stdout


LEFT_OVER = """
import io
from django.conf import settings
from django.utils import timezone
from lali.engines.custody import Store
from lali.records.briefs.storage import brief_store
from lali.records.evidence.models import Exhibit
from lali.records.keyring import keys
Exhibit.objects.filter(pk=Exhibit.objects.first().pk).update(destroyed_at=timezone.now())
brief_store().put(io.BytesIO(b"of a case that is gone"), kek=keys().kek)
"""


def test_what_a_disposal_left_behind_is_named_and_finished(copy_of, inside):
    fiji = copy_of("fiji")
    inside(fiji, LEFT_OVER)
    said = lali("doctor", "--home", fiji)
    assert said.returncode == 2
    assert "1 sealed files of destroyed exhibits still lie in the store" in said.stdout
    assert "1 sealed files of briefs belong to no brief any more" in said.stdout
    assert "Nothing needs attention" in lali("doctor", "--home", fiji, "--finish").stdout


OLD = """
from lali.records.noticeboard.models import LicensedAgency
LicensedAgency.objects.update(checked_on="2026-01-02")
"""


def test_what_the_noticeboard_was_told_long_ago_is_named(copy_of, inside):
    fiji = copy_of("fiji")
    inside(fiji, OLD)
    said = lali("doctor", "--home", fiji)
    assert said.returncode == 2
    assert "Noticeboard: “Coral Gate Careers (fictional)” was last checked on 2026-01-02." in said.stdout
