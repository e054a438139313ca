"""The Evidence tab, statements, the board of suspected offences, and the law."""

from io import BytesIO
from os import environ

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.axe import faults
from tests.web.workspace.test_screens_in_browser import OPEN_ALL, SMALL, standing_alone

pytestmark = pytest.mark.slow

WORDS = "They took my passport at the river.\n\nThen they made us write to strangers."


@pytest.fixture
def board(full_case, lead):
    """The full case with a statement, a passage, an offence of Fiji on the board; gives its address."""
    from lali.records.elements import actions
    from lali.records.evidence.actions import Said, cite_passage, take_statement
    from lali.records.law.actions import load_law

    load_law(by="node")
    ref, person = full_case.ref, full_case.persons.first().person_id
    take_statement(
        by=lead, ref=ref, said=Said(WORDS, person_id=person, taken_by="Litia Coralgarden", language="Fijian")
    )
    cite_passage(by=lead, ref=ref, source="S-001", quote="took my passport", locator="first sentence")
    actions.suspect_offence(by=lead, ref=ref, code="fj-crimes-112", about=actions.About(harmed=(person,)))
    facts = {"by": lead, "ref": ref, "number": 1}
    actions.add_proof(**facts, element="papers_taken", strength="supports", rests_on="P-001")
    actions.add_proof(**facts, element="exploitation", strength="supports", rests_on="E-001")
    actions.add_proof(**facts, element="exploitation", strength="contradicts", in_words="The ferry's list")
    return f"/cases/{ref}"


# -- evidence ----------------------------------------------------------------------------------------------------------


def test_the_overview_counts_and_the_tab_shows(see, lead, board):
    words = see(lead, f"{board}/")
    assert "1 exhibit, 1 statement, 1 passage cited" in words
    assert "Elements: 3 of 5 open" in words
    assert "1 disputed" in words
    assert "How it was acquired" not in words  # the table of exhibits stands under Evidence
    words = see(lead, f"{board}/evidence/")
    for part in ("E-001 Chat", "S-001", "“took my passport”", "first sentence", "phone-copy.bin", "code name"):
        assert part in words
    assert "Nobody Inparticular" not in words


def test_a_statement_is_taken_down_cited_and_corrected(open_page, text_of, see, lead, board):
    typed = {"of_whom": "a clerk of the shipping office", "words": "She paid in cash.\r\nTwice.", "taken_by": "Jone"}
    response = open_page(lead, f"{board}/statements/new/", typed)
    assert response.url == f"{board}/statements/2/"
    assert "She paid in cash." in see(lead, response.url)
    cited = {"passage-source": "S-002", "passage-quote": "cash.\r\nTwice."}
    assert open_page(lead, f"{board}/passages/", cited).url == f"{board}/evidence/#passages"
    words = see(lead, response.url)
    assert "P-002 “cash." in words
    fixed = typed | {"version": 1, "words": "She paid by card.", "why": "Misheard"}
    assert open_page(lead, f"{board}/statements/2/correct/", fixed).status_code == 302
    words = see(lead, f"{board}/statements/2/")
    assert "She paid by card." in words
    assert "Misheard" in words
    old = see(lead, f"{board}/statements/2/1/")
    assert "This is an older version." in old
    assert "She paid in cash." in old


def test_what_a_colleague_corrected_meanwhile_stands_beside(open_page, text_of, lead, board):
    typed = {"of_whom": "unknown", "words": "First", "why": "x", "version": 1}
    assert open_page(lead, f"{board}/statements/1/correct/", typed).status_code == 302
    response = open_page(lead, f"{board}/statements/1/correct/", typed | {"words": "Second"})
    assert response.status_code == 400
    words = text_of(response)
    assert "How the statement stands now First" in words
    assert "Second" in words
    assert 'name="version" value="2"' in response.content.decode()


def test_errors_of_a_statement_keep_the_words(open_page, text_of, lead, board):
    response = open_page(lead, f"{board}/statements/new/", {"words": "I saw it", "taken_at": "2199-01-01T10:00"})
    words = text_of(response)
    assert response.status_code == 400
    assert "I saw it" in words
    assert "This time is still to come." in words
    assert "Choose a person, or say in words of whom it is." in words


@pytest.mark.parametrize("where", ["statements/new/", "statements/1/correct/"])
def test_of_whom_it_is_said_twice_is_refused_and_nothing_is_lost(open_page, text_of, lead, full_case, board, where):
    person = full_case.persons.first().person
    typed = {"person": person.pk, "of_whom": "a clerk of the shipping office", "words": "Paid", "why": "x"}
    response = open_page(lead, f"{board}/{where}", typed | {"version": 1})
    page = response.content.decode()
    assert response.status_code == 400
    assert "This says twice of whom it is." in text_of(response)
    assert 'value="a clerk of the shipping office"' in page
    assert f'<option value="{person.pk}" selected>' in page


def test_words_that_do_not_stand_there_are_not_cited(open_page, text_of, lead, board):
    response = open_page(
        lead, f"{board}/passages/", {"passage-source": "S-001", "passage-quote": "gave me my passport"}
    )
    assert response.status_code == 400
    assert "These words do not stand there." in text_of(response)
    response = open_page(lead, f"{board}/passages/1/withdraw/", {"reason-reason": ""})
    assert response.status_code == 400
    assert open_page(lead, f"{board}/passages/1/withdraw/", {"reason-reason": "Misread"}).status_code == 302
    response = open_page(lead, f"{board}/evidence/")
    assert "Withdrawn: Misread" in text_of(response)


def test_a_reader_sees_all_and_is_offered_nothing(see, supervisor, board):
    for part in ("evidence/", "offences/", "statements/1/", "offences/1/", "offences/1/exploitation/"):
        words = see(supervisor, f"{board}/{part}")
        for offer in (
            "Take in an exhibit",
            "Cite a passage",
            "Take up an offence",
            "Withdraw ",
            "Say what it",
            "Correct ",
        ):
            assert offer not in words


# -- the board ---------------------------------------------------------------------------------------------------------


def test_the_board_shows_gaps_and_what_elements_rest_on(see, lead, board):
    words = see(lead, f"{board}/offences/")
    for part in (
        "Elements: 3 of 5 open", "1 disputed", "Confirm with a prosecutor", "One of these is enough:",
        "another of these is supported", "P-001 S-001, first sentence: “took my passport”", "The ferry&#x27;s list", "section 112",
    ):  # fmt: skip
        assert part in words
    assert "guilty" not in words.lower()
    assert "Nobody Inparticular" not in words


def test_the_board_stands_in_french(open_page, lead, board):
    from lali.records.elements.queries import elements_table, suggestions_for

    case = open_page(lead, f"{board}/offences/").context["case"]
    with override("fr"):
        assert elements_table(case)[0].title == "Traite des personnes"
        assert suggestions_for(case)[0].version.title.startswith("Obtention")


def test_an_offence_that_was_suggested_is_taken_up_by_a_person(open_page, text_of, see, lead, board):
    words = see(lead, f"{board}/offences/")
    assert "May fit this case" in words
    assert "The case is of the kind “Fake job abroad”." in words
    response = open_page(lead, f"{board}/offences/new/?code=fj-crimes-107")
    assert '<option value="fj-crimes-107" selected>' in response.content.decode()
    wrong = {"code": "fj-crimes-107", "period_from": "2026-03-01", "period_to": "2026-02-01"}
    response = open_page(lead, f"{board}/offences/new/", wrong)
    assert response.status_code == 400
    assert "The last day cannot be before the first." in text_of(response)
    assert open_page(lead, f"{board}/offences/new/", {"code": "fj-crimes-107"}).url == f"{board}/offences/"
    assert "O-002 Deceptive recruiting for sexual services" in see(lead, f"{board}/offences/")


def test_an_element_says_what_it_rests_on(open_page, text_of, see, lead, board):
    address = f"{board}/offences/1/complied/"
    response = open_page(lead, address, {"proof-strength": "supports"})
    assert response.status_code == 400
    assert "Please choose what it rests on, or say it in words." in text_of(response)
    response = open_page(
        lead, address, {"proof-strength": "supports", "proof-rests_on": "S-001", "proof-note": "all of it"}
    )
    assert response.url == f"{board}/offences/#O-001"
    words = see(lead, address)
    assert "S-001 all of it" in words
    proof = open_page(lead, address).context["element"].supports[0].id
    assert open_page(lead, f"{address}{proof}/withdraw/", {"reason-reason": ""}).status_code == 400
    assert open_page(lead, f"{address}{proof}/withdraw/", {"reason-reason": "Not so"}).url == address
    assert "Not so" in see(lead, f"{board}/offences/1/")
    assert open_page(lead, f"{board}/offences/1/nothing/").status_code == 404
    assert open_page(lead, f"{board}/offences/7/").status_code == 404


def test_states_and_who_and_when(open_page, text_of, see, lead, board):
    response = open_page(lead, f"{board}/offences/1/state/", {"state-state": "dropped"})
    assert response.status_code == 400
    dropped = {"state-state": "dropped", "state-why": "Nobody was moved"}
    assert open_page(lead, f"{board}/offences/1/state/", dropped).status_code == 302
    assert "Dropped: Nobody was moved" in see(lead, f"{board}/offences/")
    changed = {"version": 2, "note": "In the harbour", "period_from": "2026-01-05"}
    assert open_page(lead, f"{board}/offences/1/", changed).status_code == 302
    assert "In the harbour" in see(lead, f"{board}/offences/1/")
    response = open_page(lead, f"{board}/offences/1/", changed | {"note": "Elsewhere"})
    assert response.status_code == 400
    assert "Elsewhere" in text_of(response)


def test_a_newer_version_of_the_law_is_taken_over_by_hand(open_page, see, lead, supervisor, board):
    from dataclasses import replace

    from lali.records.law.actions import edit_offence
    from lali.records.law.models import Offence

    text = Offence.objects.get(code="fj-crimes-112").current.as_text()
    fewer = tuple(one for one in text.elements if one.code != "papers_taken")
    edit_offence(by=supervisor, code="fj-crimes-112", version=1, text=replace(text, elements=fewer), why="Asked for")
    assert "A newer version of this law stands" in see(lead, f"{board}/offences/")
    assert open_page(lead, f"{board}/offences/1/newest/", {}).status_code == 302
    assert "Rests on elements that this version of the law does not have" in see(lead, f"{board}/offences/")


def test_an_empty_board_says_what_to_do_first(see, lead, full_case):
    assert "No offence taken up yet" in see(lead, f"/cases/{full_case.ref}/offences/")
    words = see(lead, f"/cases/{full_case.ref}/evidence/")
    assert "No statement." in words
    assert "Nothing cited." in words


@pytest.mark.slow
def test_thirty_exhibits_and_fifty_proofs_cost_the_same(open_page, lead, board, full_case):
    from lali.records.elements.actions import add_proof
    from lali.records.evidence.actions import Acquisition, Said, cite_passage, take_in_exhibit, take_statement

    def cost():
        found = []
        for part in ("", "evidence/", "offences/", "offences/1/exploitation/", "statements/1/"):
            with CaptureQueriesContext(connection) as queries:
                assert open_page(lead, f"{board}/{part}").status_code == 200
            found.append(len(queries))
        return found

    open_page(lead, f"{board}/")
    few, ref = cost(), full_case.ref
    for number in range(30):
        take_in_exhibit(by=lead, ref=ref, file_name=f"{number}", source=BytesIO(b"x"), acquisition=Acquisition())
    for number in range(10):
        take_statement(by=lead, ref=ref, said=Said("Words", of_whom="unknown"))
        cite_passage(by=lead, ref=ref, source=f"S-{number + 2:03d}", quote="Words")
    for number in range(50):
        rests_on = f"E-{number % 30 + 1:03d}" if number % 2 else f"P-{number % 10 + 1:03d}"
        add_proof(
            by=lead, ref=ref, number=1, element="exploitation", strength="supports", rests_on=rests_on, note=str(number)
        )
    assert cost() == few


# -- the law -----------------------------------------------------------------------------------------------------------


def test_the_law_is_listed_by_act_and_filtered(see, lead, board):
    words = see(lead, "/law/")
    assert "Crimes Act 2009" in words
    assert "Penal Code [CAP 135]" not in words
    words = see(lead, "/law/?country=VU&topic=grooming")
    assert "Solicitation of children" in words
    assert "Illegal access" not in words
    assert "No offence of this kind is kept here" in see(lead, "/law/?country=VU&topic=debt")
    words = see(lead, "/law/fj-crimes-119/")
    assert "From memory: nothing was read." in words
    assert "Edit" not in words


def test_the_law_is_edited_confirmed_and_retired_by_who_keeps_it(open_page, text_of, see, supervisor, board):
    page = open_page(supervisor, "/law/fj-crimes-114/edit/")
    typed = {bound.html_name: bound.value() for bound in page.context["form"] if bound.value() is not None}
    typed |= {"element-TOTAL_FORMS": 2, "element-INITIAL_FORMS": 0, "tags": ["tip", "child"]}
    typed |= {"element-0-code": "under_18", "element-0-words_en": "the person is under 18", "element-0-family": "age"}
    typed |= {
        "element-0-basis": "text",
        "element-1-words_en": "is moved",
        "element-1-family": "movement",
        "element-1-basis": "here",
    }
    response = open_page(supervisor, "/law/fj-crimes-114/edit/", typed)
    assert response.status_code == 400  # without a reason
    typed["why"] = "The prosecutor read it with us"
    assert open_page(supervisor, "/law/fj-crimes-114/edit/", typed).status_code == 302
    words = see(supervisor, "/law/fj-crimes-114/")
    assert "is moved" in words
    assert "The prosecutor read it with us" in words
    assert "This is an older version" in see(supervisor, "/law/fj-crimes-114/versions/1/")
    response = open_page(supervisor, "/law/fj-crimes-114/edit/", typed)
    assert "A colleague changed this offence" in text_of(response)
    confirmed = {"confirm-version": 2, "confirm-prosecutor": "A. Reefheron (invented)", "confirm-on": "2026-11-02"}
    assert open_page(supervisor, "/law/fj-crimes-114/confirm/", {}).status_code == 400
    assert open_page(supervisor, "/law/fj-crimes-114/confirm/", confirmed).status_code == 302
    assert "Confirmed by a prosecutor" in see(supervisor, "/law/fj-crimes-114/")
    assert open_page(supervisor, "/law/fj-crimes-114/retire/", {}).status_code == 400
    assert open_page(supervisor, "/law/fj-crimes-114/retire/", {"reason-reason": "Repealed"}).status_code == 302
    assert "Not offered to cases any more: Repealed" in see(supervisor, "/law/fj-crimes-114/")
    open_page(supervisor, "/law/fj-crimes-114/take-back/", {})
    assert "Repealed" not in see(supervisor, "/law/fj-crimes-114/")


def test_an_offence_is_added(open_page, text_of, supervisor, board):
    assert "Add an offence" in text_of(open_page(supervisor, "/law/new/"))
    typed = {
        "country": "VU",
        "act": "Passports Act",
        "section": "7",
        "title_en": "Passport",
        "confidence": "here",
        "why": "x",
    }
    rows = {"element-TOTAL_FORMS": 0, "element-INITIAL_FORMS": 0}
    assert open_page(supervisor, "/law/new/", typed | rows).url == "/law/vu-passports-act-7/"
    assert open_page(supervisor, "/law/new/", typed | rows).status_code == 400


# -- in a browser ------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.slow
def test_the_screens_are_accessible_and_flow(open_page, lead, supervisor, board, page):
    parts = [
        "",
        "evidence/",
        "statements/new/",
        "statements/1/",
        "statements/1/correct/",
        "offences/",
        "offences/new/",
        "offences/1/",
        "offences/1/exploitation/",
    ]
    screens = {f"{board}/{part}": standing_alone(open_page(lead, f"{board}/{part}")) for part in parts}
    laws = ("/law/", "/law/fj-crimes-112/", "/law/fj-crimes-112/edit/")
    screens |= {one: standing_alone(open_page(supervisor, one)) for one in laws}
    wrong = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        for name, html in screens.items():
            page.set_content(html)
            page.evaluate(OPEN_ALL)
            wrong += [(name, scheme, *fault) for fault in faults(page)]
            wrong += [(name, width, "small", target) for target in page.evaluate(SMALL)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append((name, width, "wider than the screen"))
            if folder := environ.get("LALI_ALBUM"):
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
                page.screenshot(path=f"{folder}/{width}{name.replace('/', '_')}.png", full_page=True)
    assert wrong == []
