"""The network on screen: the picture with its links, the table that says the same, ways, filters, files to take out."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases.actions import add_identifier, open_case
from lali.records.entities.models import Mention
from lali.records.links.actions import judge_proposal, propose_links, take_judgement_back
from lali.records.links.models import Proposal

NETWORK = "/network/"


@pytest.fixture
def other(lead, full_case):
    """A second case of the same lead with the same phone as the first."""
    other = open_case(by=lead, title="Second matter")
    for case in (full_case, other):
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    return other


def whole(response):
    return response.content.decode()


def test_the_phone_that_ties_two_cases_is_told_first(open_page, text_of, lead, full_case, other):
    page = open_page(lead, NETWORK)
    said = text_of(page)
    assert "Look at this first" in said
    first = f"Phone +6794100142 ties 2 records: {full_case.ref}, {other.ref}. Nobody has linked them."
    assert first in said.replace(" ,", ",").replace(" .", ".")  # each reference stands in a span: it does not break
    assert whole(page).count('class="net-spot ') == len(page.context["page"].drawn.nodes)
    assert "Press a thing in the picture" in said


def test_what_was_judged_is_not_told_first_until_that_is_taken_back(open_page, text_of, lead, full_case, other):
    propose_links(by="node")
    ends = [full_case.subject, other.subject]
    pair = Proposal.objects.get(one__in=ends, other__in=ends)
    judge_proposal(by=lead, number=pair.pk, verdict="apart", reason="Two men")
    page = text_of(open_page(lead, NETWORK))
    assert "Nobody has linked them" not in page
    assert "Look at this first" not in page
    take_judgement_back(by=lead, number=pair.pk, judgement=pair.judgements.get().pk, reason="One man")
    assert "Nobody has linked them" in text_of(open_page(lead, NETWORK))


def test_of_three_records_the_pairs_that_nobody_judged_are_counted(open_page, text_of, lead, full_case, other):
    add_identifier(by=lead, ref=open_case(by=lead, title="Third").ref, kind="phone", typed="410 0142")
    propose_links(by="node")
    ends = [full_case.subject, other.subject]
    pair = Proposal.objects.get(one__in=ends, other__in=ends)
    judge_proposal(by=lead, number=pair.pk, verdict="apart", reason="Two men")
    assert "2 pairs of them are neither linked nor judged." in text_of(open_page(lead, NETWORK))


def test_around_a_case_an_identifier_and_a_person(open_page, text_of, lead, full_case, other):
    phone = f"{reverse('workspace:identifier', args=[number_of(lead, open_page)])}network/"
    person = re.search(r"/persons/\d+/", whole(open_page(lead, f"/cases/{full_case.ref}/persons/")))[0]
    for address in (f"/cases/{other.ref}/network/", phone, f"/cases/{full_case.ref}{person}network/"):
        assert full_case.ref in text_of(open_page(lead, address))


def number_of(lead, open_page):
    return int(re.search(r"/identifiers/(\d+)/", whole(open_page(lead, "/identifiers/")))[1])


def test_a_node_says_what_it_is_tied_to_and_a_way_cites_its_steps(open_page, text_of, lead, full_case, other):
    address = f"{NETWORK}?at=case:{other.ref}"
    said = text_of(open_page(lead, address))
    assert "Second matter" in said
    assert "Begin a way here" in said
    begun = text_of(open_page(lead, f"{NETWORK}?from=case:{other.ref}&at=case:{full_case.ref}"))
    assert "Show the way to here" in begun
    way = open_page(lead, f"{NETWORK}?from=case:{other.ref}&to=case:{full_case.ref}")
    assert "Who connects these two" in text_of(way)
    assert "net-way" in whole(way)
    assert f"stands in ({other.ref}" in text_of(way)
    assert f"Case {other.ref} – stands in" not in text_of(way), "what is read is the identifier standing in the case"
    assert "stands in " + other.ref in said
    none = open_page(lead, f"{NETWORK}?from=case:{other.ref}&to=case:{full_case.ref}&kind=case")
    assert "No way between them" in text_of(none)


def test_filters_hide_and_open(open_page, text_of, lead, full_case, other):
    phones = open_page(lead, f"{NETWORK}?kind=phone&kind=case").context["page"]
    assert {node.kind for node in phones.graph.nodes.values()} == {"phone", "case"}
    past = open_page(lead, f"{NETWORK}?by=2001-01-01").context["page"]
    assert not past.graph.nodes
    hidden = open_page(lead, f"{NETWORK}?hide=case:{other.ref}")
    assert f"case:{other.ref}" not in hidden.context["page"].graph.nodes
    assert "show it again" in text_of(hidden)
    around = open_page(lead, f"{NETWORK}?around=case:{other.ref}")
    assert f"Only what lies around {other.ref} is shown." in text_of(around)
    assert len(around.context["page"].graph.nodes) == 3
    sure = open_page(lead, f"{NETWORK}?ties=sure").context["page"]
    assert all(tie.strength >= 0.5 for tie in sure.graph.ties)


@pytest.mark.parametrize(
    "asked", ["at=%00", "at=x&from=y&to=z", "open=case:", "kind=nonsense", "by=yesterday", "zoom=9", "page=x", "hide="]
)
def test_addresses_that_mean_nothing_show_the_page(open_page, lead, other, asked):
    assert open_page(lead, f"{NETWORK}?{asked}").status_code == 200


@pytest.mark.parametrize("form", ["png", "svg", "graphml"])
def test_a_file_says_for_whom_and_that_all_is_invented(open_page, lead, other, form):
    response = open_page(lead, f"{NETWORK}?kind=phone&kind=case", post={"form": form})
    assert response["Content-Disposition"] == f'attachment; filename="network-of-my-cases.{form}"'
    made = response.content
    if form == "png":
        assert made.startswith(b"\x89PNG")
    else:
        for words in ("FICTIONAL", lead.name, "Case, Phone", "not findings about a person", "+6794100142"):
            assert words in made.decode()
        assert "Second matter" not in made.decode()  # a title may name somebody
    entry = Entry.objects.get(verb="network.exported")
    assert (entry.by, entry.facts["form"]) == (lead.journal_name, form)


def test_a_form_that_is_none(open_page, lead, other):
    assert open_page(lead, NETWORK, post={"form": "exe"}).status_code == 400
    assert not Entry.objects.filter(verb="network.exported").exists()


def test_who_has_no_case_is_told_what_will_be_here(open_page, text_of, colleague, other):
    said = text_of(open_page(colleague, NETWORK))
    assert "Second matter" not in said
    assert other.ref not in said


def test_one_steps_through_time(open_page, text_of, lead, full_case, other):
    Mention.objects.filter(record=other.subject).update(at=timezone.now() - timedelta(days=40))
    page = open_page(lead, NETWORK)
    assert "Step through time" in text_of(page)
    first, *_rest, last = page.context["page"].times
    assert last[2]
    past = open_page(lead, NETWORK + first[0])
    assert past.context["page"].choice.by.isoformat() in first[0]
    assert len(past.context["page"].graph.ties) < len(page.context["page"].graph.ties)
