"""Every address x every role: the matrix says who passes, and the walk tries each with real objects."""

import re
from contextlib import ExitStack
from importlib.util import module_from_spec, spec_from_file_location
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from lali.records.audit.models import Entry
from lali.records.cases.models import Case, TeamPlace
from lali.records.cooperation.identity import our_card
from tests.neighbour import make_neighbour
from tests.repository.routes_scene import ACTORS, CANARY, build_scene

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"])

OPEN = {  # to anybody, and why
    "account_login": "the sign-in page itself",
    "account_inactive": "tells a former member so; shows nothing",
    "account_logout": "a page that asks; signs out only who is in",
    "mfa_authenticate": "the second step of signing in; without the first it leads back to it",
    "mfa_login_webauthn": "signing in by passkey",
    "administration:invitation": "for who is not in yet: a one-time link",
    "administration:new_password": "for who cannot come in: a one-time link",
    "workspace:calendar_feed": "for calendar programs: a secret address; days and references only, 404 for any other",
    "components:gallery": "the components with invented words; holds no record",
    "components:public_gallery": "the same for the public room",
    "administration:language": "the language of the sign-in page; shows nothing",
}
OWN = re.compile(r"account_|mfa_|usersessions_")  # pages about the member's own sign-in: the same for every role

# -- the matrix ------------------------------------------------------------------------------------------------------
# A row says, for reader, contributor, lead (on the team) | outsider, supervisor (off it) | auditor, administrator:
#   +  passes      3  "you may not" (403)      .  "there is no such thing" (404)      e  the form comes back with why
EVERYBODY = "+++|++|++"
TRIAGES = "+++|++|.."
ASKS_ROLE = "+++|++|33"  # the role is asked before anything else
TEAM = "+++|..|.."
CONTRIBUTES = "3++|..|.."
LEADS = "33+|..|.."
BEGAN = "33+|..|.."  # who began an intake goes on with it; in the scene the lead
REMOVES = "33+|..|.."  # a right apart; in the scene the lead has it
DRAFTS = ".++|..|.."  # of who writes on the case; for a reader there is no such brief yet
ADMINISTERS = "333|33|3+"
AUDITS = "333|33|+3"
IMPORTS = "333|3+|33"
KEEPS_LAW = "333|3+|33"
KEEPS_BOARD = "333|3+|3+"
RUNS_CAMPAIGNS = "333|3+|33"
TRANSLATES = "333|3+|3+"
SEES_CAMPAIGNS = "333|3+|3+"

MATRIX = {
    "GET workspace:desk": EVERYBODY,
    "POST workspace:ask_access": ASKS_ROLE,
    "POST workspace:decide_access": LEADS,
    "GET workspace:access": EVERYBODY,
    "POST workspace:emergency": "eee|++|33",  # who is on the team needs none
    "POST workspace:conflict": ASKS_ROLE,
    "POST workspace:wall_set": "33+|.+|..",
    "POST workspace:wall_lift": LEADS,
    "POST workspace:oversight": "33+|..|+.",
    "POST workspace:lead_name": "...|.+|..",
    "POST workspace:offer_decide": "333|3+|33",
    "GET workspace:case_team": TEAM,
    "POST workspace:export_htcds": LEADS,
    "GET workspace:archive_new": LEADS,
    "POST workspace:archive_new": LEADS,
    "GET workspace:archives": EVERYBODY,  # one's own
    "POST workspace:archive_look": IMPORTS,
    "GET workspace:archive": "..+|.+|..",
    "POST workspace:archive_approve": "333|3+|33",
    "POST workspace:archive_let_go": "..+|.+|..",
    "POST workspace:archive_file": "..+|..|..",  # approved by another supervisor
    "GET workspace:arrival": IMPORTS,
    "POST workspace:arrival_take_in": IMPORTS,
    "POST workspace:arrival_let_go": IMPORTS,
    "GET workspace:retention": EVERYBODY,
    "POST workspace:retention_rule": ADMINISTERS,
    "POST workspace:disposal_propose": "333|3+|33",
    "GET workspace:disposal": "333|3+|+3",
    "GET workspace:disposal_file": "333|3+|+3",
    "POST workspace:disposal_carry_out": "333|3+|+3",
    "POST workspace:disposal_withdraw": "333|3+|+3",
    "POST workspace:hold_set": "33+|.+|..",
    "POST workspace:hold_lift": "33+|.+|..",
    "POST workspace:opening_judge": LEADS,
    "POST workspace:case_offer": LEADS,
    "POST workspace:offer_withdraw": LEADS,
    "GET workspace:search": EVERYBODY,
    "POST workspace:search": EVERYBODY,  # leads to the page that shows, and journals, what each may see
    "GET workspace:queue": ASKS_ROLE,
    "GET workspace:tip_new": EVERYBODY,  # an empty form
    "POST workspace:tip_new": ASKS_ROLE,
    "GET workspace:tip": ASKS_ROLE,
    "POST workspace:tip_open_case": "+++|++|33",
    "POST workspace:tip_add_to_case": "e++|ee|..",  # one's own cases only are offered
    "POST workspace:tip_refer": TRIAGES,
    "POST workspace:tip_close": TRIAGES,
    "GET workspace:tip_like": TRIAGES,
    "POST workspace:tip_like": TRIAGES,
    "POST workspace:tip_ask": TRIAGES,
    "GET workspace:tip_file": TRIAGES,
    "POST workspace:tip_file_copy": TRIAGES,
    "POST workspace:tip_file_restrict": TRIAGES,
    "POST workspace:tip_file_lift": "...|..|..",  # of a file that is restricted; in the scene none is
    "POST workspace:tip_file_exhibit": "...|..|..",  # of a case that took the tip; in the scene none has
    "GET workspace:cases": EVERYBODY,  # one's own; for most an empty list
    "GET workspace:case_new": EVERYBODY,  # an empty form
    "POST workspace:case_new": ASKS_ROLE,
    "GET workspace:case": TEAM,
    "GET workspace:case_describe": TEAM,
    "POST workspace:case_describe": CONTRIBUTES,
    "GET workspace:case_journal": TEAM,
    "GET workspace:case_origin": TEAM,
    "GET workspace:case_persons": TEAM,
    "POST workspace:person_add": CONTRIBUTES,
    "GET workspace:person": TEAM,
    "GET workspace:person_describe": TEAM,
    "POST workspace:person_describe": CONTRIBUTES,
    "POST workspace:person_identify": LEADS,
    "POST workspace:person_reveal": LEADS,
    "POST workspace:role_give": CONTRIBUTES,
    "POST workspace:role_end": CONTRIBUTES,
    "POST workspace:acts_date": CONTRIBUTES,
    "POST workspace:victim_recognise": CONTRIBUTES,
    "POST workspace:victim_confirm": LEADS,
    "POST workspace:victim_withdraw": LEADS,
    "POST workspace:relation_add": CONTRIBUTES,
    "POST workspace:relation_take_back": CONTRIBUTES,
    "POST workspace:person_judge": CONTRIBUTES,
    "POST workspace:person_merge": CONTRIBUTES,
    "POST workspace:merge_undo": CONTRIBUTES,
    "POST workspace:person_remove": REMOVES,
    "POST workspace:person_erase": LEADS,
    "POST workspace:person_wall": LEADS,
    "POST workspace:namesake_aside": LEADS,
    "GET workspace:families": EVERYBODY,  # of records one may open
    "GET workspace:family": TRIAGES,
    "GET workspace:family_network": TRIAGES,
    "POST workspace:family_network": TRIAGES,
    "POST workspace:family_judge": TRIAGES,
    "POST workspace:family_judgement_back": TRIAGES,
    "POST workspace:family_take_out": TRIAGES,
    "POST workspace:family_put_back": TRIAGES,
    "GET workspace:possible_links": EVERYBODY,  # of records one may open; for most an empty list
    "POST workspace:link_judge": CONTRIBUTES,
    "POST workspace:links_judge": CONTRIBUTES,
    "POST workspace:link_judgement_back": CONTRIBUTES,
    "POST workspace:links_judgement_back": CONTRIBUTES,
    "POST workspace:people_judge": CONTRIBUTES,
    "POST workspace:people_judgement_back": "e++|..|..",  # who only reads is told who may
    "GET workspace:identifiers": EVERYBODY,  # of one's own cases
    "GET workspace:network": EVERYBODY,  # of one's own cases; for most empty
    "POST workspace:network": EVERYBODY,
    "GET workspace:case_network": TEAM,
    "POST workspace:case_network": TEAM,
    "GET workspace:person_network": TEAM,
    "POST workspace:person_network": TEAM,
    "GET workspace:identifier_network": TEAM,  # whoever sees a record that mentions it
    "POST workspace:identifier_network": TEAM,
    "GET workspace:watches": EVERYBODY,  # one's own
    "POST workspace:watches": ASKS_ROLE,
    "POST workspace:watch_end": "..+|..|..",  # one's own: in the scene the lead watches
    "POST workspace:wide_watch_end": "..+|..|..",
    "POST workspace:family_watch": TRIAGES,
    "POST workspace:person_watch": TEAM,
    "GET workspace:identifier": TEAM,  # whoever sees a record that mentions it
    "POST workspace:tag": TEAM,
    "POST workspace:untag": TEAM,
    "POST workspace:watch": TEAM,
    "GET workspace:case_identifiers": TEAM,
    "POST workspace:case_identifiers": CONTRIBUTES,
    "GET workspace:identifier_owner": TEAM,
    "POST workspace:identifier_owner": CONTRIBUTES,
    "POST workspace:identifier_note": CONTRIBUTES,
    "POST workspace:attribution_withdraw": CONTRIBUTES,
    "GET workspace:mention_remove": LEADS,  # who was given the right to remove; in the scene the lead
    "POST workspace:mention_remove": LEADS,
    "POST workspace:task_add": CONTRIBUTES,
    "GET workspace:task": TEAM,
    "POST workspace:task": CONTRIBUTES,
    "POST workspace:task_done": CONTRIBUTES,
    "GET workspace:case_timeline": TEAM,
    "GET workspace:event_new": TEAM,
    "POST workspace:event_new": CONTRIBUTES,
    "GET workspace:event": TEAM,
    "POST workspace:event": CONTRIBUTES,
    "POST workspace:event_remove": LEADS,  # who was given the right to remove; in the scene the lead
    "POST workspace:task_reopen": CONTRIBUTES,
    "POST workspace:task_remove": LEADS,  # who was given the right to remove
    "GET workspace:deadline_new": TEAM,
    "POST workspace:deadline_new": CONTRIBUTES,
    "GET workspace:deadline": TEAM,
    "POST workspace:deadline": CONTRIBUTES,
    "POST workspace:deadline_extend": CONTRIBUTES,
    "POST workspace:deadline_pause": CONTRIBUTES,
    "POST workspace:deadline_resume": CONTRIBUTES,
    "POST workspace:deadline_met": CONTRIBUTES,
    "POST workspace:deadline_confirm": CONTRIBUTES,
    "POST workspace:deadline_remove": LEADS,  # who was given the right to remove
    "GET workspace:work": EVERYBODY,  # one's own
    "GET workspace:board": "333|3+|33",
    "GET workspace:learning": "333|3+|3+",
    "GET workspace:notices": EVERYBODY,  # one's own
    "POST workspace:notice_seen": EVERYBODY,  # another's changes nothing
    "POST workspace:notices_seen": EVERYBODY,
    "POST workspace:notices_mail": EVERYBODY,
    "GET workspace:calendar": EVERYBODY,
    "POST workspace:calendar": ASKS_ROLE,
    "POST workspace:calendar_end": EVERYBODY,  # one's own
    "GET workspace:calendar_file": EVERYBODY,  # one's own
    "POST workspace:team_change": LEADS,
    "POST workspace:team_leave": CONTRIBUTES,  # the contributor leaves, or the lead takes them off
    "POST workspace:link": CONTRIBUTES,
    "POST workspace:unlink": CONTRIBUTES,
    "GET workspace:case_evidence": TEAM,
    "GET workspace:conversation_new": TEAM,
    "POST workspace:conversation_new": CONTRIBUTES,
    "GET workspace:conversations_beside": TEAM,
    "GET workspace:conversation": TEAM,
    "POST workspace:conversation_answer": CONTRIBUTES,
    "POST workspace:conversation_go_on": CONTRIBUTES,
    "POST workspace:conversation_cite": CONTRIBUTES,
    "GET workspace:conversation_take_back": TEAM,
    "POST workspace:conversation_take_back": CONTRIBUTES,
    "GET workspace:participants": TEAM,
    "POST workspace:participants": CONTRIBUTES,
    "POST workspace:participant_withdraw": CONTRIBUTES,
    "GET workspace:message_file": TEAM,
    "GET workspace:message": TEAM,
    "POST workspace:message_note": CONTRIBUTES,
    "GET workspace:statement_new": TEAM,  # an empty form
    "POST workspace:statement_new": CONTRIBUTES,
    "GET workspace:statement": TEAM,
    "GET workspace:statement_version": TEAM,
    "GET workspace:statement_correct": TEAM,
    "POST workspace:statement_correct": CONTRIBUTES,
    "POST workspace:passage_cite": CONTRIBUTES,
    "POST workspace:passage_withdraw": CONTRIBUTES,
    "GET workspace:case_offences": TEAM,
    "GET workspace:suspected_new": TEAM,  # an empty form
    "POST workspace:suspected_new": CONTRIBUTES,
    "GET workspace:suspected": TEAM,
    "POST workspace:suspected": CONTRIBUTES,
    "POST workspace:suspected_state": LEADS,  # to say that it is charged
    "POST workspace:suspected_newest": CONTRIBUTES,
    "GET workspace:element": TEAM,
    "POST workspace:element": CONTRIBUTES,
    "POST workspace:proof_withdraw": CONTRIBUTES,
    "GET programme:campaigns": SEES_CAMPAIGNS,
    "GET programme:campaign_new": RUNS_CAMPAIGNS,
    "POST programme:campaign_new": RUNS_CAMPAIGNS,
    "GET programme:campaign": SEES_CAMPAIGNS,
    "GET programme:campaign_change": RUNS_CAMPAIGNS,
    "POST programme:campaign_change": RUNS_CAMPAIGNS,
    "POST programme:audience_add": RUNS_CAMPAIGNS,
    "POST programme:audience_remove": RUNS_CAMPAIGNS,
    "GET programme:messages": SEES_CAMPAIGNS,
    "GET programme:message": RUNS_CAMPAIGNS,
    "POST programme:message": RUNS_CAMPAIGNS,
    "POST programme:message_sign": RUNS_CAMPAIGNS,
    "GET programme:materials": SEES_CAMPAIGNS,
    "GET programme:material": SEES_CAMPAIGNS,
    "GET programme:sessions": RUNS_CAMPAIGNS,
    "GET programme:session_new": RUNS_CAMPAIGNS,
    "POST programme:session_new": RUNS_CAMPAIGNS,
    "GET programme:session": RUNS_CAMPAIGNS,
    "GET programme:session_change": RUNS_CAMPAIGNS,
    "POST programme:session_change": RUNS_CAMPAIGNS,
    "POST programme:session_remove": RUNS_CAMPAIGNS,
    "GET programme:sheets": RUNS_CAMPAIGNS,
    "POST programme:sheets": RUNS_CAMPAIGNS,
    "POST programme:sheet_remove": RUNS_CAMPAIGNS,
    "GET programme:words": TRANSLATES,
    "GET programme:words_file": TRANSLATES,
    "GET programme:words_line": TRANSLATES,
    "POST programme:words_line": TRANSLATES,
    "POST programme:words_sign": TRANSLATES,
    "POST programme:words_return": TRANSLATES,
    "POST programme:words_back": TRANSLATES,
    "GET programme:words_upload": TRANSLATES,
    "POST programme:words_upload": TRANSLATES,
    "POST programme:words_take_in": TRANSLATES,
    "GET programme:words_page": TRANSLATES,
    "POST programme:words_page": TRANSLATES,
    "GET programme:words_sounds": TRANSLATES,
    "POST programme:words_sounds": TRANSLATES,
    "GET programme:words_sound": TRANSLATES,
    "POST programme:words_sound_sign": TRANSLATES,
    "POST programme:words_sound_remove": TRANSLATES,
    "GET programme:words_read": TRANSLATES,
    "POST programme:words_read": TRANSLATES,
    "GET programme:codes": SEES_CAMPAIGNS,
    "POST programme:codes_open": RUNS_CAMPAIGNS,
    "POST programme:code_close": RUNS_CAMPAIGNS,
    "GET programme:trials": SEES_CAMPAIGNS,
    "GET programme:trial_declare": RUNS_CAMPAIGNS,
    "POST programme:trial_declare": RUNS_CAMPAIGNS,
    "POST programme:trial_begin": RUNS_CAMPAIGNS,
    "POST programme:trial_give_up": RUNS_CAMPAIGNS,
    "GET programme:results": SEES_CAMPAIGNS,
    "GET programme:results_file": SEES_CAMPAIGNS,
    "GET workspace:lures": "+++|++|3+",
    "GET workspace:lure_new": "+++|++|33",
    "POST workspace:lure_new": "+++|++|33",
    "GET workspace:lure": "+++|++|3+",
    "GET workspace:lure_change": "+++|++|33",
    "POST workspace:lure_change": "+++|++|33",
    "POST workspace:lure_release": "+++|++|3+",
    "POST workspace:lure_take_back": "+++|++|3+",
    "GET workspace:noticeboard": KEEPS_BOARD,
    "GET workspace:listing_new": KEEPS_BOARD,
    "POST workspace:listing_new": KEEPS_BOARD,
    "GET workspace:listing": KEEPS_BOARD,
    "GET workspace:listing_change": KEEPS_BOARD,
    "POST workspace:listing_change": KEEPS_BOARD,
    "POST workspace:listing_confirm": KEEPS_BOARD,
    "POST workspace:listing_end": KEEPS_BOARD,
    "GET workspace:law": EVERYBODY,
    "GET workspace:law_offence": EVERYBODY,
    "GET workspace:law_version": EVERYBODY,
    "GET workspace:law_new": KEEPS_LAW,
    "POST workspace:law_new": KEEPS_LAW,
    "GET workspace:law_edit": KEEPS_LAW,
    "POST workspace:law_edit": KEEPS_LAW,
    "POST workspace:law_confirm": KEEPS_LAW,
    "POST workspace:law_retire": KEEPS_LAW,
    "POST workspace:law_take_back": KEEPS_LAW,
    "GET workspace:exhibit_new": TEAM,
    "POST workspace:exhibit_new": TEAM,  # for a reader the page comes again, and nothing is taken in
    "GET workspace:exhibit": TEAM,
    "GET workspace:exhibit_look": TEAM,
    "GET workspace:exhibit_picture": TEAM,
    "GET workspace:exhibit_play": TEAM,
    "POST workspace:exhibit_restrict": CONTRIBUTES,
    "GET workspace:restricted_look": TEAM,  # for who opened nothing it leads back to the exhibit's page
    "GET workspace:restricted_picture": "...|..|..",  # of a running opening of one's own in this session
    "POST workspace:restricted_ask": CONTRIBUTES,
    "POST workspace:restricted_describe": LEADS,
    "GET workspace:openings": EVERYBODY,  # one's own, and those one may decide about
    "POST workspace:restricted_decide": "..+|.+|..",  # somebody else's
    "POST workspace:restricted_end": ".++|.+|..",
    "POST workspace:exhibit_note": CONTRIBUTES,
    "POST workspace:exhibit_take_out": CONTRIBUTES,
    "POST workspace:exhibit_describe": CONTRIBUTES,
    "POST workspace:exhibit_check": TEAM,
    "POST workspace:exhibit_copy": TEAM,
    "POST workspace:exhibit_bundle": TEAM,
    "POST workspace:exhibit_compare": TEAM,
    "POST workspace:exhibit_deed": "ee+|..|..",  # who does not hold it is refused with a sentence
    "GET workspace:exhibit_label": TEAM,
    "GET workspace:exhibit_report": TEAM,
    "GET workspace:receipt": TEAM,
    "POST workspace:receipt": TEAM,
    "GET workspace:thing_new": TEAM,
    "POST workspace:thing_new": CONTRIBUTES,
    "POST workspace:intake_announce": CONTRIBUTES,
    "GET workspace:intake": BEGAN,
    "POST workspace:intake_compare": BEGAN,
    "GET workspace:intake_go_on": BEGAN,
    "POST workspace:intake_go_on": BEGAN,
    "POST workspace:intake_give_up": CONTRIBUTES,
    "GET workspace:briefs": TEAM,
    "GET workspace:brief_new": TEAM,
    "POST workspace:brief_new": CONTRIBUTES,
    "GET workspace:brief": DRAFTS,
    "GET workspace:brief_describe": DRAFTS,
    "POST workspace:brief_describe": DRAFTS,
    "GET workspace:brief_choose": DRAFTS,
    "POST workspace:brief_choose": DRAFTS,
    "GET workspace:brief_order": DRAFTS,
    "POST workspace:brief_order": DRAFTS,
    "POST workspace:brief_cover_everywhere": CONTRIBUTES,
    "POST workspace:brief_phrase_back": CONTRIBUTES,
    "POST workspace:brief_release": LEADS,
    "POST workspace:brief_copies": CONTRIBUTES,
    "POST workspace:brief_anew": CONTRIBUTES,
    "POST workspace:brief_put_up": CONTRIBUTES,
    "POST workspace:brief_send_back": CONTRIBUTES,
    "POST workspace:brief_fix": LEADS,
    "POST workspace:brief_hand_over": CONTRIBUTES,
    "POST workspace:brief_draft": CONTRIBUTES,
    "POST workspace:brief_file": DRAFTS,
    "POST workspace:brief_folder": TEAM,
    "GET workspace:brief_page": DRAFTS,
    "GET workspace:brief_item": CONTRIBUTES,
    "POST workspace:brief_cover_words": CONTRIBUTES,
    "POST workspace:brief_cover_cells": CONTRIBUTES,
    "POST workspace:brief_uncover": CONTRIBUTES,
    "GET workspace:brief_item_page": CONTRIBUTES,
    "GET workspace:packet_new": TEAM,
    "POST workspace:packet_new": CONTRIBUTES,
    "GET workspace:packets": EVERYBODY,  # one's own
    "POST workspace:packet_open": ASKS_ROLE,
    "POST workspace:receipt_take": "+++|e+|33",  # the supervisor approved the packet
    "GET workspace:packet": "+++|.+|..",
    "POST workspace:packet_approve": "333|3+|33",
    "POST workspace:packet_withdraw": "33+|.+|..",
    "POST workspace:packet_file": "+++|.+|..",
    "GET workspace:received": TRIAGES,
    "POST workspace:receipt_file": TRIAGES,
    "GET workspace:partners": EVERYBODY,
    "POST workspace:partners": ADMINISTERS,
    "GET workspace:own_card": EVERYBODY,
    "POST workspace:partner_end": ADMINISTERS,
    "GET administration:members": ADMINISTERS,
    "GET administration:invite": ADMINISTERS,
    "POST administration:invite": ADMINISTERS,
    "GET administration:member": ADMINISTERS,
    "POST administration:end": ADMINISTERS,
    "POST administration:reinstate": ADMINISTERS,
    "POST administration:password_link": ADMINISTERS,
    "POST administration:withdraw": ADMINISTERS,
    "POST administration:member_unit": ADMINISTERS,
    "POST administration:unit_add": ADMINISTERS,
    "POST administration:unit_end": ADMINISTERS,
    "GET administration:roles": EVERYBODY,
    "GET administration:journal": AUDITS,
    "POST administration:check": AUDITS,
    "POST administration:compare": AUDITS,
    "GET administration:known": KEEPS_BOARD,
    "POST administration:known_add": KEEPS_BOARD,
    "POST administration:known_end": KEEPS_BOARD,
    "POST administration:language": EVERYBODY,
    "GET workspace:imports": IMPORTS,
    "GET workspace:import_new": IMPORTS,
    "POST workspace:import_new": IMPORTS,
    "GET workspace:import": IMPORTS,
    "POST workspace:import_apply": IMPORTS,
    "POST workspace:import_discard": IMPORTS,
    "POST workspace:import_undo": IMPORTS,
    "GET workspace:import_fates": IMPORTS,
    "GET workspace:case_guide": TEAM,
    "GET configuration:overview": ADMINISTERS,
    "GET configuration:history": ADMINISTERS,
    "GET configuration:version": ADMINISTERS,
    "GET configuration:download": ADMINISTERS,
    "GET configuration:file": ADMINISTERS,
    "POST configuration:file": ADMINISTERS,
    "GET configuration:new": ADMINISTERS,
    "POST configuration:new": ADMINISTERS,
    "GET configuration:part": ADMINISTERS,
    "GET configuration:change": ADMINISTERS,
    "POST configuration:change": ADMINISTERS,
    "GET configuration:new_inside": ADMINISTERS,
    "POST configuration:new_inside": ADMINISTERS,
    "GET configuration:change_inside": ADMINISTERS,
    "POST configuration:change_inside": ADMINISTERS,
    "GET components:gallery": EVERYBODY,
    "POST components:gallery": EVERYBODY,
    "GET components:public_gallery": EVERYBODY,
    "POST components:public_gallery": EVERYBODY,
}
SAYS = {201: "+", 200: "+", 302: "+", 400: "e", 403: "3", 404: "."}

# Pages that show one record: opening them stands in the journal.
READING = {
    "workspace:tip",
    "workspace:tip_file",
    "workspace:tip_like",
    "workspace:case",
    "workspace:case_describe",
    "workspace:case_journal",
    "workspace:case_origin",
    "workspace:case_persons",
    "workspace:person",
    "workspace:person_describe",
    "workspace:family",
    "workspace:family_network",
    "workspace:identifier",
    "workspace:case_identifiers",
    "workspace:case_network",
    "workspace:person_network",
    "workspace:identifier_network",
    "workspace:identifier_owner",
    "workspace:mention_remove",
    "workspace:case_timeline",
    "workspace:event_new",
    "workspace:event",
    "workspace:task",
    "workspace:deadline_new",
    "workspace:deadline",
    "workspace:case_evidence",
    "workspace:statement_new",
    "workspace:statement",
    "workspace:statement_version",
    "workspace:statement_correct",
    "workspace:case_offences",
    "workspace:suspected_new",
    "workspace:suspected",
    "workspace:element",
    "workspace:exhibit_new",
    "workspace:thing_new",
    "workspace:receipt",
    "workspace:exhibit_label",
    "workspace:exhibit_report",
    "workspace:conversation_new",
    "workspace:conversations_beside",
    "workspace:conversation",
    "workspace:conversation_take_back",
    "workspace:participants",
    "workspace:message_file",
    "workspace:message",
    "workspace:exhibit",
    "workspace:exhibit_look",
    "workspace:exhibit_picture",
    "workspace:exhibit_play",
    "workspace:intake_go_on",
    "workspace:briefs",
    "workspace:brief_new",
    "workspace:brief",
    "workspace:brief_describe",
    "workspace:brief_choose",
    "workspace:brief_order",
    "workspace:brief_page",
    "workspace:brief_item",
    "workspace:brief_item_page",
    "workspace:packet_new",
    "workspace:packet",
    "workspace:received",
    "administration:journal",
    "workspace:case_team",
    "workspace:case_guide",
    "workspace:import",
    "workspace:import_fates",
    "workspace:archive_new",
    "workspace:archive",
    "workspace:arrival",
    "workspace:disposal",
    "workspace:disposal_file",
}


def routes_of(urlconf):
    """Name and argument names of every address."""

    def walk(patterns, space="", taken=()):
        for one in patterns:
            arguments = (*taken, *one.pattern.converters)
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, arguments)
            else:
                yield f"{space}{one.name}", arguments

    return dict(walk(get_resolver(urlconf).url_patterns))


ROUTES = routes_of("lali.project.urls_workspace")
WALKED = [name for name in ROUTES if not OWN.match(name)]


@pytest.fixture
def scene(agency, exhibits):
    return build_scene(agency, make_neighbour(our_card()))


class Walker:
    """One person's browser; whatever a request does is undone before the next."""

    def __init__(self, scene, member=None):
        self.scene, self.client = scene, Client()
        if member:
            self.client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")

    def go(self, method, route, **other):
        arguments = self.scene.of(route) | other
        address = reverse(route, kwargs={name: arguments[name] for name in ROUTES[route]})
        with ExitStack() as undone:
            for alias in ("default", "letterbox"):
                undone.enter_context(transaction.atomic(using=alias))
                undone.callback(transaction.set_rollback, True, using=alias)
            before = Entry.objects.count()
            data = self.scene.form(route) if method == "POST" else {}
            response = getattr(self.client, method.lower())(address, data)
            response.told = b"".join(response)
            assert CANARY.encode() not in response.told, f"{method} {route} shows something of a restricted exhibit"
            response.written = list(Entry.objects.filter(index__gte=before))
            response.team = TeamPlace.objects.filter(left_at__isnull=True).count()
        return response


def leads_to_sign_in(response):
    return response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


def test_every_address_is_in_the_matrix():
    rows = {row.partition(" ")[2] for row in MATRIX}
    unknown = {name for name in WALKED if name not in rows and name not in OPEN}
    assert unknown == set(), "say in MATRIX who passes, or in OPEN why it is open"
    assert rows <= set(ROUTES)
    assert set(OPEN) <= set(ROUTES)
    assert len(ROUTES) > 70


def test_a_stranger_is_led_to_the_sign_in_page(scene):
    walker = Walker(scene)
    for route in ROUTES:
        for method in ("GET", "POST"):
            led = leads_to_sign_in(walker.go(method, route))
            if route not in OPEN:
                assert led, f"{method} {route} is open to anybody"
    assert all(not walker.go("GET", route).written for route in ROUTES)


def test_who_is_no_longer_a_member_is_a_stranger(scene):
    from lali.records.agencies.actions import end_membership

    member = scene.members["outsider"]
    walker = Walker(scene, member)
    assert walker.go("GET", "workspace:desk").status_code == 200
    end_membership(by=scene.members["administrator"], member=member)
    for route in ROUTES:
        if route not in OPEN:
            for method in ("GET", "POST"):
                assert leads_to_sign_in(walker.go(method, route)), f"{method} {route}"


@pytest.mark.parametrize("actor", ACTORS)
def test_who_passes_which_door(scene, actor):
    walker = Walker(scene, scene.members[actor])
    place = ACTORS.index(actor)
    wrong = {}
    for route in WALKED:
        if route in OPEN and f"POST {route}" not in MATRIX:
            continue
        for method in ("GET", "POST"):
            row = MATRIX.get(f"{method} {route}")
            expected = row.replace("|", "")[place] if row else "no such method"
            status = walker.go(method, route).status_code
            found = "no such method" if status == 405 else SAYS.get(status, status)
            if found != expected:
                wrong[f"{method} {route}"] = f"{found} instead of {expected}"
    assert wrong == {}


def test_a_reader_takes_nothing_in(scene):
    response = Walker(scene, scene.members["reader"]).go("POST", "workspace:exhibit_new")
    assert [entry.verb for entry in response.written] == ["case.read"]


@pytest.mark.parametrize("actor", ACTORS)
def test_pages_about_ones_own_sign_in_are_the_same_for_every_role(scene, actor):
    walker, other = Walker(scene, scene.members[actor]), Walker(scene, scene.members["lead"])
    for route in (name for name in ROUTES if OWN.match(name) and "webauthn" not in name):
        assert walker.go("GET", route).status_code == other.go("GET", route).status_code, route


# -- absent and forbidden ------------------------------------------------------------------------------------------

NEVER_WAS = "FJ-1999-00001"
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


def told(response, ref):
    """All that an answer tells: status, headers, body; the reference typed and the form's token taken out."""
    body = TOKEN.sub(rb"\1", response.told).replace(ref.encode(), b"REF")
    headers = {name: value.replace(ref, "REF") for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, headers, body, len(response.written)


@pytest.mark.parametrize("actor", ["outsider", "supervisor", "auditor", "administrator"])
def test_a_case_that_is_not_ones_own_looks_like_one_that_never_was(scene, actor):
    walker = Walker(scene, scene.members[actor])
    ref = scene.of("")["ref"]
    walker.go("GET", "workspace:desk")
    for route in (name for name, arguments in ROUTES.items() if "ref" in arguments):
        for method in ("GET", "POST"):
            answers, costs = [], []
            for asked in (ref, NEVER_WAS):
                with CaptureQueriesContext(connections["default"]) as queries:
                    answers.append(told(walker.go(method, route, ref=asked), asked))
                costs.append(len(queries))
            assert answers[0] == answers[1], f"{method} {route}"
            assert costs[0] == costs[1], f"{method} {route} costs another number of queries"


@pytest.mark.parametrize("actor", ["outsider", "supervisor"])
def test_the_other_case_of_a_link_does_not_show_either(scene, actor):
    from lali.records.cases.actions import open_case

    member = scene.members[actor]
    own, walker = open_case(by=member, title="Own").ref, Walker(scene, member)
    for other in ("workspace:unlink",):
        answers = [
            told(walker.go("POST", other, ref=own, other_ref=ref), ref)
            for ref in (scene.of("")["other_ref"], NEVER_WAS)
        ]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    for ref in (scene.of("")["other_ref"], NEVER_WAS):
        scene.forms["workspace:link"]["link-other_ref"] = ref
        assert walker.go("POST", "workspace:link", ref=own).status_code == 404


@pytest.mark.parametrize("actor", ["outsider", "supervisor", "lead"])
def test_asking_for_access_is_answered_alike(scene, actor):
    walker = Walker(scene, scene.members[actor])
    answers = []
    for ref in (scene.of("")["ref"], NEVER_WAS):
        scene.forms["workspace:ask_access"]["ask-ref"] = ref
        answers.append(told(walker.go("POST", "workspace:ask_access"), ref))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("actor", ["contributor", "lead", "administrator"])
def test_numbers_that_are_nobodys_lead_nowhere(scene, actor):
    walker = Walker(scene, scene.members[actor])
    team = TeamPlace.objects.filter(left_at__isnull=True).count()
    numbered = {route: set(arguments) - {"ref", "other_ref", "token"} for route, arguments in ROUTES.items()}
    for route, names in numbered.items():
        if not names or OWN.match(route):
            continue
        for number in (999_999, 10**30):
            method = "POST" if f"POST {route}" in MATRIX else "GET"
            nobodys = dict.fromkeys(
                names, UUID(int=number % 2**128) if route.endswith("links_judgement_back") else number
            )
            response = walker.go(method, route, **nobodys)
            assert response.status_code in {302, 403, 404}, f"{method} {route}"
            assert response.team == team, f"{method} {route} changed a team"


def test_references_that_are_none_lead_nowhere(scene):
    walker = Walker(scene, scene.members["lead"])
    for route, arguments in ROUTES.items():
        if "ref" in arguments and f"GET {route}" in MATRIX:
            for ref in ("x", "-", scene.of("")["ref"].lower(), scene.of("")["ref"] + "-", "n" * 3000):
                assert walker.go("GET", route, ref=ref).status_code == 404, route


# -- the journal -----------------------------------------------------------------------------------------------------


def test_who_opens_a_record_stands_in_the_journal(scene):
    for route in READING:
        actor = "auditor" if route.startswith("administration") else "lead"
        actor = "supervisor" if route.startswith(("workspace:import", "workspace:arrival")) else actor
        actor = "supervisor" if route.startswith(("workspace:import", "workspace:disposal")) else actor
        response = Walker(scene, scene.members[actor]).go("GET", route)
        assert response.status_code == 200
        by = scene.members[actor].journal_name
        assert any(entry.reading and entry.by == by for entry in response.written), f"{route} is read unseen"


def test_every_page_about_one_record_is_among_them():
    of_nobody = (
        "configuration:",
        "workspace:law_",
        "workspace:listing",
        "workspace:lure",
        "programme:",
    )  # lists, the law, what the public sees, sums
    shows = {name for name in WALKED if ROUTES[name] and f"GET {name}" in MATRIX and not name.startswith(of_nobody)}
    assert shows - READING == {
        "administration:member",  # a colleague's name and role, for who keeps members
        "workspace:restricted_look",  # only while an opening of two runs: tests/records/evidence/test_restricted.py
        "workspace:restricted_picture",
        "workspace:intake",  # how many bytes have come, for the program that sends them
    }


def test_what_passes_by_post_is_written_down(scene):
    """Whoever does something to a record leaves an entry."""
    silent = {"components:gallery", "components:public_gallery"}
    silent |= {"programme:words_upload"}  # shows what the file would change, and changes nothing
    silent |= {"workspace:search"}  # shows nothing: the page it leads to stands in the journal
    for row in (row for row in MATRIX if row.startswith("POST") and "+" in MATRIX[row]):
        route = row.partition(" ")[2]
        actor = next(one for one, says in zip(ACTORS, MATRIX[row].replace("|", ""), strict=True) if says == "+")
        actor = "lead" if MATRIX[row][2] == "+" else actor
        response = Walker(scene, scene.members[actor]).go("POST", route)
        assert route in silent or response.written, f"{route} leaves no entry"


def test_nobody_got_further_by_walking(scene):
    """The walk undoes what it does: what is measured above is one state."""
    walker = Walker(scene, scene.members["lead"])
    before = Case.objects.count(), Entry.objects.count(), TeamPlace.objects.count()
    for route in ("workspace:case_new", "workspace:person_add", "workspace:team_leave"):
        walker.go("POST", route)
    assert (Case.objects.count(), Entry.objects.count(), TeamPlace.objects.count()) == before


# -- the public site -------------------------------------------------------------------------------------------------


@pytest.fixture
def public_site(settings, agency):
    """The suite's Django as the public process is set up: what `settings.py` says where LALI_AUDIENCE is public."""
    from lali.project import settings as workspace

    spec = spec_from_file_location("settings_of_the_public_process", workspace.__file__)
    public = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LALI_AUDIENCE", "public")
        spec.loader.exec_module(public)
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "lali.web.public"]
    for name in ("ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "LANGUAGES", "KEY_FOLDER", "EXHIBIT_FOLDER"):
        setattr(settings, name, getattr(public, name))
    settings.CACHES = settings.CACHES | {"pages": public.CACHES["pages"]}
    return public


PUBLIC_PAGES = """
    home check questions learn again dates play stories agencies near lure lure_xml lure_json report files code
    help help_ask countries pocket pocket_file traces
"""


def test_the_public_site_is_open_and_leaves_no_trace(public_site, lead):
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")  # makes no difference
    client.cookies.clear()
    names = set(routes_of("lali.project.urls_public"))
    gateways = {"kannel", "rapidpro"}  # no such page where no gateway is set up: tests/web/public/test_channels.py
    gateways |= {"whatsapp", "messenger"}  # tests/web/public/test_platforms.py
    gateways |= {"flow_check", "flow_help"}  # tests/web/public/test_flows.py
    by_code = {"place_code", "public:arrival"}  # tests/web/public/test_arrival.py
    by_code |= {"public:listen"}  # tests/web/public/test_listen.py
    assert names == {"leave", *gateways, *by_code, *(f"public:{page}" for page in PUBLIC_PAGES.split())}
    for name in gateways:
        assert client.get(reverse(name, urlconf="lali.project.urls_public")).status_code in {404, 405}
    for name in names - gateways - by_code:
        for method in ("get", "post", "put", "delete"):
            response = getattr(client, method)(reverse(name, urlconf="lali.project.urls_public"))
            assert response.status_code in {200, 302, 400, 405}, f"{method} {name}"
            assert not response.cookies, f"{method} {name} sets a cookie"
            assert "sign-in" not in response.get("Location", "")


def test_no_address_of_one_room_opens_in_the_other():
    assert not set(ROUTES) & set(routes_of("lali.project.urls_public"))
