"""A brief that was handed on finds the second person: on the desk, among the notices; or it says that there is none."""

import pytest
from django.urls import reverse

from lali.records.briefs import actions
from lali.records.cases.actions import put_on_team

pytestmark = pytest.mark.slow


@pytest.fixture
def draft(full_case, lead):
    return actions.begin_brief(by=lead, ref=full_case.ref, title="Secret title", kind="evidence", language="en")


@pytest.fixture
def second(full_case, lead, supervisor):
    put_on_team(by=lead, ref=full_case.ref, member=supervisor, level="lead")
    return supervisor


@pytest.fixture
def page_of(draft, full_case, open_page, text_of):
    return lambda member: text_of(open_page(member, reverse("workspace:brief", args=[full_case.ref, 1])))


def test_a_brief_waits_on_the_desk_and_its_notice_leads_to_it(
    draft, full_case, lead, second, colleague, open_page, text_of
):
    actions.put_up_brief(by=lead, ref=full_case.ref, number=1)
    said = text_of(open_page(second, "/"))
    assert f"Brief B-001 of case {full_case.ref}" in said
    assert f"{lead.name} handed it on; a second person must fix it." in said
    assert "Secret title" not in said
    for other in (lead, colleague):
        assert "Brief B-001" not in text_of(open_page(other, "/"))
    page = open_page(second, "/notices/")
    assert "A brief of a case that you lead waits for a second person." in text_of(page)
    assert f'href="/cases/{full_case.ref}/briefs/1/"' in page.content.decode()


def test_where_nobody_else_leads_the_page_says_so_before_and_after(
    draft, full_case, lead, colleague, supervisor, page_of, open_page
):
    assert "Nobody else leads this case" in page_of(lead)
    assert "Nobody else leads this case" not in page_of(colleague)  # who hands it on to the one lead
    page = open_page(lead, reverse("workspace:brief", args=[full_case.ref, 1])).content.decode()
    assert page.count(f'href="/cases/{full_case.ref}/team/"') == 2  # the tab, and the warning
    actions.put_up_brief(by=lead, ref=full_case.ref, number=1)
    assert "Nobody else leads this case" in page_of(lead)
    assert "Whoever leads the case can name one." in page_of(colleague)
    put_on_team(by=lead, ref=full_case.ref, member=supervisor, level="lead")
    assert "Nobody else leads this case" not in page_of(lead)


def test_what_is_covered_everywhere_is_counted_as_the_page_shows_it(draft, full_case, lead, open_page, text_of):
    words = {"language": "en", "classification": "", "summary": "Only Numbats here", "witness_note": ""}
    actions.describe_brief(by=lead, ref=full_case.ref, number=1, version=draft.version, title="Numbats", **words)
    address = reverse("workspace:brief_cover_everywhere", args=[full_case.ref, 1])
    open_page(lead, address, {"phrase-phrase": "Numbats", "phrase-reason": "safety"})
    said = text_of(open_page(lead, reverse("workspace:brief", args=[full_case.ref, 1])))
    assert "Covered in 2 places of the paper and its files. They stand in no item." in said


def test_pages_of_the_paper_are_counted_as_pages(draft, full_case, lead, page_of):
    actions.put_up_brief(by=lead, ref=full_case.ref, number=1)
    draft.refresh_from_db()
    said = page_of(lead)
    assert f"Page 1 of {draft.pages}" in said
    assert "1–1 of" not in said
