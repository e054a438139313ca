"""Permissions and roles: the one table that says who may do what, in words a lawyer can read."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """What a member may do by role. What one may do in a *case* depends on the team (see cases)."""

    TRIAGE = "triage", _("Read new tips and decide what becomes of them")
    OPEN_CASE = "open_case", _("Open a case and lead it")
    JOIN_CASE = "join_case", _("Be put on the team of a case")
    DECIDE_ACCESS = "decide_access", _("Decide requests for access when a case has no lead who can")
    BREAK_GLASS = "break_glass", _("Open a case in an emergency, with a reason, for some hours; its lead is told")
    SET_WALL = "set_wall", _("Keep a colleague out of a case because of a conflict of interest")
    APPOINT_OVERSIGHT = "appoint_oversight", _("Let an oversight reader read a case until a day")
    OVERSEE = "oversee", _("Read a case as oversight, from outside the chain of command, where appointed")
    SEE_BOARD = (
        "see_board",
        _("See the load, what is late and what is stuck in the agency, without titles or names of persons"),
    )
    SEE_LEARNING = "see_learning", _("See the results of the public lesson, never of fewer than ten people")
    PREPARE_PACKET = "prepare_packet", _("Prepare a packet for a partner country")
    APPROVE_PACKET = "approve_packet", _("Approve a packet that a colleague prepared")
    OPEN_PACKET = "open_packet", _("Open a packet from a partner country")
    KEEP_LAW = "keep_law", _("Edit offences and their elements, and enter a prosecutor's confirmation")
    KEEP_NOTICEBOARD = (
        "keep_noticeboard",
        _("Keep licensed agencies, official routes and opportunities near home on the public site"),
    )
    RUN_CAMPAIGNS = "run_campaigns", _("Plan campaigns, hold their sessions, open their codes and declare trials")
    TRANSLATE = "translate", _("Write what the public site says in another language, always as a draft")
    REVIEW_TRANSLATION = (
        "review_translation",
        _("Sign what somebody else wrote in a language one speaks, and take it back"),
    )
    SET_RETENTION = "set_retention", _("Say how long records are kept")
    PROPOSE_DISPOSAL = "propose_disposal", _("Propose that a closed record be disposed of")
    CARRY_OUT_DISPOSAL = "carry_out_disposal", _("Carry out a disposal that somebody else proposed")
    READ_JOURNAL = "read_journal", _("Read the whole journal and check it")
    INVITE = "invite", _("Invite members and end their access")
    MANAGE_PARTNERS = "manage_partners", _("Enter and confirm partner countries' cards")
    IMPORT = "import", _("Take in a register of another system, such as PIMS or FAIR, or a case of another node")
    KEEP_KNOWN = "keep_known", _("Take in lists of digests of known files, and let go of them")
    CONFIGURE = "configure", _("Change lists, extra fields and case templates")


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name, one sentence for people, and the permissions it carries."""

    code: str
    name: Promise
    description: Promise
    permissions: frozenset[Permission]


ROLES = {
    role.code: role
    for role in (
        Role(
            "investigator",
            _("Investigator"),
            _("Works on tips and on the cases whose team they are in."),
            frozenset(
                {
                    Permission.TRIAGE,
                    Permission.OPEN_CASE,
                    Permission.JOIN_CASE,
                    Permission.BREAK_GLASS,
                    Permission.PREPARE_PACKET,
                    Permission.OPEN_PACKET,
                }
            ),
        ),
        Role(
            "supervisor",
            _("Supervisor"),
            _("Does what an investigator does, approves what leaves, decides who may join a case."),
            frozenset(
                {
                    Permission.TRIAGE,
                    Permission.OPEN_CASE,
                    Permission.JOIN_CASE,
                    Permission.IMPORT,
                    Permission.DECIDE_ACCESS,
                    Permission.BREAK_GLASS,
                    Permission.SET_WALL,
                    Permission.KEEP_KNOWN,
                    Permission.PROPOSE_DISPOSAL,
                    Permission.CARRY_OUT_DISPOSAL,
                    Permission.SEE_BOARD,
                    Permission.SEE_LEARNING,
                    Permission.PREPARE_PACKET,
                    Permission.APPROVE_PACKET,
                    Permission.OPEN_PACKET,
                    Permission.KEEP_LAW,
                    Permission.KEEP_NOTICEBOARD,
                    Permission.RUN_CAMPAIGNS,
                    Permission.TRANSLATE,
                    Permission.REVIEW_TRANSLATION,
                }
            ),
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads the journal and checks that nothing was altered; may appoint an oversight reader; reads no case."),
            frozenset({Permission.READ_JOURNAL, Permission.APPOINT_OVERSIGHT, Permission.CARRY_OUT_DISPOSAL}),
        ),
        Role(
            "oversight",
            _("Oversight reader"),
            _("Reads the cases to which they were appointed, until a day; stands outside the chain of command."),
            frozenset({Permission.OVERSEE}),
        ),
        Role(
            "awareness",
            _("Awareness officer"),
            _("Runs campaigns and sees what they brought about; reads no tip and no case."),
            frozenset(
                {
                    Permission.RUN_CAMPAIGNS,
                    Permission.SEE_LEARNING,
                    Permission.TRANSLATE,
                    Permission.REVIEW_TRANSLATION,
                }
            ),
        ),
        Role(
            "translator",
            _("Translator"),
            _("Puts the public site into another language, signs what others wrote; reads no tip and no case."),
            frozenset({Permission.TRANSLATE, Permission.REVIEW_TRANSLATION}),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps the installation and its members; reads no tip and no case."),
            frozenset(
                {
                    Permission.INVITE,
                    Permission.MANAGE_PARTNERS,
                    Permission.SET_RETENTION,
                    Permission.CONFIGURE,
                    Permission.KEEP_KNOWN,
                    Permission.SEE_LEARNING,
                    Permission.KEEP_NOTICEBOARD,
                    Permission.TRANSLATE,
                    Permission.REVIEW_TRANSLATION,
                }
            ),
        ),
    )
}
GIVEN_ROLES = dict(ROLES)  # what a member can be given; of who is none here the next line speaks
ELSEWHERE = "elsewhere"
ROLES[ELSEWHERE] = Role(
    ELSEWHERE,
    _("Not a member here"),
    _("Is named in a case that came from another node; cannot sign in, and may nothing."),
    frozenset(),
)
ROLE_CHOICES = [(role.code, role.name) for role in GIVEN_ROLES.values()]

COUNTRIES = {"FJ": _("Fiji"), "VU": _("Vanuatu"), "VN": _("Viet Nam")}
ZONES = {"FJ": "Pacific/Fiji", "VU": "Pacific/Efate", "VN": "Asia/Ho_Chi_Minh"}  # in which a member reads times
