import io
import subprocess
import sys
import zipfile

import docx
import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from PIL import Image

from lali.engines.custody import OriginalChanged, verify_bundle
from lali.records.audit.models import Entry
from lali.records.audit.queries import log_verifier
from lali.records.briefs import actions
from lali.records.briefs.material import material_of
from lali.records.briefs.models import Brief, KeptFile
from lali.records.briefs.queries import page_of_brief, read_brief
from lali.records.briefs.storage import bytes_of
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from tests.records.briefs.conftest import NAME, SUSPECT


def pdf_text(data):
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def texts_in(folder):
    """Everything readable in a folder: names, text, PDF text, DOCX text, raw bytes."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += [path.name, data.decode("utf-8", "replace"), data.decode("latin-1")]
            if data.startswith(b"%PDF"):
                found.append(pdf_text(data))
            if data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(data)) as parts:
                    found += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return "\n".join(found)


def test_nobody_fixes_what_they_put_up(chosen, lead):
    actions.make_copies(by=lead, ref=chosen.case.ref, number=1)
    actions.put_up_brief(by=lead, ref=chosen.case.ref, number=1)
    with pytest.raises(actions.NotASecondPerson):
        actions.fix_brief(by=lead, ref=chosen.case.ref, number=1)
    brief = Brief.objects.get()
    brief.state, brief.fixed_by, brief.fixed_at, brief.manifest_sha256 = "fixed", lead, brief.ready_at, "a" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        brief.save()


def test_only_a_lead_fixes(put_up, writer, reader):
    for member in (writer, reader):
        with pytest.raises((PermissionDenied, Http404)):
            actions.fix_brief(by=member, ref=put_up.case.ref, number=1)


def test_a_fixed_brief_never_changes(fixed, writer, lead):
    ref = fixed.case.ref
    item = fixed.items.first()
    words = {"title": "x", "language": "en", "classification": "", "summary": "", "witness_note": ""}
    for attempt in (
        lambda: actions.describe_brief(by=lead, ref=ref, number=1, version=fixed.version, **words),
        lambda: actions.choose_items(by=lead, ref=ref, number=1, choices=[]),
        lambda: actions.order_items(by=lead, ref=ref, number=1, places={}),
        lambda: actions.cover_words(by=lead, ref=ref, number=1, item_id=item.pk, typed="1", reason="safety"),
        lambda: actions.cover_phrase(by=lead, ref=ref, number=1, phrase="pay", reason="safety"),
        lambda: actions.make_copies(by=lead, ref=ref, number=1),
        lambda: actions.put_up_brief(by=lead, ref=ref, number=1),
        lambda: actions.send_back_brief(by=lead, ref=ref, number=1, reason="x"),
        lambda: actions.fix_brief(by=lead, ref=ref, number=1),
        lambda: actions.release_name(by=lead, ref=ref, number=1, person_id=1, reason="x"),
    ):
        with pytest.raises(actions.BriefIsFixed):
            attempt()


def test_an_exhibit_that_came_in_between_is_not_dropped_in_silence(material, writer, second, lead):
    ref = material.ref
    actions.begin_brief(by=writer, ref=ref, title="x", kind="disclosure", language="en")
    every = [actions.Choice(one.source, "included") for one in material_of(material)]
    actions.choose_items(by=writer, ref=ref, number=1, choices=every)
    actions.put_up_brief(by=writer, ref=ref, number=1)
    take_in_exhibit(
        by=lead, ref=ref, file_name="b.txt", source=io.BytesIO(b"alibi"), acquisition=Acquisition(title="Alibi")
    )
    with pytest.raises(actions.SomethingUndecided, match="E-005"):
        actions.fix_brief(by=second, ref=ref, number=1)


def test_everybody_on_the_team_reads_a_fixed_one(fixed, reader, stranger):
    assert read_brief(reader, fixed.case.ref, 1) == fixed
    assert page_of_brief(reader, fixed.case.ref, 1, 1).startswith(b"\x89PNG")
    for page in (0, 999):
        with pytest.raises(Http404):
            page_of_brief(reader, fixed.case.ref, 1, page)
    with pytest.raises(Http404):
        read_brief(stranger, fixed.case.ref, 1)


def test_sent_back_it_is_a_draft_again_without_its_documents(put_up, second):
    actions.send_back_brief(by=second, ref=put_up.case.ref, number=1, reason="The summary is missing")
    brief = Brief.objects.get()
    assert (brief.state, brief.sent_back_why) == ("draft", "The summary is missing")
    assert {file.name.partition("/")[0] for file in brief.files.all()} == {"exhibits"}
    assert actions.put_up_brief(by=second, ref=brief.case.ref, number=1).state == "ready"


def test_a_stop_in_the_middle_leaves_it_as_it_was(chosen, writer, second, monkeypatch):
    from lali.records.briefs.actions import fixing

    actions.make_copies(by=writer, ref=chosen.case.ref, number=1)
    before = KeptFile.objects.count()

    def killed(*_args, **_facts):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(fixing, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)
    assert (Brief.objects.get().state, KeptFile.objects.count()) == ("draft", before)
    actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)
    before = KeptFile.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(fixing, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.fix_brief(by=second, ref=chosen.case.ref, number=1)
    assert (Brief.objects.get().state, KeptFile.objects.count()) == ("ready", before)


def test_what_somebody_changed_meanwhile_is_not_put_up(chosen, writer, lead, monkeypatch):
    from lali.records.briefs.actions import fixing

    actions.make_copies(by=writer, ref=chosen.case.ref, number=1)
    whole = fixing._documents

    def slow(brief):
        made = whole(brief)
        actions.order_items(by=lead, ref=brief.case.ref, number=1, places={})
        return made

    monkeypatch.setattr(fixing, "_documents", slow)
    with pytest.raises(actions.BriefHasMoved):
        actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)


def test_the_journal_tells_the_whole_life(fixed, lead):
    from django.utils import timezone

    actions.hand_over_brief(
        by=lead, ref=fixed.case.ref, number=1, to="Office of the prosecutor", at=timezone.now(), receipt="R 12"
    )
    verbs = list(Entry.objects.about(fixed.subject).order_by("index").values_list("verb", flat=True))
    assert verbs[0] == "brief.begun"
    assert [verb for verb in verbs if verb in {"brief.put_up", "brief.fixed", "brief.handed_over"}] == [
        "brief.put_up",
        "brief.fixed",
        "brief.handed_over",
    ]
    entry = Entry.objects.get(verb="brief.fixed")
    assert entry.facts["manifest"] == Brief.objects.get().manifest_sha256
    assert "prosecutor" not in str(Entry.objects.get(verb="brief.handed_over").facts)


def test_a_new_version_is_a_new_brief_that_points_to_the_former(fixed, writer):
    again = actions.begin_brief(
        by=writer, ref=fixed.case.ref, title="Again", kind="evidence", language="fr", replaces=1
    )
    assert (again.number, again.replaces) == (2, fixed)
    assert again.items.count() == fixed.items.count()
    assert again.items.get(source="E-002").redactions.count() == fixed.items.get(source="E-002").redactions.count()
    assert not again.files.exists()
    with pytest.raises(Http404):
        actions.begin_brief(by=writer, ref=fixed.case.ref, title="x", kind="evidence", language="en", replaces=2)


# -- what leaves -----------------------------------------------------------------------------------------------------


def test_the_folder_checks_out_with_ours_and_by_itself(folder):
    report = verify_bundle(folder, trusted=[log_verifier()])
    assert report.ok, report.first_broken
    assert verify_bundle(folder.parent / "folder.zip", trusted=[log_verifier()]).ok
    alone = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0, alone.stdout
    summed = subprocess.run(["sha256sum", "-c", "MANIFEST.sha256"], cwd=folder, capture_output=True, check=False)
    assert summed.returncode == 0
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"index.html", "brief.pdf", "brief.docx", "verify.py", "custody/E-001.json"} <= names
    assert {name for name in names if name.startswith("exhibits/")} == {
        "exhibits/E-001-covered.txt",
        "exhibits/E-002-covered.png",
        "exhibits/E-003-covered.pdf",
    }


def test_no_name_of_a_possible_victim_leaves_in_any_form(folder, victim):
    told = texts_in(folder)
    for part in (NAME, *NAME.split()):
        if len(part) > 3:
            assert part.casefold() not in told.casefold(), part
    assert victim.code_name in told
    assert SUSPECT in told


def test_nothing_that_was_covered_leaves_in_any_form(folder):
    told = texts_in(folder)
    for secret in ("SECRET FACE", "SECRET LETTER", "no money"):
        assert secret.casefold() not in told.casefold()
    with Image.open(folder / "exhibits/E-002-covered.png") as picture:
        assert not picture.info
        assert all(picture.getpixel((x, 70)) == (0, 0, 0) for x in range(0, 640, 5))
    chat = (folder / "exhibits/E-001-covered.txt").read_text()
    assert "[third party]" in chat
    assert "pay 300 first" in chat


def test_the_folder_is_always_the_same_and_every_original_in_it_is_in_custody(fixed, lead, writer, material):
    folders = [b"".join(actions.take_out_folder(by=lead, ref=fixed.case.ref, number=1)[1]) for _time in range(2)]
    assert folders[0] == folders[1]
    again = actions.begin_brief(by=writer, ref=material.ref, title="x", kind="evidence", language="en")
    actions.choose_items(by=writer, ref=material.ref, number=2, choices=[actions.Choice("E-004", "included")])
    actions.put_up_brief(by=writer, ref=material.ref, number=2)
    actions.fix_brief(by=lead, ref=material.ref, number=2)
    tool = next(one for one in material_of(material) if one.source == "E-004").exhibit
    before = tool.custody.filter(kind="copied").count()
    name, pieces = actions.take_out_folder(by=lead, ref=material.ref, number=2)
    assert tool.custody.filter(kind="copied").count() == before + 1
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.read("exhibits/E-004.bin").startswith(b"MZ")
    assert name == f"{again.case.ref}-B-002.zip"


def test_a_broken_seal_stops_the_folder(fixed, lead, exhibits, material, writer, second):
    actions.begin_brief(by=writer, ref=material.ref, title="x", kind="evidence", language="en")
    actions.choose_items(by=writer, ref=material.ref, number=2, choices=[actions.Choice("E-004", "included")])
    actions.put_up_brief(by=writer, ref=material.ref, number=2)
    actions.fix_brief(by=second, ref=material.ref, number=2)
    exhibit = Brief.objects.get(number=2).items.get().exhibit
    path = exhibits / exhibit.address[:2] / exhibit.address[2:]
    path.chmod(0o600)
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    from lali.engines.custody import SealBroken

    with pytest.raises((SealBroken, OriginalChanged)):
        list(actions.take_out_folder(by=lead, ref=material.ref, number=2)[1])


def test_the_schedules_are_for_whom_they_are(material, writer, second):
    secret = "An informer gave this"
    for number, kind in ((1, "evidence"), (2, "disclosure")):
        actions.begin_brief(by=writer, ref=material.ref, title="x", kind=kind, language="en")
        choices = [
            actions.Choice("E-001", "included"),
            actions.Choice("E-002", "withheld", "Privileged letter"),
            actions.Choice("E-003", "unused", "Says nothing"),
            actions.Choice("E-004", "unused", secret, sensitive=True),
            *(actions.Choice(one.source, "included") for one in material_of(material) if one.kind == "event"),
        ]
        actions.choose_items(by=writer, ref=material.ref, number=number, choices=choices)
        actions.put_up_brief(by=writer, ref=material.ref, number=number)
        actions.fix_brief(by=second, ref=material.ref, number=number)
    papers = [bytes_of(Brief.objects.get(number=n).files.get(name="brief.pdf")) for n in (1, 2)]
    for paper in papers:
        assert "Privileged letter" in pdf_text(paper)
        assert "Says nothing" in pdf_text(paper)
    assert secret in pdf_text(papers[0])
    assert secret not in pdf_text(papers[1])
    assert "E-004" not in pdf_text(papers[1])
    assert "sensitive" not in pdf_text(papers[1]).casefold()


def test_the_index_names_the_true_pages(fixed):
    read = pypdf.PdfReader(io.BytesIO(bytes_of(fixed.files.get(name="brief.pdf"))))
    assert len(read.pages) == fixed.pages
    pages = [" ".join(page.extract_text().split()) for page in read.pages]
    index = next(page for page in pages[2:] if "Index Number What it is" in page)
    true = next(at for at, page in enumerate(pages, 1) if "exhibits/E-003-covered.pdf" in page)
    row = index[index.index("E-003") :]
    assert f"covered in part {true} " in f"{row} ", row


def test_the_document_speaks_the_language_of_the_brief(material, writer, second):
    from django.utils import translation

    actions.begin_brief(by=writer, ref=material.ref, title="Dossier", kind="evidence", language="fr")
    actions.choose_items(by=writer, ref=material.ref, number=1, choices=[actions.Choice("E-004", "included")])
    with translation.override("en"):
        actions.put_up_brief(by=writer, ref=material.ref, number=1)
    brief = Brief.objects.get()
    assert '<html lang="fr">' in bytes_of(brief.files.get(name="index.html")).decode()
    read = docx.Document(io.BytesIO(bytes_of(brief.files.get(name="brief.docx"))))
    assert read.core_properties.language == "fr-FR"


def test_a_released_name_stands(chosen, writer, lead, second, victim):
    actions.release_name(by=lead, ref=chosen.case.ref, number=1, person_id=victim.pk, reason="She wants it")
    actions.make_copies(by=writer, ref=chosen.case.ref, number=1)
    actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)
    assert NAME in pdf_text(bytes_of(chosen.files.get(name="brief.pdf")))


def test_a_draft_says_that_it_is_one(chosen, writer, reader):
    name, data = actions.take_out_draft(by=writer, ref=chosen.case.ref, number=1)
    assert name.endswith("-draft.pdf")
    assert "DRAFT" in pdf_text(data)
    with pytest.raises((PermissionDenied, Http404)):
        actions.take_out_draft(by=reader, ref=chosen.case.ref, number=1)


# -- who is known as a possible victim only later --------------------------------------------------------------------


def test_a_victim_who_was_removed_from_the_case_is_covered_all_the_same(chosen, lead, writer, victim):
    from lali.records.cases.actions import remove_person

    ref = chosen.case.ref
    chosen.case.team.filter(member=lead).update(may_remove=True)
    remove_person(by=lead, ref=ref, person_id=victim.pk, reason="Of another case")
    actions.make_copies(by=writer, ref=ref, number=1)
    actions.put_up_brief(by=writer, ref=ref, number=1)
    told = pdf_text(bytes_of(chosen.files.get(name="brief.pdf")))
    assert "Inventedlady" not in told
    assert victim.code_name in told


def recognise(case, lead):
    from lali.records.cases.actions import recognise_as_victim

    suspect = case.persons.get(role="suspect").person
    recognise_as_victim(by=lead, ref=case.ref, person_id=suspect.pk, reason="Forced")
    return suspect


def test_who_is_recognised_after_it_was_put_up_stands_in_no_fixed_brief(put_up, lead, second, writer):
    ref = put_up.case.ref
    person = recognise(put_up.case, lead)
    with pytest.raises(actions.NameMustNotLeave):
        actions.take_out_file(by=second, ref=ref, number=1, name="brief.pdf")
    with pytest.raises(actions.NameIsShutNow):
        actions.fix_brief(by=second, ref=ref, number=1)
    brief = Brief.objects.get()
    assert (brief.state, brief.shield) == ("draft", [])
    assert "became known" in brief.sent_back_why
    with pytest.raises(actions.CopiesAreOld):
        actions.put_up_brief(by=writer, ref=ref, number=1)
    assert actions.make_copies(by=writer, ref=ref, number=1) == 0
    actions.put_up_brief(by=writer, ref=ref, number=1)
    actions.fix_brief(by=second, ref=ref, number=1)
    assert "Madeupman" not in pdf_text(bytes_of(Brief.objects.get().files.get(name="brief.pdf")))
    assert person.code_name in pdf_text(bytes_of(Brief.objects.get().files.get(name="brief.pdf")))


def test_a_copy_made_before_somebody_was_recognised_does_not_go_in(exhibits, case, lead, second, writer):
    from lali.records.cases.actions import add_person

    ref = case.ref
    add_person(by=lead, ref=ref, name=SUSPECT, role="suspect")
    chat = io.BytesIO(b"Madeupman: hello secret\n")
    take_in_exhibit(by=lead, ref=ref, file_name="chat.txt", source=chat, acquisition=Acquisition(title="chat"))
    brief = actions.begin_brief(by=writer, ref=ref, title="t", kind="evidence", language="en")
    actions.choose_items(by=writer, ref=ref, number=1, choices=[actions.Choice("E-001", "included")])
    actions.cover_phrase(by=writer, ref=ref, number=1, phrase="secret", reason="safety")
    actions.make_copies(by=writer, ref=ref, number=1)
    assert b"Madeupman" in bytes_of(brief.items.get().copy)
    recognise(case, lead)
    with pytest.raises(actions.CopiesAreOld):
        actions.put_up_brief(by=writer, ref=ref, number=1)
    assert Entry.objects.get(verb="brief.copies_let_go").facts == {"exhibits": ["E-001"]}
    with pytest.raises(actions.CopiesAreMissing):
        actions.put_up_brief(by=writer, ref=ref, number=1)
    actions.make_copies(by=writer, ref=ref, number=1)
    assert b"Madeupman" not in bytes_of(brief.items.get().copy)
    assert actions.put_up_brief(by=writer, ref=ref, number=1).state == "ready"


def test_a_fixed_folder_does_not_leave_once_somebody_in_it_is_recognised(fixed, lead, writer, second):
    ref = fixed.case.ref
    b"".join(actions.take_out_folder(by=lead, ref=ref, number=1)[1])
    recognise(fixed.case, lead)
    with pytest.raises(actions.NameMustNotLeave, match="new version"):
        actions.take_out_folder(by=lead, ref=ref, number=1)
    with pytest.raises(actions.NameMustNotLeave):
        actions.take_out_file(by=lead, ref=ref, number=1, name="brief.docx")
    actions.begin_brief(by=writer, ref=ref, title="Again", kind="evidence", language="en", replaces=1)
    actions.make_copies(by=writer, ref=ref, number=2)
    actions.put_up_brief(by=writer, ref=ref, number=2)
    actions.fix_brief(by=second, ref=ref, number=2)
    assert b"".join(actions.take_out_folder(by=lead, ref=ref, number=2)[1])


def test_what_the_shield_keeps_of_a_name_tells_nothing_and_goes_with_the_key(fixed, lead, victim):
    from lali.records.briefs.shut import not_yet_shut, shield_digests
    from lali.records.cases.actions import erase_person

    assert len(fixed.shield) == 1
    assert fixed.shield == shield_digests(fixed)
    assert not_yet_shut(fixed, fixed.shield, [], None, {"a": 1}) == [False, True, True, True]
    erase_person(by=lead, ref=fixed.case.ref, person_id=victim.pk)
    assert shield_digests(fixed) == []
    assert b"".join(actions.take_out_folder(by=lead, ref=fixed.case.ref, number=1)[1])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ana Seashell", "IMG_Ana_Seashell.jpg"),
        ("Xu Li", "Ms Xu said"),
        ("Anne-Marie Madeup", "Anne said"),
        ("王小明", "小明 flew"),
        ("Siti Inventedlady", "S\u200biti flew"),
        ("Łucja Đặng", "Lucja flew"),
    ],
)
def test_the_shield_finds_names_however_they_are_written(name, text, case, lead):
    from lali.records.briefs.names import shield_of
    from lali.records.cases.actions import add_person

    person = add_person(by=lead, ref=case.ref, name=name, role="victim", reason="x").person
    brief = actions.begin_brief(by=lead, ref=case.ref, title="t", kind="evidence", language="en")
    assert person.code_name in shield_of(brief).text(text)
    assert shield_of(brief).text("The suspect paid for it in May.") == "The suspect paid for it in May."
