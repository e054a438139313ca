"""What stands around a restricted exhibit: its passages, what was made from it, the same file, words said of it."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.cases.access import case_for
from lali.records.cases.actions import put_on_team
from lali.records.cases.queries import changes_in, journal_of
from lali.records.elements import forgetting
from lali.records.elements.models import Proof
from lali.records.evidence import actions
from lali.records.evidence.actions import Acquisition
from lali.records.evidence.actions.custody import say_made_from
from lali.records.evidence.actions.restricting import note
from lali.records.evidence.models import CustodyEvent, Exhibit, RestrictedOpening, Restriction
from lali.records.evidence.queries import passages_of, restricted_shown
from lali.records.evidence.vocabulary import CustodyKind, Purpose
from lali.records.lookup.queries import everything_found

CANARY = "canaryword"


@pytest.fixture
def take(exhibits, case, lead):
    def take(data=b"invented bytes", file_name="one.txt", by=lead, **said):
        source = io.BytesIO(data)
        return actions.take_in_exhibit(
            by=by, ref=case.ref, file_name=file_name, source=source, acquisition=Acquisition(**said)
        )

    return take


@pytest.fixture
def writer(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    return colleague


@pytest.fixture
def restrict(case, writer):
    def restrict(exhibit):
        return actions.restrict_exhibit(by=writer, ref=case.ref, number=exhibit.number)

    return restrict


@pytest.fixture
def lift(case, writer, lead):
    def lift(exhibit):
        asked = actions.ask_opening(
            by=writer, ref=case.ref, number=exhibit.number, purpose=Purpose.LIFT, why="No", minutes=5, session="s"
        )
        actions.decide_opening(by=lead, opening_id=asked.pk, allowed=True)

    return lift


def is_restricted(exhibit):
    return Exhibit.objects.get(pk=exhibit.pk).restricted_at is not None


class TestPassages:
    @pytest.fixture
    def cited(self, take, case, lead):
        said = {"locator": f"{CANARY} page", "quote": f"{CANARY} words", "note": f"{CANARY} note"}
        exhibit = take()
        actions.cite_passage(by=lead, ref=case.ref, source=exhibit.ref, **said)
        return exhibit

    def test_say_nothing_until_it_is_lifted(self, cited, case, restrict, lift):
        restrict(cited)
        [shown] = passages_of(case)
        assert (shown.locator, shown.quote, shown.note, shown.source_ref) == ("", "", "", "E-001")
        lift(cited)
        [shown] = passages_of(case)
        assert CANARY in shown.quote

    def test_are_not_found_until_it_is_lifted(self, cited, writer, restrict, lift):
        def found():
            return [one for one in everything_found(writer, CANARY).results if one.kind == "passage"]

        assert found()
        restrict(cited)
        assert not found()
        lift(cited)
        assert found()


class TestJournal:
    def test_old_words_are_a_lead_s(self, take, case, lead, writer, restrict):
        exhibit = take()
        acquisition = Acquisition(title=f"{CANARY} title")
        actions.describe_exhibit(by=lead, ref=case.ref, number=exhibit.number, acquisition=acquisition)
        said = lambda member: str(changes_in(opened := case_for(member, case.ref), journal_of(opened)))  # noqa: E731
        assert CANARY in said(writer)
        restrict(exhibit)
        assert CANARY not in said(writer)
        assert CANARY in said(lead)


class TestWhatFollows:
    def test_what_was_made_from_it_and_the_same_file_are_restricted_with_it(self, take, case, lead, restrict):
        first, child, grandchild, twin, other = (take(data) for data in (b"a", b"b", b"c", b"a", b"d"))
        for one, parent in ((child, first), (grandchild, child)):
            say_made_from(by=lead, ref=case.ref, number=one.number, parent=parent.number, how="member")
        restrict(first)
        assert all(map(is_restricted, (first, child, grandchild, twin)))
        assert not is_restricted(other)
        assert grandchild.custody.filter(kind=CustodyKind.RESTRICTED).count() == 1

    def test_what_is_made_from_it_later_too(self, take, case, lead, restrict):
        first, child = take(b"a"), take(b"b", title=f"{CANARY} frame")
        restrict(first)
        say_made_from(by=lead, ref=case.ref, number=child.number, parent=first.number, how="member", tool=CANARY)
        assert is_restricted(child)
        assert Exhibit.objects.get(pk=child.pk).made_with == ""

    def test_and_the_same_file_when_it_comes_again(self, take, restrict):
        restrict(take(b"a"))
        assert is_restricted(take(b"a"))

    def test_a_part_that_is_taken_out_while_it_is_restricted(self, take, case, lead, restrict, monkeypatch):
        from lali.records.evidence.actions import viewing

        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("inside.txt", "words")
        exhibit = take(packed.getvalue(), "a.zip")
        seal = viewing.seal_exhibit

        def sealed(**facts):
            restrict(exhibit)
            return seal(**facts)

        monkeypatch.setattr(viewing, "seal_exhibit", sealed)
        part = actions.take_out_part(by=lead, ref=case.ref, number=exhibit.number, inside=(1,))
        assert is_restricted(part)

    def test_how_it_was_made_stays_under_seal_and_is_there_after_lifting(self, take, case, writer, restrict, lift):
        exhibit, source = take(b"a"), take(b"b")
        restrict(exhibit)
        say_made_from(by=writer, ref=case.ref, number=exhibit.number, parent=source.number, how="copy", tool=CANARY)
        exhibit.refresh_from_db()
        assert exhibit.made_with == ""
        assert CANARY not in str(list(journal_of(case).values_list("line", flat=True)))
        lift(exhibit)
        exhibit.refresh_from_db()
        assert exhibit.made_with == CANARY


class TestOpening:
    @pytest.fixture
    def opened(self, take, case, lead, writer, restrict):
        exhibit = restrict(take())
        asked = actions.ask_opening(
            by=writer, ref=case.ref, number=exhibit.number, purpose=Purpose.COPY, why="x", minutes=60, session="s"
        )
        actions.decide_opening(by=lead, opening_id=asked.pk, allowed=True)
        return exhibit

    def test_ends_with_the_right_to_ask(self, opened, case, lead, writer):
        actions.copy_out(by=writer, ref=case.ref, number=opened.number, session="s")[1].close()
        put_on_team(by=lead, ref=case.ref, member=writer, level="read")
        with pytest.raises((PermissionDenied, Http404)):
            actions.copy_out(by=writer, ref=case.ref, number=opened.number, session="s")


class TestWordsOfCustodyAndPurposes:
    """What people typed beside a restricted exhibit is under seal too, and comes back."""

    def rows(self):
        tables = (CustodyEvent, Restriction, RestrictedOpening, Proof, Exhibit)
        return "\n".join(str(row) for table in tables for row in table.objects.values_list())

    def test_notes_of_custody_and_why_it_was_restricted(self, take, case, lead, writer, lift):
        exhibit = take()
        exhibit.custody.update(note=f"{CANARY} before")
        actions.restrict_exhibit(by=writer, ref=case.ref, number=exhibit.number, why=f"{CANARY} why")
        exhibit.refresh_from_db()
        note(lead, exhibit, CustodyKind.CHECKED, facts={}, words=f"{CANARY} after")
        asked = actions.ask_opening(
            by=writer,
            ref=case.ref,
            number=exhibit.number,
            purpose=Purpose.VIEW,
            why=f"{CANARY} x",
            minutes=5,
            session="s",
        )
        assert CANARY not in self.rows()
        assert asked.said == f"{CANARY} x"
        shown = restricted_shown(lead, case_for(lead, case.ref), exhibit, "s")
        assert (shown.why, set(shown.noted)) == (f"{CANARY} why", {f"{CANARY} before", f"{CANARY} after"})
        other = restricted_shown(writer, case_for(writer, case.ref), exhibit, "s")
        assert (other.why, other.noted, other.details) == ("", (), None)
        lift(exhibit)
        assert set(exhibit.custody.exclude(note="").values_list("note", flat=True)) == {
            f"{CANARY} before", f"{CANARY} after",
        }  # fmt: skip
        assert exhibit.restrictions.get().why == f"{CANARY} why"

    def test_notes_beside_proofs(self, take, restrict, lift, monkeypatch, case, lead):
        exhibit = take()
        rows = [SimpleNamespace(note=f"{CANARY} note", withdrawn_why="", save=lambda **_: None)]

        class Rows(list):
            def update(self, **values):
                for row in self:
                    vars(row).update(values)

        monkeypatch.setattr(forgetting, "_resting_on", lambda _exhibit: Rows(rows))
        restrict(exhibit)
        assert rows[0].note == ""
        assert CANARY not in self.rows()
        lift(exhibit)
        assert rows[0].note == f"{CANARY} note"
        forgetting.give_back_notes(exhibit, {"proofs": "no JSON"})
