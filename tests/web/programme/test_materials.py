"""Materials on screens: what is offered of a message, what it warns of, and each file."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from lali.records.awareness import actions
from lali.web.programme import printing

pytestmark = pytest.mark.slow

WORDS = actions.Words("Big pay, hired by chat in a day?", "Ask the labour office first.", "Stop. Check it first.")


@pytest.fixture(autouse=True)
def _address(settings):
    settings.PUBLIC_ADDRESS = "https://lagoon.example"


@pytest.fixture
def where(campaign):
    return f"/programme/campaigns/{campaign.pk}/materials/"


@pytest.fixture
def message(officer, campaign):
    def message(language="en", letter="A", words=WORDS):
        of = {"number": campaign.pk, "language": language, "letter": letter}
        actions.write_message(by=officer, words=words, **of)
        return of

    return message


@pytest.fixture
def code(officer, campaign):
    from lali.records.reach.actions import open_code

    said = {"en": {"A": ["Ask", "Ask first."]}}
    opened = open_code(
        by=officer, campaign=campaign.subject, place="Reef (invented)", language="en", said=said,
        open_from=timezone.localdate(),
    )  # fmt: skip
    return opened.code


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


def test_without_a_message_it_says_what_to_do_first(see, officer, where):
    assert "Nothing to print yet" in see(officer, where)


def test_without_an_address_nothing_is_made(see, open_page, officer, where, message, settings):
    message()
    settings.PUBLIC_ADDRESS = ""
    assert "LALI_PUBLIC_ADDRESS" in see(officer, where)
    assert open_page(officer, f"{where}en/A/poster-a4/").status_code == 302


def test_a_draft_is_a_draft_until_somebody_signs(see, sign, officer, second, where, message):
    of = message()
    assert "“Draft” stands in small letters" in see(officer, where)
    sign(second, of["number"], "en", "A")
    assert "“Draft” stands in small letters" not in see(officer, where)


def test_fixed_words_that_no_speaker_read_are_said(see, officer, where, message):
    message("bi")
    assert "are a draft in this language" in see(officer, where)


def test_materials_whose_fixed_words_nobody_read_are_drafts_though_the_message_is_signed(
    sign, open_page, officer, second, where, message
):
    of = message("bi")
    sign(second, of["number"], "bi", "A")
    read = PdfReader(io.BytesIO(open_page(officer, f"{where}bi/A/talk/?number=555&whose=Desk").content))
    assert "Draf: wan man we i tok Bislama" in " ".join(read.pages[0].extract_text().split())
    of = message("en")
    sign(second, of["number"], "en", "A")
    read = PdfReader(io.BytesIO(open_page(officer, f"{where}en/A/talk/?number=555&whose=Desk").content))
    assert "Draft" not in read.pages[0].extract_text()


def test_the_message_of_the_audience_is_offered_first(open_page, officer, campaign, where, message):
    message("en")
    message("bi")
    assert '<option value="en-A" selected>' in open_page(officer, where).content.decode()
    actions.add_audience(by=officer, number=campaign.pk, whom=actions.Whom("bi", ["poster"]))
    assert '<option value="bi-A" selected>' in open_page(officer, where).content.decode()


def test_a_line_for_children_says_so_on_the_page_and_on_paper(open_page, see, officer, where, message):
    message()
    assert "1325 is a line for children." in see(officer, where)
    assert "Child Helpline (Medical Services Pacific): for children" in open_page(officer, where).content.decode()
    assert "is a line for children" not in see(officer, f"{where}?of=en-A&picture=hook&number=555+0101&whose=Desk")


def test_a_code_of_another_language_is_refused_with_the_reason(open_page, text_of, officer, where, message, code):
    message()
    message("bi")
    answer = open_page(officer, f"{where}?of=bi-A&code={code}&picture=hook")
    assert answer.status_code == 400
    assert "This code opens its page in English; the message is in Bislama." in text_of(answer)
    assert open_page(officer, f"{where}bi/A/poster-a4/?code={code}").status_code == 404


def test_posters_of_all_places_are_one_file_with_a_page_for_each(
    open_page, see, officer, campaign, where, message, code
):
    from lali.records.reach.actions import open_code

    message()
    assert "For all places" not in see(officer, where), "one place is chosen by itself"
    said = {"en": {"A": ["Ask", "Ask first."]}, "bi": {"A": ["Askem", "Askem fastaem."]}}
    facts = {"by": officer, "campaign": campaign.subject, "said": said, "open_from": timezone.localdate()}
    other = open_code(place="Church (invented)", language="en", **facts).code
    open_code(place="Nakamal (invented)", language="bi", **facts)
    page = open_page(officer, where).content.decode()
    assert "In colour, places 1 to 2" in page
    answer = open_page(officer, f"{where}en/A/poster-a4-light/?places=1")
    assert "poster-a4-light-en-A-2-codes.pdf" in answer["Content-Disposition"]
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages]
    assert sorted(next(one for one in (code, other) if f"/c/{one}" in page) for page in pages) == sorted([code, other])
    for name, own in (("Reef (invented)", code), ("Church (invented)", other)):
        assert [f"/c/{own}" in page for page in pages] == [
            f"{own[:3]} {own[3:]} · {name}" in plain(page) for page in pages
        ]
    for kind in ("poster-a3", "poster-a5-light", "talk", "talk-light"):
        alone = open_page(officer, f"{where}en/A/{kind}/?code={code}").content
        assert f"{code[:3]} {code[3:]} · Reef (invented)" in plain(PdfReader(io.BytesIO(alone)).pages[0].extract_text())
    for wrong in ("poster-a4/?places=2", "poster-a4/?places=0", "poster-a4/?places=x", "talk/?places=1"):
        assert open_page(officer, f"{where}en/A/{wrong}").status_code == 404


def test_a_number_is_offered_only_where_it_was_confirmed():
    assert printing.help_number("FJ").number == "1325"
    assert printing.help_number("VN").number == "111"
    assert printing.help_number("VU") is None


def test_what_is_chosen_stands_in_the_links(open_page, officer, where, message, code):
    message()
    page = open_page(officer, f"{where}?of=en-A&code={code}&picture=tell&number=555+0101&whose=Desk").content.decode()
    assert f"poster-a3-light/?code={code}&amp;picture=tell&amp;number=555+0101&amp;whose=Desk" in page
    assert f"https://lagoon.example/c/{code}" in page
    assert "Reef (invented)" in page


@pytest.mark.parametrize("wrong", ["of=xx-A", "of=en-A&code=AAAAAA", "of=en-A&picture=skull"])
def test_a_choice_that_is_none_is_said(open_page, officer, where, message, wrong):
    message()
    assert open_page(officer, f"{where}?{wrong}").status_code == 400


def test_letters_that_cannot_be_printed_are_said(see, open_page, officer, where, message):
    message(words=actions.Words("नमस्ते", "Ask.", "Stop."))
    assert "A letter cannot be printed" in see(officer, where)
    answer = open_page(officer, f"{where}en/A/talk/")
    assert answer.status_code == 302
    assert "A letter cannot be printed" in see(officer, answer["Location"])


@pytest.mark.parametrize("kind", printing.KINDS)
def test_each_kind_is_a_file(open_page, officer, where, message, kind):
    message("bi")
    answer = open_page(officer, f"{where}bi/A/{kind}/?number=555&whose=Desk")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{kind}-bi-A.')
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    if answer["Content-Type"] == "application/pdf":
        read = PdfReader(io.BytesIO(answer.content))
        assert read.trailer["/Root"]["/Lang"] == "bi"
        assert "Draf: wan man we i tok Bislama" in " ".join(read.pages[0].extract_text().split())


def test_a_code_stands_on_the_poster_and_in_its_name(open_page, officer, where, message, code):
    message()
    answer = open_page(officer, f"{where}en/A/poster-a5/?code={code}")
    assert f"poster-a5-en-A-{code}.pdf" in answer["Content-Disposition"]
    assert f"lagoon.example/c/{code}" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def test_a_text_message_of_its_own_comes_first_with_the_address(see, officer, where, message):
    message(words=actions.Words("Ask", "Ask first.", "Stop.", sms="Ring the labour office before you pay."))
    page = see(officer, f"{where}?of=en-A&picture=hook&number=&whose=")
    assert "Ring the labour office before you pay. https://lagoon.example/ 1 message" in page


def test_the_card_is_a_picture(open_page, officer, where, message):
    message()
    assert open_page(officer, f"{where}en/A/card/").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("rest", ["en/A/skull/", "en/B/talk/", "xx/A/talk/", "en/A/talk/?code=AAAAAA"])
def test_what_is_not_there_is_not_found(open_page, officer, where, message, rest):
    message()
    assert open_page(officer, where + rest).status_code == 404


def test_who_only_sees_results_may_print_and_others_not(open_page, administrator, lead, where, message):
    message()
    assert open_page(administrator, where).status_code == 200
    assert open_page(lead, where).status_code == 403
    assert open_page(lead, f"{where}en/A/talk/").status_code == 403


def test_no_more_questions_for_six_languages_than_for_one(open_page, officer, where, message):
    message()
    open_page(officer, where)
    with CaptureQueriesContext(
        connection,
    ) as one:
        open_page(officer, where)
    for language in ("fr", "bi", "fj", "hif", "vi"):
        message(language)
    with CaptureQueriesContext(connection) as six:
        open_page(officer, where)
    assert len(six) <= len(one)


def test_the_text_message_begins_as_the_messages_page_says_it(see, officer, where, message):
    message(words=actions.Words("Work abroad, ticket paid", "Ask the labour office first. " * 6, "Ring 1800."))
    said = "Work abroad, ticket paid. Ring 1800."
    assert said in see(officer, where)
    assert said in see(officer, where.replace("materials", "messages"))
