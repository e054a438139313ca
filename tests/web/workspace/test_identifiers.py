"""Identifiers on screen: the page, the tab of a case, lists, watches, owners."""

import pytest
from django.urls import reverse

from lali.records.audit.models import Entry
from lali.records.cases.actions import add_identifier, add_person, open_case, put_on_team
from lali.records.entities.models import IdentifierTag, Mention, Watch
from lali.records.links.actions import watch_person
from lali.records.links.models import Attribution, IdentifierNote

OWNER = {"owner": "Agent Joe", "source": "A witness", "reliability": "B", "credibility": "2", "confidence": "low"}


@pytest.fixture
def phone(lead, full_case):
    return add_identifier(by=lead, ref=full_case.ref, kind="phone", typed="410 0142")


@pytest.fixture
def page_of(phone):
    return reverse("workspace:identifier", args=[phone.pk])


def test_the_tab_lists_them_and_leads_to_their_page(open_page, text_of, lead, full_case, phone, page_of):
    tab = reverse("workspace:case_identifiers", args=[full_case.ref])
    assert page_of in open_page(lead, tab).content.decode()
    page = open_page(lead, tab, post={"identifier-kind": "phone", "identifier-value": "nonsense"})
    assert page.status_code == 400
    assert "nonsense" in page.content.decode()
    assert open_page(lead, tab, post={"identifier-kind": "phone", "identifier-value": "410 0199"}).status_code == 302


@pytest.mark.slow
def test_a_page_with_everything(open_page, text_of, lead, supervisor, full_case, page_of):
    for route, post in {
        "tags/": {"tag-words": "rings at night"},
        "watch/": {"watch-reason": "He rang"},
    }.items():
        assert open_page(lead, page_of + route, post=post).status_code == 302
    number = Watch.objects.get().identifier_id
    owner = reverse("workspace:identifier_owner", args=[full_case.ref, number])
    assert "Admiralty" not in text_of(open_page(lead, owner))
    assert open_page(lead, owner, post=OWNER).status_code == 302
    assert open_page(lead, owner, post=OWNER | {"owner": ""}).status_code == 400
    note = reverse("workspace:identifier_note", args=[full_case.ref, number])
    assert open_page(lead, note, post={"note-words": "Rang twice"}).status_code == 302
    said = text_of(open_page(lead, page_of))
    for words in (
        "rings at night",
        "Agent Joe",
        "B: usually reliable",
        "2: probably true",
        "Rang twice",
        "End my watch",
    ):
        assert words in said
    assert "End my watch" not in text_of(open_page(supervisor, page_of))
    made = Attribution.objects.get()
    withdraw = reverse("workspace:attribution_withdraw", args=[full_case.ref, made.pk])
    assert "please give a reason" in text_of(open_page(lead, withdraw, post={}, follow=True))
    assert "Another man" in text_of(open_page(lead, withdraw, post={"reason-reason": "Another man"}, follow=True))
    untag = reverse("workspace:untag", args=[number, IdentifierTag.objects.get().pk])
    assert "rings at night" not in text_of(open_page(lead, untag, post={}, follow=True))
    assert IdentifierNote.objects.count() == 1


@pytest.mark.parametrize(("route", "post"), [("tags/", {"tag-words": ""}), ("watch/", {"watch-reason": ""})])
def test_what_is_missing_comes_back(open_page, lead, page_of, route, post):
    assert open_page(lead, page_of + route, post=post).status_code == 400


def test_the_list(open_page, text_of, lead, outsider, phone, page_of):
    assert page_of in open_page(lead, "/identifiers/?kind=phone&before=x").content.decode()
    assert "None like this" in text_of(open_page(lead, "/identifiers/?kind=iban"))
    assert "No identifiers yet" in text_of(open_page(outsider, "/identifiers/"))
    assert open_page(lead, "/identifiers/?kind=nonsense&shared=on&before=-5").status_code == 200


def test_watching_a_value_nobody_knows_yet(open_page, text_of, lead, outsider):
    post = {"kind": "phone", "typed": "410 0177", "reason": "He rang a school"}
    assert open_page(outsider, "/identifiers/watches/", post=post | {"typed": "x"}).status_code == 400
    assert "You are told when it appears." in text_of(
        open_page(outsider, "/identifiers/watches/", post=post, follow=True)
    )
    watch = Watch.objects.get()
    assert text_of(open_page(outsider, "/identifiers/watches/")).count("appeared again") == 1  # what a watch is
    case = open_case(by=lead, title="Hidden matter")
    add_identifier(by=lead, ref=case.ref, kind="phone", typed="4100177")
    page = open_page(outsider, f"/identifiers/{watch.identifier_id}/", follow=True)
    said = text_of(page)
    assert said.count("appeared again") == 2
    assert "Hidden matter" not in said
    assert case.ref not in said
    ended = reverse("workspace:watch_end", args=[watch.pk])
    assert "You watch nothing." in text_of(open_page(outsider, ended, post={}, follow=True))
    assert open_page(outsider, f"/identifiers/{watch.identifier_id}/").status_code == 404


def test_taking_off_what_was_typed_by_mistake(open_page, text_of, lead, colleague, full_case, phone):
    put_on_team(by=lead, ref=full_case.ref, member=colleague, level="contribute", may_remove=True)
    mention = Mention.objects.get(record=full_case.subject, identifier=phone)
    remove = reverse("workspace:mention_remove", args=[full_case.ref, mention.pk])
    assert open_page(lead, remove).status_code == 403
    assert "typed by mistake" in text_of(open_page(colleague, remove))
    assert open_page(colleague, remove, post={"reason": ""}).status_code == 400
    assert "+6794100142" not in text_of(open_page(colleague, remove, post={"reason": "Mistyped"}, follow=True))


def test_a_name_read_on_the_list_of_watches_stands_in_the_journal(open_page, text_of, lead, full_case):
    place = add_person(by=lead, ref=full_case.ref, name="Bob Saltwater (invented)", role="suspect", reason="Fee")
    open_page(lead, "/identifiers/watches/")
    assert not Entry.objects.filter(subject="watches").exists(), "no name, nothing read"
    watch_person(by=lead, ref=full_case.ref, number=place.person_id, reason="Who else did he meet")
    assert "Bob Saltwater (invented)" in text_of(open_page(lead, "/identifiers/watches/"))
    said = Entry.objects.get(subject="watches")
    assert (said.reading, said.facts) == (True, {"shown": [f"{full_case.subject}/person:{place.person_id}"]})
