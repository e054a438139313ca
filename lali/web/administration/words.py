"""The journal's verbs in words, as a line of the journal reads: who, what, about what."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lali.records.audit.vocabulary import NODE, PUBLIC

VERBS = {
    "access.decided": _("decided a request for access"),
    "access.requested": _("asked for access"),
    "agency.founded": _("entered an agency"),
    "answer.received": _("received an answer of a reporter"),
    "case.described": _("changed a case's description"),
    "case.linked": _("linked two cases"),
    "case.name_revealed": _("revealed a name behind a code name"),
    "case.opened": _("opened a case"),
    "case.read": _("read a case"),
    "case.role_ended": _("ended a person's role in a case"),
    "case.role_given": _("gave a person a role in a case"),
    "case.team_changed": _("changed the team of a case"),
    "case.team_left": _("took somebody off the team of a case"),
    "case.tip_added": _("added a tip to a case"),
    "case.unlinked": _("took the link of two cases back"),
    "event.added": _("added an event to a timeline"),
    "exhibit.bundled": _("made a court bundle of an exhibit"),
    "exhibit.checked": _("checked an exhibit"),
    "exhibit.copied": _("copied an exhibit out"),
    "exhibit.described": _("described an exhibit"),
    "exhibit.handed_over": _("handed an exhibit over"),
    "exhibit.intake_begun": _("began to take an exhibit in"),
    "exhibit.intake_given_up": _("gave up taking an exhibit in"),
    "exhibit.read": _("read an exhibit's record"),
    "exhibit.sealed": _("sealed an exhibit"),
    "identifiers.noted": _("noted identifiers"),
    "invitation.used": _("used an invitation"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "journal.check_begun": _("began to check the journal"),
    "journal.checked": _("checked the journal"),
    "journal.read": _("read the journal"),
    "letter.collected": _("took a letter out of the letterbox"),
    "letterbox.opened": _("opened the letterbox"),
    "member.ended": _("ended a membership"),
    "member.enrolled": _("entered a member"),
    "member.invited": _("invited somebody"),
    "member.language_chosen": _("chose a language"),
    "member.password_changed": _("changed their password"),
    "member.password_link_made": _("made a link for a new password"),
    "member.password_set_by_link": _("set a new password by link"),
    "member.reinstated": _("took a member back in"),
    "packet.approved": _("approved a packet"),
    "packet.opened": _("opened a packet"),
    "packet.prepared": _("prepared a packet"),
    "packet.read": _("read a packet"),
    "packet.receipted": _("entered the receipt of a packet"),
    "packet.refused": _("refused a packet"),
    "packet.taken_out": _("took a packet out"),
    "packet.withdrawn": _("withdrew a packet"),
    "partner.added": _("entered a partner"),
    "partner.ended": _("ended a partnership"),
    "person.name_erased": _("erased a person's name"),
    "person.noted": _("noted a person"),
    "question.sent": _("sent a question to a reporter"),
    "report.collected": _("took a report out of the letterbox"),
    "report.received": _("left a report"),
    "report.state_shown": _("showed the reporter a new state"),
    "second_factor.added": _("added a second factor"),
    "second_factor.removed": _("removed a second factor"),
    "second_factor.reset": _("made new recovery codes"),
    "sign_in.done": _("signed in"),
    "sign_in.ended": _("signed out"),
    "sign_in.failed": _("gave a wrong password"),
    "sign_in.others_ended": _("signed out everywhere else"),
    "sign_in.second_step_failed": _("gave a wrong code in the second step"),
    "task.added": _("added a task"),
    "task.done": _("finished a task"),
    "tip.accepted": _("accepted a tip"),
    "tip.closed": _("closed a tip"),
    "tip.letter_kept": _("kept a letter with its tip"),
    "tip.new": _("put a tip back"),
    "tip.read": _("read a tip"),
    "tip.received": _("received a tip"),
    "tip.referred": _("referred a tip"),
    "tip.reporter_asked": _("asked a reporter"),
}
NOBODY = {PUBLIC: _("A visitor"), NODE: _("Lali itself")}


def words_for(verb: str) -> Promise | str:
    """The verb in words; the verb itself where it has none."""
    return VERBS.get(verb, verb)


def who(journal_name: str, names: Mapping[str, str]) -> Promise | str:
    """The name behind a journal reference; the reference itself where there is none."""
    return names.get(journal_name) or NOBODY.get(journal_name, journal_name)


def facts_in_words(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """The facts of an entry as pairs to be read; lists with commas, yes and no for truth."""
    return [(name.replace("_", " "), _in_words(value)) for name, value in facts.items()]


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(_in_words(part) for part in value)
    return str(value)
