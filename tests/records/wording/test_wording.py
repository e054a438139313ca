"""Words of a node: written by one, signed by another, never lost, never markup."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext, ngettext, override, pgettext, trans_real

import lali
from lali.engines.wording import Why, is_format
from lali.engines.wording import key_of as key_of_string
from lali.records.audit.models import Entry
from lali.records.wording import actions, keeping, overlay
from lali.records.wording.access import mark_of
from lali.records.wording.models import Edition, Wording
from lali.records.wording.pages import PAGES, page_of
from lali.records.wording.shipped import on_page, shipped, strings
from lali.records.wording.vocabulary import FORMS, LANGUAGES, OTHER_FORMS, SHIP_AS_DRAFTS, State, forms_of
from scripts import catalogues

WORDS = "Leave this page"


def key_of(english, context=""):
    return next(key for key, one in strings().items() if one.source[0] == english and one.context == context)


@pytest.fixture
def key():
    return key_of(WORDS)


def say(by, key, *texts, language="bi", seen=None):
    seen = mark_of(shipped(language).get(key, ())) if seen is None else seen
    return actions.save_wording(by=by, language=language, key=key, texts=texts, seen=seen)


def sign(by, key, *texts, language="bi"):
    return actions.sign_wording(by=by, language=language, key=key, seen=mark_of(texts))


@pytest.fixture
def spoken():
    """What a process says after its next look."""

    def spoken(english=WORDS, language="bi"):
        overlay.refresh()
        with override(language):
            return gettext(english)

    return spoken


# -- which strings there are -----------------------------------------------------------------------------------------


def test_every_string_stands_on_one_page_and_every_page_has_strings():
    assert sorted(key for page in PAGES for key in on_page(page.code)) == sorted(strings())
    assert len(strings()) > 400
    late = {"arrival", "dates", "more"}  # filled when the catalogues are next brought up to date, or never
    assert {page.code for page in PAGES if not on_page(page.code)} <= late


def test_what_no_visitor_meets_is_not_among_them():
    sources = {one.source[0] for one in strings().values()}
    assert "Save" not in sources or "lali/web/public/" in str(strings()[key_of("Save")].places)
    assert page_of(("lali/web/workspace/views/cases.py",)) == ""


def test_the_words_of_signs_are_strings_of_their_own():
    held = [one for one in strings().values() if one.context.startswith("sign: ")]
    assert held
    assert all(one.key in shipped("bi") for one in held)


def test_languages_and_plurals_are_those_of_the_catalogues():
    assert set(LANGUAGES) == set(catalogues.LANGUAGES)
    assert set(catalogues.PUBLIC) == SHIP_AS_DRAFTS
    for language in LANGUAGES:
        assert FORMS.get(language, OTHER_FORMS) == catalogues.PLURALS.get(language, (2, "(n != 1)"))
        assert all(len(texts) in {1, forms_of(language)} for texts in shipped(language).values())


# -- two persons -----------------------------------------------------------------------------------------------------


def test_words_reach_the_public_when_a_second_person_has_signed_them(supervisor, administrator, key, spoken):
    before = spoken()
    say(supervisor, key, "Aot naoia")
    assert spoken() == before
    sign(administrator, key, "Aot naoia")
    assert spoken() == "Aot naoia"
    assert spoken(language="en") == WORDS


def test_who_wrote_words_cannot_sign_them(supervisor, key):
    say(supervisor, key, "Aot naoia")
    with pytest.raises(actions.OwnWords):
        sign(supervisor, key, "Aot naoia")


def test_what_ships_can_be_signed_and_then_stands_over_a_later_release(supervisor, key, spoken):
    texts = shipped("bi")[key]
    row = sign(supervisor, key, *texts)
    assert (row.written_by, tuple(row.texts)) == ("program", texts)
    overlay.refresh()
    assert overlay.is_signed("bi", "", WORDS)
    assert spoken() == texts[0]


def test_new_words_for_a_signed_line_are_a_draft_and_the_signed_ones_stay_shown(supervisor, administrator, key, spoken):
    sign(supervisor, key, *shipped("bi")[key])
    shown = spoken()
    say(administrator, key, "Aot naoia")
    line = keeping.line_of(administrator, "bi", key)
    assert (line.state, line.texts, line.shown) == (State.DRAFT, ("Aot naoia",), (shown,))
    assert spoken() == shown
    sign(supervisor, key, "Aot naoia")
    assert spoken() == "Aot naoia"
    assert [row.texts for row in keeping.earlier_words(supervisor, "bi", key)] == [[shown]]


def test_signed_words_are_taken_back_at_once_by_one_person(supervisor, administrator, key, spoken):
    before = spoken()
    say(supervisor, key, "Nogud")
    sign(administrator, key, "Nogud")
    assert spoken() == "Nogud"
    actions.take_back_wording(by=supervisor, language="bi", key=key)
    assert spoken() == before
    assert not overlay.is_signed("bi", "", WORDS)
    with pytest.raises(actions.NotShown):
        actions.take_back_wording(by=supervisor, language="bi", key=key)


def test_nobody_signs_what_they_have_not_read(supervisor, administrator, key):
    say(supervisor, key, "Aot naoia")
    with pytest.raises(actions.ChangedMeanwhile):
        sign(administrator, key, *shipped("bi")[key])
    say(supervisor, key, "Aot kwik", seen=mark_of(["Aot naoia"]))
    done = actions.sign_page(by=administrator, language="bi", page="every", seen={key: mark_of(["Aot naoia"])})
    assert done.signed == 0
    assert done.changed >= 1


def test_a_page_is_signed_line_by_line_but_for_own_words(supervisor, administrator):
    keys = on_page("home")
    say(supervisor, keys[0], "Mi raetem hemia")
    lines = keeping.page_lines(supervisor, "bi", "home")
    seen = {line.key: line.mark for line in lines}
    done = actions.sign_page(by=supervisor, language="bi", page="home", seen=seen)
    assert (done.signed, done.own, done.changed) == (len(keys) - 1, 1, 0)
    done = actions.sign_page(by=administrator, language="bi", page="home", seen=seen)
    assert (done.signed, done.own, done.changed) == (1, 0, 0)
    with pytest.raises(actions.NothingToSign):
        actions.sign_page(by=administrator, language="bi", page="home", seen=seen)
    assert {line.state for line in keeping.page_lines(supervisor, "bi", "home")} == {State.SIGNED}


def test_a_draft_is_sent_back_with_a_reason_and_can_still_be_signed(supervisor, administrator, key, spoken):
    say(supervisor, key, "Aot naoia")
    send = {"language": "bi", "key": key, "seen": mark_of(["Aot naoia"])}
    for by, why, refused in (
        (supervisor, "No", actions.OwnWords),
        (administrator, "  ", actions.NoReason),
        (administrator, "x" * 600, None),
    ):
        if refused:
            with pytest.raises(refused):
                actions.send_back_wording(by=by, why=why, **send)
        else:
            assert len(actions.send_back_wording(by=by, why=why, **send).why) == 500
    line = keeping.line_of(supervisor, "bi", key)
    assert (line.waits_for(supervisor), line.waits_for(administrator)) == (True, False)
    assert keeping.lines_to_sign(administrator) == 0
    with pytest.raises(actions.ChangedMeanwhile):
        actions.send_back_wording(by=administrator, why="No", **send | {"seen": "0" * 16})
    say(supervisor, key, "Go aot", seen=mark_of(["Aot naoia"]))
    assert not keeping.line_of(supervisor, "bi", key).row.is_sent_back
    sign(administrator, key, "Go aot")
    assert spoken() == "Go aot"
    with pytest.raises(actions.NothingToSign):
        actions.send_back_wording(by=administrator, why="No", **send)


def test_lines_are_chosen_by_what_is_to_do_and_by_words_however_written(supervisor, administrator):
    keys = on_page("traces")
    say(supervisor, keys[0], "Klinim māk")
    say(administrator, keys[1], "Rabem mak")
    actions.send_back_wording(by=administrator, language="bi", key=keys[0], seen=mark_of(["Klinim māk"]), why="No")
    lines = keeping.page_lines(supervisor, "bi", "traces")

    def chosen(which, words="", member=supervisor):
        return [line.key for line in keeping.chosen_lines(member, lines, which, words)]

    assert chosen("waiting") == [keys[0], keys[1]], "one came back, one waits for a signature"
    assert chosen("waiting", member=administrator) == []
    assert chosen("changed") == [keys[0], keys[1]]
    assert chosen("sent_back") == [keys[0]]
    assert chosen("changed", "MAK klinim") == [keys[0]]
    assert chosen("", "MAK klinim qqq") == []
    assert keys[1] in chosen("draft", "rabem mak")
    assert chosen("signed", "rabem mak") == []
    assert chosen("missing") == []
    assert len(chosen("")) == len(keys)


def test_what_changed_is_told_against_the_signed_words_or_those_that_ship(supervisor, administrator, key):
    (words,) = shipped("bi")[key]
    line = keeping.line_of(supervisor, "bi", key)
    assert (line.before, line.changes) == ((), [])
    say(supervisor, key, f"{words} tu")
    line = keeping.line_of(supervisor, "bi", key)
    assert line.before == (words,)
    assert [(one.kind, one.text) for one in line.changes[0]] == [("same", words), ("new", " tu")]
    sign(administrator, key, f"{words} tu")
    assert keeping.line_of(supervisor, "bi", key).before == ()
    say(supervisor, key, "Narawan", seen=mark_of([f"{words} tu"]))
    assert keeping.line_of(supervisor, "bi", key).before == (f"{words} tu",)


def test_the_database_itself_knows_the_second_person(supervisor, key):
    from django.db import IntegrityError, transaction

    row = say(supervisor, key, "Aot naoia")
    with pytest.raises(IntegrityError), transaction.atomic(using="letterbox"):
        Wording.objects.filter(pk=row.pk).update(signed_by=supervisor.journal_name, signed_at=row.written_at)
    with pytest.raises(IntegrityError), transaction.atomic(using="letterbox"):
        Wording.objects.filter(pk=row.pk).update(shown=True)
    with pytest.raises(IntegrityError), transaction.atomic(using="letterbox"):
        Wording.objects.filter(pk=row.pk).update(sent_back_by="member:9", sent_back_at=row.written_at)


# -- two translators -------------------------------------------------------------------------------------------------


def test_two_on_one_line_are_shown_both_texts_and_nothing_is_lost(supervisor, administrator, key):
    say(supervisor, key, "Aot naoia")
    with pytest.raises(actions.ChangedMeanwhile) as met:
        say(administrator, key, "Go aot")
    assert (met.value.texts, met.value.name) == (("Aot naoia",), supervisor.name)
    row = say(administrator, key, "Go aot", seen=met.value.seen)
    assert row.texts == ["Go aot"]
    assert [one.texts for one in keeping.earlier_words(supervisor, "bi", key)] == [["Aot naoia"]]


@pytest.mark.django_db(databases=["default", "letterbox"], transaction=True)
def test_of_two_at_the_same_moment_one_is_told(at_once, supervisor, administrator, key):
    outcomes = at_once(lambda: say(supervisor, key, "Aot naoia"), lambda: say(administrator, key, "Go aot"))
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedMeanwhile", "Wording"]
    assert Wording.objects.newest().count() == 1


def test_sent_twice_it_is_saved_once(supervisor, key):
    assert say(supervisor, key, "Aot naoia").pk == say(supervisor, key, " Aot  naoia ").pk
    assert Wording.objects.count() == 1
    assert say(supervisor, key_of("Report"), *shipped("bi")[key_of("Report")]) is None


# -- what no translation may do ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [("<b>Aot</b>", Why.MARKUP), ("", Why.EMPTY), ("Aot %s", Why.INVENTED), ("Aot \u202e naoia", Why.CONTROL)],
)
def test_faulty_words_are_refused_by_name(supervisor, key, text, why):
    with pytest.raises(actions.Faulty) as refused:
        say(supervisor, key, text)
    assert why in [fault.why for fault in refused.value.faults]
    assert not Wording.objects.exists()


def test_markup_that_came_into_the_table_some_other_way_is_not_laid_over(supervisor, administrator, key, spoken):
    before = spoken()
    say(supervisor, key, "Aot naoia")
    sign(administrator, key, "Aot naoia")
    Wording.objects.update(texts=["<script>alert(1)</script>"])
    Edition.objects.update(number=99)
    assert spoken() == before


def test_straight_quotation_marks_are_made_round(supervisor, key):
    assert say(supervisor, key, 'Aot "naoia"').texts == ["Aot “naoia”"]


# -- plurals and contexts --------------------------------------------------------------------------------------------


def test_a_string_that_counts_is_said_in_each_form(supervisor, administrator):
    key = next(key for key, one in strings().items() if len(one.source) == 2 and "%(n)s" in one.source[1])
    source = strings()[key].source
    many = "Plante %(n)s " + " ".join(part for part in source[1].split() if part.startswith("%(") and part != "%(n)s")
    say(supervisor, key, "Wan nomo", many.strip())
    sign(administrator, key, "Wan nomo", many.strip())
    overlay.refresh()
    with override("bi"):
        assert ngettext(*source, 1) == "Wan nomo"
        assert ngettext(*source, 5) == many.strip()


def test_a_context_keeps_strings_apart(supervisor, administrator):
    key, entry = next((key, one) for key, one in strings().items() if one.context and len(one.source) == 1)
    say(supervisor, key, "Narawan")
    sign(administrator, key, "Narawan")
    overlay.refresh()
    with override("bi"):
        assert pgettext(entry.context, entry.source[0]) == "Narawan"
        assert gettext(entry.source[0]) != "Narawan"


# -- drafts ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_language_is_a_draft_until_every_string_is_signed(supervisor, spoken):
    for page in PAGES:
        seen = {line.key: line.mark for line in keeping.page_lines(supervisor, "bi", page.code)}
        for key in on_page(page.code):
            if not seen[key]:
                continue
        if any(seen.values()):
            actions.sign_page(by=supervisor, language="bi", page=page.code, seen=seen)
    overlay.refresh()
    missing = [key for key in strings() if key not in shipped("bi")]
    assert overlay.is_draft("bi") == bool(missing)
    assert overlay.is_draft("vi")
    assert not overlay.is_draft("fr")
    whole = next(one for one in keeping.coverage(supervisor) if one.language == "bi").whole
    assert (whole.signed, whole.total) == (len(strings()) - len(missing), len(strings()))


def test_what_was_said_without_a_signature_is_noted(supervisor, key):
    sign(supervisor, key, *shipped("bi")[key])
    overlay.refresh()
    with override("bi"):
        with overlay.listening() as said:
            gettext(WORDS)
        assert said.may_stand_alone
        with overlay.listening() as said:
            gettext(WORDS)
            with overlay.listening() as inner:
                gettext("Report")
        assert (inner.unsigned, said.unsigned, said.signed) == (["Report"], ["Report"], [WORDS])
        assert not said.may_stand_alone
        with overlay.listening() as said:
            pass
        assert not said.may_stand_alone, "nothing is known of words that were not looked up"
    with override("vi"), overlay.listening() as said:
        gettext(WORDS)
        assert not said.may_stand_alone
    with override("fr"), overlay.listening() as said:
        gettext(WORDS)
        assert said.may_stand_alone


# -- the look --------------------------------------------------------------------------------------------------------


def test_a_process_looks_once_a_minute_with_one_question(supervisor, django_assert_num_queries, settings):
    overlay.forget()
    with django_assert_num_queries(1, using=settings.LETTERBOX):
        overlay.look()
        overlay.look()


def test_a_database_that_does_not_answer_leaves_the_site_as_it_was(supervisor, key, spoken, monkeypatch):
    from django.db import OperationalError

    sign(supervisor, key, *shipped("bi")[key])
    overlay.refresh()

    def broken():
        raise OperationalError

    monkeypatch.setattr(overlay, "refresh", broken)
    overlay._STANDING.next_look = 0
    overlay.look()
    assert overlay.is_signed("bi", "", WORDS)


def test_django_keeps_catalogues_where_the_overlay_puts_them(supervisor, key):
    """The one private name of Django that we lean on: whoever brings in a new Django is told here first."""
    sign(supervisor, key, *shipped("bi")[key])
    overlay.refresh()
    assert isinstance(trans_real.translation("bi"), overlay.Watched)
    overlay.forget()
    assert type(trans_real.translation("bi")) is trans_real.DjangoTranslation


def test_a_page_that_is_being_made_keeps_its_language(supervisor, administrator, key):
    with override("bi"):
        before = gettext(WORDS)
        say(supervisor, key, "Aot naoia")
        sign(administrator, key, "Aot naoia")
        overlay.refresh()
        assert gettext(WORDS) == before


# -- doors and the journal -------------------------------------------------------------------------------------------


def test_who_may_not_translate_sees_and_writes_nothing(lead, auditor, key):
    for member in (lead, auditor):
        for attempt in (
            lambda who=member: keeping.coverage(who),
            lambda who=member: keeping.page_lines(who, "bi", "home"),
            lambda who=member: keeping.line_of(who, "bi", key),
            lambda who=member: say(who, key, "x"),
            lambda who=member: sign(who, key, "x"),
            lambda who=member: actions.send_back_wording(by=who, language="bi", key=key, seen="", why="x"),
            lambda who=member: actions.take_back_wording(by=who, language="bi", key=key),
        ):
            with pytest.raises(PermissionDenied):
                attempt()


def test_other_languages_pages_and_strings_are_not_there(supervisor, key):
    for attempt in (
        lambda: keeping.page_lines(supervisor, "xx", "home"),
        lambda: keeping.page_lines(supervisor, "bi", "nowhere"),
        lambda: keeping.line_of(supervisor, "bi", "0" * 32),
        lambda: say(supervisor, key, "x", language="en"),
    ):
        with pytest.raises(Http404):
            attempt()


def test_each_deed_stands_in_the_journal_without_the_words(supervisor, administrator, key, scan):
    say(supervisor, key, "Sekretwod")
    sign(administrator, key, "Sekretwod")
    actions.take_back_wording(by=administrator, language="bi", key=key)
    actions.take_in_wordings(by=supervisor, language="bi", offered={}, seen={})
    verbs = list(Entry.objects.filter(verb__startswith="wording.").order_by("index").values_list("verb", flat=True))
    assert verbs == ["wording.saved", "wording.signed", "wording.taken_back", "wording.taken_in"]
    assert "Sekretwod" not in scan()


def test_hints_name_missed_terms_long_sentences_and_steps_that_need_two_messages(supervisor):
    lines = {line.entry.source[0]: line for line in keeping.page_lines(supervisor, "bi", "stories")}
    step = lines["Here is your ticket. At the border say you are a tourist. Tell nobody."]
    assert step.hints.messages == 0
    found = keeping.hints_for(step.entry, ["wod " * 50], "bi")
    assert found.messages == 2
    assert len(found.long) == 1


def test_the_questions_of_a_page_do_not_grow_with_its_lines(supervisor, django_assert_num_queries, settings):
    with django_assert_num_queries(2, using=settings.LETTERBOX):
        keeping.coverage(supervisor)
    for page in ("home", "learn"):
        with django_assert_num_queries(3, using=settings.LETTERBOX):
            keeping.page_lines(supervisor, "bi", page)


# -- how a day is written ----------------------------------------------------------------------------------------------

DAY = re.compile(r"""(?:date|time):_\(["']([^"']+)["']\)|date_format\(.*?_\(["']([^"']+)["']\)""")


def test_how_a_day_is_written_is_nobodys_to_translate():
    files = [one for kind in ("*.py", "*.html") for one in Path(lali.__file__).parent.rglob(kind)]
    formats = {found[1] or found[2] for one in files for found in DAY.finditer(one.read_text())}
    assert formats >= {"j M Y", "j F Y", "F Y", "j M Y, H:i"}
    assert all(map(is_format, formats))
    assert not [one for one in strings().values() if one.source[0] in formats]


def test_a_translation_of_it_that_was_signed_before_is_not_laid(supervisor, administrator, key, spoken):
    say(supervisor, key, "Aot naoia")
    row = sign(administrator, key, "Aot naoia")
    for written in ("j M Y", "j F Y"):
        Wording.objects.create(
            language="bi",
            key=key_of_string("", written),
            source=[written],
            texts=[f"{written}, namba"],
            written_by=row.written_by,
            signed_by=row.signed_by,
            signed_at=row.signed_at,
            shown=True,
        )
        assert spoken(written) == written


def test_it_takes_no_signature_for_a_page_to_stand_alone(supervisor, key):
    sign(supervisor, key, *shipped("bi")[key])
    overlay.refresh()
    with override("bi"), overlay.listening() as said:
        gettext(WORDS)
        gettext("j F Y")
        assert said.may_stand_alone
