"""Messages: the public sees none before a second person has read it; a change wants a new signature."""

import importlib
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lali.records.awareness import actions, queries
from lali.records.awareness.actions import OwnMessage, SignedAlready, Whom, Words
from lali.records.awareness.texts import mark_of
from lali.records.reach.models import PlaceCode

WORDS = Words("Ask before you pay", "A true office asks no fee.", "Ring the labour office first.")


@pytest.fixture
def written(officer, campaign):
    where = {"number": campaign.pk, "language": "bi", "letter": "A"}
    actions.write_message(by=officer, words=WORDS, **where)
    return where


def test_whoever_wrote_it_cannot_sign_it(officer, second, written, sign):
    with pytest.raises(OwnMessage):
        sign(by=officer, **written)
    assert queries.source_of(officer, written["number"], "bi", "A").draft
    sign(by=second, **written)
    with pytest.raises(SignedAlready):
        sign(by=second, **written)
    assert not queries.source_of(officer, written["number"], "bi", "A").draft


def test_whoever_wrote_any_of_it_cannot_sign_it(officer, second, member_of, agency, written, sign):
    """A colleague who adds a sign makes nobody the second person of their own words, and is none either."""
    actions.write_message(by=second, words=replace(WORDS, text=f"{WORDS.text} "), **written)
    third = member_of(agency, "awareness")
    for writer in (officer, second):
        assert not queries.messages_of(writer, written["number"])[0].variants[0][1].may_sign
        assert not queries.messages_to_sign(writer)
        with pytest.raises(OwnMessage):
            sign(by=writer, **written)
    assert [one.waiting for one in queries.messages_to_sign(third)] == [1]
    sign(by=third, **written)
    actions.write_message(by=third, words=WORDS, **written)
    for writer in (officer, second, third):
        with pytest.raises(OwnMessage):
            sign(by=writer, **written)


def test_messages_of_a_kept_node_get_their_writers(officer, second, written):
    """From who wrote last, and from the journal."""
    migration = importlib.import_module("lali.records.awareness.migrations.0002_writers")
    message = actions.write_message(by=second, words=replace(WORDS, text="Ask."), **written)
    message.writers.clear()
    with CaptureQueriesContext(connections["default"]) as asked:
        migration.note_who_wrote(apps, SimpleNamespace(connection=connections["default"]))
    assert set(message.writers.all()) == {officer, second}
    added = [one["sql"] for one in asked if "INSERT" in one["sql"]]
    assert len(added) == 1, "no pair is put in twice: in a migration, SQLite has no index yet that would leave it out"


def test_nobody_signs_words_that_they_did_not_read(officer, second, written):
    seen = mark_of(queries.read_message(second, **written))
    for field in ("headline", "text", "what_to_do", "sms"):
        actions.write_message(by=officer, words=replace(WORDS, **{field: "Pay 500 first"}), **written)
        with pytest.raises(actions.ReadOtherWords):
            actions.sign_message(by=second, seen=seen, **written)
    actions.write_message(by=officer, words=WORDS, **written)
    assert actions.sign_message(by=second, seen=seen, **written).signed_by == second


@pytest.mark.django_db(databases=["default", "letterbox"], transaction=True)
def test_cut_off_between_two_databases_signing_again_mends_the_codes(officer, second, written, sign, monkeypatch):
    sign(by=second, **written)
    opened = {"by": officer, "number": written["number"], "language": "bi"}
    actions.open_codes(places=["Reef"], **opened)
    actions.write_message(by=officer, words=replace(WORDS, headline="Newer"), **written)
    actions.write_message(by=officer, words=WORDS, **{**written, "letter": "B"})
    sign(by=second, **{**written, "letter": "B"})

    def cut_off():
        connections["letterbox"].rollback()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(connections["letterbox"], "commit", cut_off)
        with pytest.raises(KeyboardInterrupt):
            sign(by=second, **written)
    looked = queries.messages_of(second, written["number"])[0].variants[0][1]
    assert (looked.message.is_signed, looked.lags, looked.may_sign) == (True, True, True)
    assert PlaceCode.objects.get().said["bi"]["A"][0] == "Ask before you pay"
    until = timezone.localdate() + timedelta(days=30)
    declared = actions.Declared("bi", "began", usual=20, difference=30, until=until)
    with pytest.raises(actions.NotReady):
        actions.declare_trial(by=officer, number=written["number"], declared=declared)
    sign(by=officer, **written)
    assert PlaceCode.objects.get().said["bi"]["A"][0] == "Newer"
    with pytest.raises(SignedAlready):
        sign(by=second, **written)


def test_the_database_refuses_the_same_person(officer, second, written, sign):
    message = sign(by=second, **written)
    message.signed_by = officer
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save()


def test_new_words_want_a_new_signature_and_the_same_words_do_not(officer, second, written, sign):
    sign(by=second, **written)
    assert actions.write_message(by=officer, words=WORDS, **written).is_signed
    assert not actions.write_message(by=second, words=replace(WORDS, text="Ask."), **written).is_signed


def test_both_variants_stand_beside_one_another(officer, campaign, written):
    actions.write_message(by=officer, words=WORDS, number=campaign.pk, language="en", letter="B")
    pairs = queries.messages_of(officer, campaign.pk)
    assert [(pair.language, [bool(one) for _letter, one in pair.variants]) for pair in pairs] == [
        ("en", [False, True]),
        ("bi", [True, False]),
    ]


def test_what_is_to_be_said_before_it_is_printed(officer, campaign):
    long = Words(
        headline="Ask the labour office of your province before you pay anybody",
        text="This is a sentence that has many more words than anybody who reads slowly would like to read.",
        what_to_do="Ask.",
        sms="x" * 161,
    )
    actions.write_message(by=officer, words=long, number=campaign.pk, language="en", letter="A")
    looked = queries.messages_of(officer, campaign.pk)[0].variants[0][1]
    assert (looked.segments, looked.too_many, looked.long_headline, len(looked.long_sentences)) == (2, True, True, 1)


def test_a_text_message_is_made_of_headline_and_what_to_do(officer, campaign, written):
    looked = queries.messages_of(officer, campaign.pk)[0].variants[0][1]
    assert looked.sms == "Ask before you pay. Ring the labour office first."
    assert (looked.segments, looked.gsm, looked.too_many) == (1, True, False)


@pytest.mark.parametrize(("language", "letter"), [("xx", "A"), ("en", "C")])
def test_no_other_language_and_no_third_variant(officer, campaign, language, letter):
    with pytest.raises(Http404):
        actions.write_message(by=officer, words=WORDS, number=campaign.pk, language=language, letter=letter)


def test_audiences_come_and_go(officer, campaign, monkeypatch):
    audience = actions.add_audience(
        by=officer, number=campaign.pk, whom=Whom("bi", ("session", "poster"), age_band="18-25")
    )
    assert queries.audiences_of(officer, campaign.pk) == [audience]
    assert audience.channel_labels == ["Posters", "Meetings"]
    with pytest.raises(actions.NoChannel):
        actions.add_audience(by=officer, number=campaign.pk, whom=Whom("bi", ["drum"]))
    with pytest.raises(actions.LanguageIsUnknown):
        actions.add_audience(by=officer, number=campaign.pk, whom=Whom("xx", ["session"]))
    monkeypatch.setattr(actions.plans, "MOST_AUDIENCES", 1)
    with pytest.raises(actions.TooManyAudiences):
        actions.add_audience(by=officer, number=campaign.pk, whom=Whom("bi", ["radio"]))
    actions.remove_audience(by=officer, number=campaign.pk, audience_id=audience.pk)
    with pytest.raises(Http404):
        actions.remove_audience(by=officer, number=campaign.pk, audience_id=audience.pk)
