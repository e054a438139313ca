"""Messages: the public sees none before a second person has read it; a change wants a new signature."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from lali.records.awareness import actions, queries
from lali.records.awareness.actions import OwnMessage, SignedAlready, Whom, Words

WORDS = Words("Ask before you pay", "A true office asks no fee.", "Ring the labour office first.")


@pytest.fixture
def written(officer, campaign):
    where = {"number": campaign.pk, "language": "bi", "letter": "A"}
    actions.write_message(by=officer, words=WORDS, **where)
    return where


def test_whoever_wrote_it_cannot_sign_it(officer, second, written):
    with pytest.raises(OwnMessage):
        actions.sign_message(by=officer, **written)
    assert queries.source_of(officer, written["number"], "bi", "A").draft
    actions.sign_message(by=second, **written)
    with pytest.raises(SignedAlready):
        actions.sign_message(by=second, **written)
    assert not queries.source_of(officer, written["number"], "bi", "A").draft


def test_the_database_refuses_the_same_person(officer, second, written):
    message = actions.sign_message(by=second, **written)
    message.signed_by = officer
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save()


def test_new_words_want_a_new_signature_and_the_same_words_do_not(officer, second, written):
    actions.sign_message(by=second, **written)
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
    audience = actions.add_audience(by=officer, number=campaign.pk, whom=Whom("bi", "session", age_band="18-25"))
    assert queries.audiences_of(officer, campaign.pk) == [audience]
    with pytest.raises(actions.LanguageIsUnknown):
        actions.add_audience(by=officer, number=campaign.pk, whom=Whom("xx", "session"))
    monkeypatch.setattr(actions.plans, "MOST_AUDIENCES", 1)
    with pytest.raises(actions.TooManyAudiences):
        actions.add_audience(by=officer, number=campaign.pk, whom=Whom("bi", "radio"))
    actions.remove_audience(by=officer, number=campaign.pk, audience_id=audience.pk)
    with pytest.raises(Http404):
        actions.remove_audience(by=officer, number=campaign.pk, audience_id=audience.pk)
