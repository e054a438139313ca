"""What the configuration adds to a case: kinds, a template's first steps, answers to extra fields."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from lali.records.audit.models import Entry
from lali.records.cases import actions, queries
from lali.records.cases.kinds import UnknownKind, kind_word, kinds_offered
from lali.records.cases.models import CaseExtras
from lali.records.changes import opened_changes
from lali.records.configuration.actions import change_configuration, load_shipped
from lali.records.configuration.answers import AnswerIsWrong
from lali.records.configuration.queries import in_force

SECRET = "Quartzfinder answers after nine"


@pytest.fixture
def configured(agency):
    return load_shipped(by="node", country="FJ")


def reword(administrator, old, new):
    now = in_force()
    return change_configuration(by=administrator, base=now.number, text=now.text.replace(old, new, 1), why="Test")


def describe(member, case, **answers):
    case.refresh_from_db()
    facts = {"title": case.title, "kind": case.kind, "summary": case.summary, "state": case.state}
    return actions.describe_case(by=member, ref=case.ref, version=case.version, **facts, answers=answers)


def test_without_a_configuration_the_kinds_are_those_of_the_program(agency):
    assert kinds_offered()[0] == ("fake_job", "Fake job abroad")
    assert kind_word("nothing_known") == "nothing_known"


def test_a_case_begins_with_the_first_steps_of_its_kind(configured, lead):
    case = actions.open_case(by=lead, title="x", kind="scam_centre")
    template = configured and in_force().configuration.template_for("scam_centre", timezone.localdate())
    tasks = list(case.tasks.order_by("pk"))
    assert [task.title for task in tasks] == [step.words["en"] for step in template.steps]
    assert tasks[0].due_on == timezone.localdate()
    assert tasks[0].assignee == lead
    assert tasks[0].priority == "urgent"
    assert tasks[0].note.startswith("Agree on a safe way")
    assert list(tasks[1].after.all()) == [tasks[0]]
    extras = CaseExtras.objects.get(case=case)
    assert (extras.template, extras.configuration) == ("scam_centre", 1)
    entry = Entry.objects.get(verb="case.template_applied")
    clocks = len(template.deadlines)
    assert entry.facts == {"template": "scam_centre", "version": 1, "tasks": len(tasks), "deadlines": clocks}


def test_the_clocks_of_a_template_are_deadlines_with_their_basis(configured, lead):
    case = actions.open_case(by=lead, title="x", kind="scam_centre")
    template = in_force().configuration.template_for("scam_centre", timezone.localdate())
    kept = next(one for one in template.deadlines if one.code == "preservation_ends")
    deadlines = {one.first_words: one for one in case.deadlines.all()}
    assert set(deadlines) == {one.words["en"] for one in template.deadlines}
    ends = deadlines[kept.words["en"]]
    assert (ends.kind, ends.basis, ends.length, ends.unit) == ("preservation", kept.source, 80, "days")
    assert ends.note == f"{kept.words['en']}\n{kept.note['en']}"
    assert (ends.started_at, ends.confirmed_at, ends.assignee) == (case.opened_at, None, None)
    assert timezone.localdate(ends.due_at) == timezone.localdate() + timedelta(days=80)
    assert deadlines["First review with the supervisor"].kind == "other"
    assert Entry.objects.filter(verb="deadline.set").count() == len(template.deadlines)


def test_first_steps_are_in_the_language_of_who_opens(configured, lead):
    lead.language = "fr"
    case = actions.open_case(by=lead, title="x", kind="scam_centre")
    assert case.tasks.order_by("pk")[0].title.startswith("La sécurité d’abord")


def test_without_template_when_not_wanted_or_not_there(configured, lead):
    assert not actions.open_case(by=lead, title="x", kind="scam_centre", with_template=False).tasks.exists()
    assert not actions.open_case(by=lead, title="x", kind="other").tasks.exists()


def test_a_case_remembers_the_version_of_its_template(configured, lead, administrator):
    case = actions.open_case(by=lead, title="x", kind="fake_job")
    was = queries.extras_of(case).template
    reword(administrator, was.steps[1].words["en"], "Something quite else")
    again = queries.extras_of(case)
    assert (again.template, again.version) == (was, 1)
    newer = actions.open_case(by=lead, title="y", kind="fake_job")
    assert newer.tasks.order_by("pk")[1].title == "Something quite else"


def test_an_agency_adds_words_and_retires_kinds(configured, lead, administrator):
    entry = 'code = "fake_job"\nwords.en = "Fake job abroad"\nwords.fr = "Faux emploi à l’étranger"\n'
    new = '\n[[lists.entries]]\ncode = "fishing_boat"\nwords.en = "Held on a boat"\nwords.fr = "Retenu sur un bateau"\n'
    case = actions.open_case(by=lead, title="x", kind="fake_job", with_template=False)
    reword(administrator, entry, entry + "retired_on = 2026-01-01\n" + new)
    codes = [code for code, _words in kinds_offered()]
    assert "fishing_boat" in codes
    assert "fake_job" not in codes
    assert actions.open_case(by=lead, title="y", kind="fishing_boat").get_kind_display() == "Held on a boat"
    with pytest.raises(UnknownKind):
        actions.open_case(by=lead, title="z", kind="fake_job")
    describe(lead, case)  # stays of its kind
    with translation.override("fr"):
        assert case.get_kind_display() == "Faux emploi à l’étranger"


def test_answers_are_kept_and_journalled(configured, lead):
    case = actions.open_case(by=lead, title="x", kind="fake_job", with_template=False)
    describe(lead, case, sector="fishing", channels=["facebook", "telegram"], still_held="yes", money_lost="350.50")
    case = describe(lead, case, sector="care", departed_on="2026-11-03")
    assert dict(queries.extras_of(case).told) == {
        "Sector of exploitation": "Care and health",
        "How people were recruited": "Facebook post or group, Telegram",
        "Is anybody still held?": "Yes",
        "Money lost, in local currency": "350.5",
        "Day of departure": "Nov. 3, 2026",
    }
    changed = Entry.objects.filter(verb="case.described").order_by("-index")[0].facts["changed"]
    assert changed == {"extra.sector": ["fishing", "care"], "extra.departed_on": ["", "2026-11-03"]}


def test_a_victims_answer_stands_nowhere_in_clear(configured, lead):
    case = actions.open_case(by=lead, title="x", kind="fake_job", with_template=False)
    case = describe(lead, case, safe_contact=SECRET)
    assert queries.extras_of(case).answers == {"safe_contact": SECRET}
    row = str(CaseExtras.objects.values_list().get(case=case)) + str(list(Entry.objects.values_list()))
    assert "Quartzfinder" not in row
    entry = Entry.objects.filter(verb="case.described").order_by("-index")[0]
    shown = opened_changes(entry.facts["changed"], key=case.key())
    assert [(change.field, change.new) for change in shown] == [("extra.safe_contact", SECRET)]
    assert opened_changes(entry.facts["changed"], key=None)[0].new is None
    case = describe(lead, case, safe_contact="")
    assert bytes(CaseExtras.objects.get(case=case).sealed_answers) == b""


@pytest.mark.parametrize(
    "answers",
    [
        {"sector": "nothing"}, {"channels": ["facebook", "nothing"]}, {"still_held": "perhaps"}, {"money_lost": "much"},
        {"money_lost": "1e999"}, {"money_lost": "NaN"}, {"departed_on": "yesterday"}, {"safe_contact": "x" * 3000},
        {"sector": ["fishing", "care"]},
    ],
)  # fmt: skip
def test_answers_that_do_not_fit_are_refused(configured, lead, answers):
    case = actions.open_case(by=lead, title="x", kind="fake_job", with_template=False)
    with pytest.raises(AnswerIsWrong):
        describe(lead, case, **answers)
    assert not CaseExtras.objects.filter(case=case).exists()


def test_answers_to_fields_of_another_kind_are_not_taken(configured, lead):
    case = actions.open_case(by=lead, title="x", kind="fake_job", with_template=False)
    case = describe(lead, case, school="A school", nothing="x")
    assert queries.extras_of(case).answers == {}


def test_a_retired_field_keeps_its_answers(configured, lead, administrator):
    case = actions.open_case(by=lead, title="x", kind="fake_job", with_template=False)
    describe(lead, case, sector="fishing")
    reword(administrator, '[[fields]]\ncode = "sector"\n', '[[fields]]\ncode = "sector"\nretired_on = 2026-01-01\n')
    case = describe(lead, case, sector="care", still_held="no")
    extras = queries.extras_of(case)
    assert extras.answers == {"sector": "fishing", "still_held": "no"}
    assert "sector" not in {one.code for one in extras.asked}


def test_two_who_answer_at_once_lose_nothing(configured, lead):
    case = actions.open_case(by=lead, title="x", kind="fake_job", with_template=False)
    version = case.version
    describe(lead, case, sector="fishing")
    with pytest.raises(actions.CaseHasMoved):
        actions.describe_case(
            by=lead, ref=case.ref, version=version, title="x", kind="fake_job", summary="", state="open", answers={"sector": "care"}
        )  # fmt: skip
