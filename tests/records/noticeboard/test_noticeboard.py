"""What stands on the noticeboard, who put it there, and what a text is compared with."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from lali.engines.names import NameList
from lali.records.audit.models import Entry
from lali.records.noticeboard import keeping, queries
from lali.records.noticeboard.actions import (
    ChangeWaits,
    IsOver,
    NothingChanged,
    OwnWords,
    WhyIsNeeded,
    add_listing,
    change_listing,
    confirm_listing,
    end_listing,
    load_routes,
)
from lali.records.noticeboard.models import LicensedAgency, OfficialRoute, Opportunity
from lali.records.noticeboard.vocabulary import Kind, State

AGENCY = {
    "name": "Coral Gate Careers Ltd (fictional)",
    "other_names": "Coral Gate Careers\nCGC Placements",
    "licence": "FJ-L-0001",
    "valid_from": date(2026, 1, 1),
    "valid_until": date(2199, 12, 31),
    "contacts": "+679 555 0100",
}
WORK = {
    "offer": "vacancy",
    "name": "Packer (invented)",
    "place": "Macuata",
    "place_code": "FJ-07",
    "given_by": "Breadfruit Packers (fictional)",
    "wage": "FJD 5 an hour",
    "until": date(2199, 12, 31),
    "contacts": "+679 555 0101",
}
SAYS = {Kind.AGENCY: AGENCY, Kind.OPPORTUNITY: WORK}


@pytest.fixture
def write(supervisor):
    def write(kind=Kind.AGENCY, by=None, **said):
        return add_listing(
            by=by or supervisor, kind=kind, country="FJ", source="The register (invented)", said=SAYS[kind] | said
        )

    return write


@pytest.fixture
def shown(write, administrator):
    def shown(kind=Kind.AGENCY, **said):
        listing = write(kind, **said)
        return confirm_listing(by=administrator, kind=kind, number=listing.pk)

    return shown


def names(country="FJ"):
    return [one.name for one in queries.register_of(country).agencies]


# -- two persons -----------------------------------------------------------------------------------------------------


def test_nothing_is_shown_before_a_second_person_has_checked_it(write, supervisor, administrator):
    listing = write()
    assert names() == []
    with pytest.raises(OwnWords):
        confirm_listing(by=supervisor, kind="agency", number=listing.pk)
    assert names() == []
    confirm_listing(by=administrator, kind="agency", number=listing.pk)
    assert names() == [AGENCY["name"]]
    assert queries.register_of("FJ").checked_on == timezone.localdate()
    assert names("VU") == []


def test_the_database_refuses_the_same_person_too(write):
    listing = write()
    listing.checked_by = listing.written_by
    with pytest.raises(IntegrityError), transaction.atomic(using="letterbox"):
        listing.save()
    listing.checked_by, listing.state = "", State.STANDING
    with pytest.raises(IntegrityError), transaction.atomic(using="letterbox"):
        listing.save()


def test_a_change_is_shown_only_when_it_was_checked(shown, supervisor, administrator):
    old = shown()
    new = change_listing(
        by=administrator, kind="agency", number=old.pk, country="FJ", source="Seen", said=AGENCY | {"licence": "FJ-L-2"}
    )
    assert [one.licence for one in queries.register_of("FJ").agencies] == ["FJ-L-0001"]
    with pytest.raises(ChangeWaits):
        change_listing(by=supervisor, kind="agency", number=old.pk, country="FJ", source="x", said=AGENCY)
    with pytest.raises(OwnWords):
        confirm_listing(by=administrator, kind="agency", number=new.pk)
    confirm_listing(by=supervisor, kind="agency", number=new.pk)
    assert [one.licence for one in queries.register_of("FJ").agencies] == ["FJ-L-2"]
    old.refresh_from_db()
    assert (old.state, old.ended_on) == (State.REPLACED, timezone.localdate())


def test_words_that_wait_are_changed_without_being_shown_in_between(write, supervisor, administrator):
    first = write()
    second = change_listing(
        by=administrator, kind="agency", number=first.pk, country="FJ", source="Seen", said=AGENCY | {"licence": "2"}
    )
    with pytest.raises(IsOver):
        confirm_listing(by=supervisor, kind="agency", number=first.pk)
    confirm_listing(by=supervisor, kind="agency", number=second.pk)
    assert [one.licence for one in queries.register_of("FJ").agencies] == ["2"]


@pytest.fixture
def changed(administrator):
    def changed(old, licence, by=None):
        said = AGENCY | {"licence": licence}
        return change_listing(
            by=by or administrator, kind="agency", number=old.pk, country="FJ", source="Seen", said=said
        )

    return changed


def licences():
    return [one.licence for one in queries.register_of("FJ").agencies]


def test_a_change_of_a_change_takes_the_place_of_what_is_shown(shown, changed, supervisor):
    first = shown()
    second = changed(first, "2")
    third = changed(second, "3")
    assert third.replaces == first
    with pytest.raises(ChangeWaits):
        changed(first, "4", by=supervisor)
    confirm_listing(by=supervisor, kind="agency", number=third.pk)
    assert licences() == ["3"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.state, second.state} == {State.REPLACED}


def test_what_was_taken_down_does_not_come_back_by_a_change_of_a_change(shown, changed, supervisor):
    first = shown()
    third = changed(changed(first, "2"), "3")
    end_listing(by=supervisor, kind="agency", number=first.pk, why="The licence was withdrawn")
    third.refresh_from_db()
    assert third.state == State.ENDED
    with pytest.raises(IsOver):
        confirm_listing(by=supervisor, kind="agency", number=third.pk)
    assert licences() == []


def test_a_chain_that_nobody_has_seen_yet_becomes_one_listing(write, changed, administrator, supervisor):
    third = changed(changed(write(), "2"), "3")
    with pytest.raises(OwnWords):
        confirm_listing(by=administrator, kind="agency", number=third.pk)
    confirm_listing(by=supervisor, kind="agency", number=third.pk)
    assert licences() == ["3"]
    assert LicensedAgency.objects.kept().get() == third


def test_what_waits_stands_first_and_none_is_left_out(write, shown, administrator):
    for number in range(3):
        shown(name=f"A {number}")
    last = write(name="Z")
    agencies = keeping.noticeboard_of(administrator)[0].listings
    assert agencies[0] == last
    assert agencies.count() == 4


def test_attention_counts_without_reading(shown, administrator, django_assert_num_queries):
    shown()
    LicensedAgency.objects.update(checked_on=date(2026, 1, 1))
    with django_assert_num_queries(6, using="letterbox"):
        found = keeping.attention(administrator)
    assert found == keeping.Attention(0, 1)


def test_the_names_are_made_ready_once_however_many_firms_a_text_names(shown, monkeypatch):
    shown()
    made = []
    monkeypatch.setattr(queries, "NameList", lambda names: made.append(names) or NameList(names))
    assert len(named("Golden Lagoon Careers, Silver Reef Recruitment, Blue Sky Agency, Coral Gate Carers")) == 4
    assert len(made) == 1


def test_a_change_that_says_the_same_is_none(shown, administrator):
    listing = shown()
    with pytest.raises(NothingChanged):
        change_listing(
            by=administrator, kind="agency", number=listing.pk, country="FJ", source=listing.source, said=AGENCY
        )


def test_one_person_takes_down_at_once_and_says_why(shown, supervisor, administrator):
    listing = shown()
    waits = change_listing(
        by=administrator, kind="agency", number=listing.pk, country="FJ", source="x", said=AGENCY | {"licence": "2"}
    )
    with pytest.raises(WhyIsNeeded):
        end_listing(by=supervisor, kind="agency", number=listing.pk, why=" ")
    end_listing(by=supervisor, kind="agency", number=listing.pk, why="The licence was withdrawn")
    assert names() == []
    waits.refresh_from_db()
    assert waits.state == State.ENDED
    for call in (confirm_listing, end_listing):
        with pytest.raises(IsOver):
            call(by=administrator, kind="agency", number=listing.pk, **({"why": "x"} if call is end_listing else {}))


@pytest.mark.parametrize("who", ["lead", "auditor"])
def test_who_does_not_keep_the_noticeboard_may_nothing(who, request, shown):
    member, listing = request.getfixturevalue(who), shown()
    with pytest.raises(PermissionDenied):
        add_listing(by=member, kind="agency", country="FJ", source="x", said=AGENCY)
    for call in (keeping.read_listing, listing_confirmed_by):
        with pytest.raises(PermissionDenied):
            call(member, "agency", listing.pk)
    with pytest.raises(PermissionDenied):
        keeping.noticeboard_of(member)
    assert keeping.attention(member) == keeping.Attention(0, 0)


def listing_confirmed_by(member, kind, number):
    return confirm_listing(by=member, kind=kind, number=number)


def test_what_is_not_there_is_not_there(supervisor):
    for kind, number in (("agency", 999), ("nothing", 1), ("agency", 10**30)):
        with pytest.raises(Http404):
            keeping.read_listing(supervisor, kind, number)


def test_every_deed_stands_in_the_journal_and_says_what_changed(shown, administrator, supervisor):
    listing = shown()
    change_listing(
        by=administrator, kind="agency", number=listing.pk, country="FJ", source="x", said=AGENCY | {"licence": "2"}
    )
    end_listing(by=supervisor, kind="agency", number=listing.pk, why="Mistake")
    entries = {one.verb: one for one in Entry.objects.filter(verb__startswith="listing.")}
    assert set(entries) == {"listing.added", "listing.confirmed", "listing.changed", "listing.ended"}
    assert entries["listing.changed"].facts["changed"]["licence"] == ["FJ-L-0001", "2"]
    assert entries["listing.added"].subject == f"listing:agency-{listing.pk}"


# -- time ------------------------------------------------------------------------------------------------------------


def test_what_was_checked_long_ago_says_so_until_somebody_checks_it_again(shown, administrator):
    with time_machine.travel("2026-03-02T00:00:00+00:00", tick=False):
        listing = shown()
        assert keeping.old_listings() == []
    with time_machine.travel("2026-11-02T00:00:00+00:00", tick=False):
        assert keeping.old_listings() == [listing]
        assert keeping.attention(administrator).old == 1
        found = queries.agencies_named("Coral Gate Careers", queries.register_of("FJ"), timezone.localdate())
        assert found[0].is_old
        confirm_listing(by=administrator, kind="agency", number=listing.pk)
        assert keeping.old_listings() == []


def test_an_opportunity_ends_by_its_date(shown):
    today = timezone.localdate()
    shown(Kind.OPPORTUNITY, until=today)
    assert len(queries.near_home("FJ", today)) == 1
    assert queries.near_home("FJ", today + timedelta(days=1)) == []
    assert queries.near_home("VU", today) == []


def test_a_licence_that_ended_is_told(shown):
    shown(valid_until=date(2026, 1, 2))
    found = queries.agencies_named("Coral Gate Careers", queries.register_of("FJ"), date(2026, 1, 3))
    assert found[0].licence_is_over


def test_what_waits_is_counted_for_the_other_one_only(write, supervisor, administrator):
    write()
    write(Kind.OPPORTUNITY)
    assert keeping.attention(administrator).waiting == 2
    assert keeping.attention(supervisor).waiting == 0


# -- what a text names -----------------------------------------------------------------------------------------------


def named(text):
    found = queries.agencies_named(text, queries.register_of("FJ"), timezone.localdate())
    return [(one.written, one.agency and one.agency.licence, one.exact) for one in found]


def test_an_agency_is_met_by_each_of_its_names_and_once(shown):
    shown()
    assert named("Bula, CGC PLACEMENTS and Coral Gate Careers call you") == [("Coral Gate Careers", "FJ-L-0001", True)]
    assert named("Coral Gate Carers wants you") == [("Coral Gate Careers", "FJ-L-0001", False)]


def test_a_firm_that_stands_not_there_is_named_without_more(shown):
    shown()
    assert named("Golden Lagoon Careers needs 12 girls") == [("Golden Lagoon Careers", None, False)]
    assert named("See you at church on Sunday.") == []


def test_without_a_register_nothing_is_said_of_a_firm(agency):
    assert named("Golden Lagoon Careers needs 12 girls") == []


@pytest.mark.parametrize("typed", ["coral gate", "Coral Gate Careers", "cgc", "Coral Gat Careers"])
def test_the_search_finds_by_a_piece_and_by_a_name_like_it(shown, typed):
    shown()
    assert len(queries.agencies_like(typed, queries.register_of("FJ"), timezone.localdate())) == 1


@pytest.mark.parametrize("typed", ["", "x", "Golden Lagoon", "\x00" * 9, "'; DROP"])
def test_the_search_finds_nothing_else(shown, typed):
    shown()
    assert queries.agencies_like(typed, queries.register_of("FJ"), timezone.localdate()) == []


# -- routes that ship ------------------------------------------------------------------------------------------------


def test_shipped_routes_are_shown_as_to_be_confirmed_and_an_agency_confirms_them(agency, supervisor):
    assert load_routes(by="node", country="FJ") == 4
    assert load_routes(by="node", country="FJ") == 0
    palm = queries.routes_of("FJ")[0]
    assert (palm.name, palm.state, palm.checked_on) == ("PALM", State.SHIPPED, None)
    assert all(one.source.startswith("https://") for one in queries.routes_of("FJ"))
    confirm_listing(by=supervisor, kind="route", number=palm.pk)
    assert queries.routes_of("FJ")[0].state == State.STANDING
    assert load_routes(by="node", country="VN") == 0


def test_what_the_agency_ended_does_not_come_again(agency, supervisor):
    load_routes(by="node", country="FJ")
    end_listing(by=supervisor, kind="route", number=OfficialRoute.objects.get(name="RSE").pk, why="Over")
    assert load_routes(by="node", country="FJ") == 0


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("Pay the PALM fee", ["PALM"]),
        ("palm oil from the palm tree", []),
        ("palm scheme in australia", ["PALM"]),
        ("an RSE job", ["RSE"]),
        ("HORSES run; rse", []),
        ("Fly to dubai", ["Work in the Gulf"]),
        ("customer service in Bangkok, then PALM", ["PALM", "Work in South-East Asia"]),
        ("", []),
    ],
)
def test_a_route_is_met_by_its_words(agency, text, routes):
    load_routes(by="node", country="FJ")
    assert [one.name for one in queries.routes_named(text, queries.routes_of("FJ"))] == routes


def test_models_of_the_noticeboard_live_with_the_letterbox(write):
    write()
    assert LicensedAgency.objects.db == "letterbox"
    assert Opportunity.objects.db == "letterbox"
