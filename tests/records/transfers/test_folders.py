"""Briefs that come from another node: what this node would hand out as its own is checked first."""

import io
import zipfile
from hashlib import sha256

import pytest

from lali.engines.custody import folder_helps
from lali.engines.exchange import Malformed, Part, part_name
from lali.records.briefs.actions import take_out_folder
from lali.records.briefs.models import Brief, KeptFile
from lali.records.cases.models import Case
from lali.records.transfers import actions
from lali.records.transfers.folders import refuse_odd_file
from lali.records.transfers.writing import Going
from tests.archives import foreign_archive
from tests.records.transfers.test_archives import look, setting, spoilt, take

EVIL = b"print('not ours')\n"


def of_kept(which, /, **fields):
    def change(records):
        for one in records:
            if one["t"] == "briefs.keptfile" and one["f"]["name"] == which:
                one["f"].update(fields)
        return records

    return change


def with_file(case, name):
    """The parts of a case, with other bytes for one file of its briefs, and its record saying so."""
    places = {part_name("files", n) for n, file in enumerate(Going(case, "").files(), 1) if named(file) == name}
    for part in spoilt(case, of_kept(name, size=len(EVIL), sha256=sha256(EVIL).hexdigest())):
        if part.name in places:
            b"".join(part.pieces)
            yield Part(part.name, len(EVIL), [EVIL])
        else:
            yield part


def named(file):
    return getattr(file, "name", "")


NAMES = ("../../evil.txt", "/evil.txt", "exhibits/E-001.txt", "custody/../x.json", "a\r\nb", "evil.html", "sub\\x.pdf")


@pytest.mark.slow
def test_a_folder_of_a_brief_holds_only_what_ours_hold(scene, receiving, unknown_neighbour):
    case = Case.objects.get(ref=scene.of("")["ref"])
    assert case.briefs.filter(state="fixed").exists()
    spoilers = {name: spoilt(case, of_kept("brief.docx", name=name)) for name in NAMES}
    spoilers |= {f"other bytes of {name}": with_file(case, name) for name in ("verify.py", "README.txt", "index.html")}
    spoilers["another manifest"] = spoilt(case, _unmanifested)
    spoilers["proofs of a draft"] = spoilt(case, setting("briefs.keptfile", name="MANIFEST.sha256"))
    for what, parts in spoilers.items():
        with pytest.raises(actions.ArchiveNotTaken) as refused:
            look(receiving, foreign_archive(unknown_neighbour, case, parts=parts))
        assert refused.value.reason == "malformed", what
    came = take(receiving, look(receiving, foreign_archive(unknown_neighbour, case))).case
    brief = came.briefs.get(state="fixed")
    data = b"".join(take_out_folder(by=receiving, ref=came.ref, number=brief.number)[1])
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        assert folder.read("verify.py") == folder_helps()["verify.py"]


def _unmanifested(records):
    for one in records:
        if one["t"] == "briefs.brief" and one["f"]["state"] == "fixed":
            one["f"]["manifest_sha256"] = "0" * 64
    return records


def test_a_folder_of_an_earlier_release_is_taken_in(monkeypatch):
    earlier = sha256(b"as it was once").hexdigest()
    released = {"verify.py": frozenset({earlier, sha256(folder_helps()["verify.py"]).hexdigest()})}
    monkeypatch.setattr("lali.records.transfers.folders.released_helps", lambda: released)
    for digest in released["verify.py"]:
        refuse_odd_file(KeptFile(brief=Brief(state="fixed"), name="verify.py", sha256=digest))
    with pytest.raises(Malformed):
        refuse_odd_file(KeptFile(brief=Brief(state="fixed"), name="verify.py", sha256=sha256(EVIL).hexdigest()))
