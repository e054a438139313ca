"""Every tip ends in a case, a referral or a closing, and nobody loses a colleague's work."""

import os

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from lali.engines.exchange import ReporterKeys, new_letter_key, seal_letter
from lali.records.entities.models import Mention
from lali.records.letterbox.actions import TooLong, receive_answer
from lali.records.letterbox.models import Letter, Report
from lali.records.letterbox.queries import conversation
from lali.records.letterbox.vocabulary import ReportState
from lali.records.tips.actions import (
    NothingToSay,
    NoWayBack,
    TipHasMoved,
    accept_tip,
    ask_reporter,
    close_tip,
    collect_reports,
    receive_tip,
    refer_tip,
)
from lali.records.tips.models import Tip, TipLetter
from lali.records.tips.vocabulary import CloseReason, TipSource, TipState

BOTH = {"databases": ["default", "letterbox"]}


def close(by, tip, **more):
    facts = {"version": tip.version, "reason": CloseReason.NOT_ENOUGH, "note": "Nothing to act on"} | more
    return close_tip(by=by, number=tip.number, **facts)


def decisions(tip):
    return {
        "close": lambda by: close(by, tip),
        "refer": lambda by: refer_tip(by=by, number=tip.number, version=tip.version, to="Shelter", note=""),
        "accept": lambda by: accept_tip(by=by, number=tip.number, version=tip.version),
    }


class TestReceiving:
    def test_signs_and_identifiers_are_read(self, tip_of):
        tip = tip_of()
        assert tip.reading["signs"]
        assert tip.risk == tip.reading["risk"]
        assert [mention.identifier.value for mention in Mention.objects.filter(record=tip.subject)] == ["+6794100142"]

    def test_numbers_run_in_each_agency_without_gaps(self, tip_of, stranger):
        assert [tip_of().number for _ in range(3)] == [1, 2, 3]
        assert tip_of(by=stranger).number == 1

    def test_an_empty_tip_is_refused(self, tip_of):
        with pytest.raises(NothingToSay):
            tip_of("  \n")
        assert not Tip.objects.exists()

    @pytest.mark.parametrize("who", ["auditor", "administrator"])
    def test_only_who_triages(self, who, request, agency):
        with pytest.raises(PermissionDenied):
            receive_tip(by=request.getfixturevalue(who), agency=agency, text="x", source=TipSource.PHONE)

    def test_not_into_another_agencys_queue(self, lead, other_agency):
        with pytest.raises(PermissionDenied):
            receive_tip(by=lead, agency=other_agency, text="x", source=TipSource.PHONE)


class TestDeciding:
    @pytest.mark.parametrize("decision", ["close", "refer", "accept"])
    def test_a_decision_is_kept_with_who_and_when(self, tip_of, lead, decision):
        tip = decisions(tip_of())[decision](lead)
        assert tip.state != TipState.NEW
        assert (tip.decided_by, tip.version) == (lead, 2)
        assert tip.decided_at is not None

    @pytest.mark.parametrize("first", ["close", "refer", "accept"])
    @pytest.mark.parametrize("second", ["close", "refer", "accept"])
    def test_the_second_decision_is_refused_and_changes_nothing(self, tip_of, lead, colleague, first, second):
        tip = tip_of()
        decisions(tip)[first](lead)
        before = Tip.objects.values().get(pk=tip.pk)
        with pytest.raises(TipHasMoved, match="Litia Coralgarden has decided"):
            decisions(tip)[second](colleague)
        assert Tip.objects.values().get(pk=tip.pk) == before

    def test_a_decision_on_a_version_nobody_saw_is_refused(self, tip_of, lead):
        with pytest.raises(TipHasMoved):
            close(lead, tip_of(), version=7)

    def test_a_referral_names_to_whom(self, tip_of, lead):
        tip = tip_of()
        with pytest.raises(NothingToSay):
            refer_tip(by=lead, number=tip.number, version=1, to=" ", note="")
        assert refer_tip(by=lead, number=tip.number, version=1, to=" Shelter ", note="").referred_to == "Shelter"

    def test_a_closing_has_a_reason(self, tip_of, lead):
        with pytest.raises(IntegrityError), transaction.atomic():
            close(lead, tip_of(), reason="")

    @pytest.mark.parametrize("who", ["auditor", "administrator", "stranger"])
    @pytest.mark.parametrize("decision", ["close", "refer", "accept"])
    def test_for_others_there_is_no_such_tip(self, tip_of, who, decision, request):
        tip = tip_of()
        with pytest.raises(Http404):
            decisions(tip)[decision](request.getfixturevalue(who))

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_two_at_once_and_one_decision_stands(self, tip_of, lead, colleague, at_once):
        tip = tip_of()
        done = at_once(lambda: close(lead, tip), lambda: decisions(tip)["refer"](colleague))
        won = [one for one in done if isinstance(one, Tip)]
        lost = [one for one in done if isinstance(one, TipHasMoved)]
        assert (len(won), len(lost)) == (1, 1)
        tip.refresh_from_db()
        assert (tip.state, tip.decided_by) == (won[0].state, won[0].decided_by)

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_many_at_once_get_numbers_without_gaps_or_doubles(self, tip_of, at_once, scan):
        done = at_once(*[lambda: tip_of("Call 410 0142")] * 8)
        assert sorted(tip.number for tip in done) == list(range(1, 9))
        assert len(set(Mention.objects.values_list("identifier", flat=True))) == 1


class TestCollecting:
    def collect(self, agency, by="node"):
        return collect_reports(by=by, agency=agency)

    def test_a_report_becomes_a_tip(self, agency, report_of):
        report = report_of("Call 410 0142", danger="yes")
        assert self.collect(agency) == 1
        tip = Tip.objects.get()
        assert (tip.text, tip.details) == ("Call 410 0142", {"danger": "yes"})
        assert (tip.source, tip.report_number, tip.received_at) == (TipSource.REPORT, report.pk, report.received_at)

    def test_collecting_again_changes_nothing(self, agency, report_of, scan):
        report = report_of()
        receive_answer(by="public", report=report, words="More")
        assert self.collect(agency) == 2
        before = scan(), list(Tip.objects.values()), list(TipLetter.objects.values())
        assert self.collect(agency) == 0
        assert (scan(), list(Tip.objects.values()), list(TipLetter.objects.values())) == before

    def test_a_stop_between_the_two_databases_is_mended_by_the_next_run(self, agency, report_of):
        report = report_of()
        receive_answer(by="public", report=report, words="More")
        self.collect(agency)
        Report.objects.update(collected=False)
        Letter.objects.update(collected=False)
        assert self.collect(agency) == 0
        assert (Tip.objects.count(), TipLetter.objects.count()) == (1, 1)
        assert not Report.objects.filter(collected=False).exists()
        assert not Letter.objects.filter(collected=False).exists()

    def test_what_is_sealed_to_another_key_stays_in_the_box(self, agency, report_of):
        report = report_of()
        _private, other = new_letter_key()
        Report.objects.update(sealed=seal_letter(b'{"text": "x"}', to=other, purpose="lali/report"))
        assert self.collect(agency) == 0
        report.refresh_from_db()
        assert not report.collected

    @pytest.mark.parametrize(
        "words",
        ["not JSON", "[]", '"x"', "{}", '{"text": ""}', '{"text": null}', "[" * 30_000, '{"text": 5}', "null", " "],
    )
    def test_a_report_that_is_not_as_we_write_them_stops_nobody(self, agency, report_of, words):
        report_of(words=words)
        private, public = new_letter_key()
        report_of("The next one", keys=ReporterKeys(os.urandom(32), private, public))
        assert self.collect(agency) == 2
        assert Tip.objects.filter(text="The next one").exists()

    def test_what_no_database_keeps_is_replaced(self, agency, report_of):
        report = report_of("Call\x004100142", **{"name": "a\x00b", "half": "\ud800", "n\x00": "x", "\ud800": "y"})
        receive_answer(by="public", report=report, words="x\x00y")
        assert self.collect(agency) == 2
        tip = Tip.objects.get()
        assert tip.text == "Call�4100142"
        assert set(tip.details) == {"name", "half", "n�", "?"}
        assert TipLetter.objects.get().words == "x�y"

    def test_reports_are_for_the_agency_that_runs_the_node(self, agency, other_agency, stranger, report_of):
        report_of()
        assert self.collect(other_agency, by=stranger) == 0
        with pytest.raises(PermissionDenied):
            self.collect(agency, by=stranger)
        assert not Tip.objects.exists()

    def test_only_who_triages(self, agency, auditor):
        with pytest.raises(PermissionDenied):
            self.collect(agency, by=auditor)

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_two_desks_opened_at_once_collect_once(self, agency, report_of, lead, colleague, at_once):
        report = report_of()
        receive_answer(by="public", report=report, words="More")
        done = at_once(*[lambda who=who: self.collect(agency, by=who) for who in (lead, colleague, lead, colleague)])
        assert sum(done) == 2
        assert (Tip.objects.count(), TipLetter.objects.count()) == (1, 1)


class TestAsking:
    @pytest.fixture
    def tip(self, agency, report_of):
        report_of()
        collect_reports(by="node", agency=agency)
        return Tip.objects.get()

    def test_the_reporter_reads_the_question_and_the_answer_comes_back(self, tip, lead, reporter, agency):
        ask_reporter(by=lead, number=tip.number, words="Where is she?")
        report = Report.objects.get()
        assert [letter.words for letter in conversation(report, reporter)] == ["Where is she?"]
        assert Tip.objects.get(pk=tip.pk).taken_up_after is not None
        receive_answer(by="public", report=report, words="Call her on 410 0143")
        collect_reports(by=lead, agency=agency)
        assert [letter.words for letter in tip.letters.all()] == ["Where is she?", "Call her on 410 0143"]
        values = {mention.identifier.value for mention in Mention.objects.filter(record=tip.subject)}
        assert values == {"+6794100142", "+6794100143"}

    def test_an_empty_question_is_refused(self, tip, lead):
        with pytest.raises(NothingToSay):
            ask_reporter(by=lead, number=tip.number, words=" ")

    def test_a_tip_by_telephone_has_no_way_back(self, tip_of, lead):
        with pytest.raises(NoWayBack):
            ask_reporter(by=lead, number=tip_of().number, words="Where is she?")

    def test_a_question_that_cannot_be_sent_is_not_kept_either(self, tip, lead):
        with pytest.raises(TooLong):
            ask_reporter(by=lead, number=tip.number, words="x" * 40_001)
        assert not TipLetter.objects.exists()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("who", ["auditor", "administrator", "stranger"])
    def test_others_cannot_ask(self, tip, who, request):
        with pytest.raises(Http404):
            ask_reporter(by=request.getfixturevalue(who), number=tip.number, words="Who are you?")
        assert not Letter.objects.exists()

    @pytest.mark.parametrize(
        ("decision", "shown"),
        [("close", ReportState.CLOSED), ("refer", ReportState.PASSED_ON), ("accept", ReportState.WORKING)],
    )
    def test_the_reporter_sees_what_became_of_it(self, tip, lead, decision, shown, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            decisions(tip)[decision](lead)
        assert Report.objects.get().state == shown
