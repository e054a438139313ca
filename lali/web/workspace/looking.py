"""What viewers found, in words: kinds, what a file says of itself, what to beware of, what may be doubted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lali.engines.viewing import Beware, Caution, Doubt, Fact, Kind, Member, Says, Seen

KINDS: dict[str, Promise] = {
    Kind.PICTURE: _("Picture"),
    Kind.PDF: _("PDF document"),
    Kind.TEXT: _("Text"),
    Kind.MARKUP: _("Page or drawing in code, shown as text"),
    Kind.MAIL: _("E-mail"),
    Kind.MAILBOX: _("Mailbox"),
    Kind.SHEET: _("Table"),
    Kind.PAPER: _("Office document"),
    Kind.ARCHIVE: _("Archive"),
    Kind.DATABASE: _("Database"),
    Kind.SOUND: _("Sound"),
    Kind.FILM: _("Film"),
    Kind.CAPTURE: _("Captured web pages"),
    Kind.OLD_OFFICE: _("Old office document"),
    Kind.PROGRAM: _("Program"),
    Kind.EMPTY: _("Empty file"),
    Kind.UNKNOWN: _("Unknown kind of file"),
}
SAYS: dict[str, Promise] = {
    Says.TAKEN: _("Taken"),
    Says.CREATED: _("Created"),
    Says.CHANGED: _("Changed"),
    Says.PRINTED: _("Printed"),
    Says.POSITION: _("Where (latitude, longitude)"),
    Says.DEVICE: _("Device"),
    Says.SERIAL: _("Serial number"),
    Says.SOFTWARE: _("Program"),
    Says.AUTHOR: _("Author"),
    Says.CHANGED_BY: _("Last changed by"),
    Says.COMPANY: _("Company"),
    Says.TITLE: _("Title"),
    Says.SUBJECT: _("Subject"),
    Says.KEYWORDS: _("Keywords"),
    Says.WORDS: _("Words"),
    Says.RIGHTS: _("Rights"),
    Says.WIDTH_HEIGHT: _("Width and height in pixels"),
    Says.DURATION: _("Duration"),
    Says.CODEC: _("How it is coded"),
    Says.PAGES: _("Pages"),
    Says.FROM: _("From"),
    Says.TO: _("To"),
    Says.COPY_TO: _("Copy to"),
    Says.REPLY_TO: _("Answers go to"),
    Says.SENT: _("Sent"),
    Says.MESSAGE_ID: _("Number of the message"),
    Says.PASSED: _("Passed through"),
    Says.ADDRESS: _("Address"),
    Says.ENCODING: _("Encoding of the letters"),
    Says.TEMPLATE: _("Template"),
    Says.EDITING: _("Time spent editing"),
    Says.CLAIMED_BY: _("Claim signed by"),
    Says.CLAIMED_AT: _("Claim signed on"),
}
DOUBTS: dict[str, Promise] = {
    Doubt.NO_ZONE: _("no time zone is said"),
    Doubt.SAID_UTC: _("should be UTC; many devices write local time"),
    Doubt.SENDERS_CLOCK: _("by the clock of whoever sent it"),
}
BEWARE: dict[str, Promise] = {
    Beware.NAME_LIES: _("The name ends in %(about)s, but the bytes are of another kind."),
    Beware.SCRIPT: _("It holds a script. It is not run here."),
    Beware.MACROS: _("It holds macros (%(about)s). They are not run here."),
    Beware.OPENS_BY_ITSELF: _("Something in it starts by itself when the file is opened elsewhere."),
    Beware.STARTS_A_PROGRAM: _("It asks to start another program."),
    Beware.FILES_INSIDE: _("Files lie in it: %(about)s."),
    Beware.FORM: _("It holds a form. What is filled in may be sent elsewhere."),
    Beware.OUTSIDE: _("It points outside; nothing is fetched. %(about)s"),
    Beware.ENCRYPTED: _("It is encrypted, wholly or in part. %(about)s"),
    Beware.ALSO_ARCHIVE: _("At its end lies an archive: it is two files in one."),
    Beware.ALSO_MARKUP: _("Code of a web page lies in it."),
    Beware.BYTES_BEHIND: _("Behind its end lie %(about)s more bytes."),
    Beware.BYTES_BEFORE: _("Before its beginning lie %(about)s other bytes."),
    Beware.HIDDEN_SIGNS: _("Signs that nobody sees stand in it; here they are written out. %(about)s"),
    Beware.RIGHT_TO_LEFT: _(
        "%(about)s signs turn the direction of writing, so that words may read as others elsewhere."
    ),
    Beware.ENCODING_GUESSED: _("How its letters are written is a guess: %(about)s."),
    Beware.DAMAGED_LETTERS: _("%(about)s places are no letters in this encoding; they show as �."),
    Beware.CUT: _("It is longer; only its beginning is shown. %(about)s"),
    Beware.LIST_CUT: _("The list ends here; the file goes on. %(about)s"),
    Beware.UNPACKS_LARGE: _("It unpacks to far more than its size: %(about)s."),
    Beware.TRAVERSAL: _("A name leads out of the folder it is unpacked in."),
    Beware.LINK: _("A link that leads elsewhere. %(about)s"),
    Beware.DEVICE_FILE: _("A device, not a file."),
    Beware.SAME_NAME: _("Several files of one name: %(about)s."),
    Beware.PROGRAM: _("A program or script; it is not run here. %(about)s"),
    Beware.NOT_LISTED: _("%(about)s: what lies in it is not listed here. Make a working copy and open it elsewhere."),
    Beware.FORMULAS: _("Formulas are shown as they are written; nothing is calculated. %(about)s"),
    Beware.HIDDEN_SHEET: _("Hidden in the program it was made with: %(about)s."),
    Beware.VIEWS_NOT_RUN: _("Views and triggers of the database are named, not run: %(about)s."),
    Beware.DIGEST_WRONG: _("A digest is not what it should be: %(about)s"),
    Beware.DIGEST_RIGHT: _("Digests checked and right: %(about)s"),
    Beware.DIGEST_MISSING: _("No digest to check: %(about)s"),
    Beware.CLAIM: _(
        "It carries content credentials (C2PA), and is as it was when they were signed. They are a claim of whoever "
        "signed: who that is was not checked."
    ),
    Beware.CLAIM_BROKEN: _("It carries content credentials (C2PA) that do not fit it: %(about)s"),
    Beware.CLAIM_UNREAD: _("It seems to carry content credentials (C2PA). They were not read."),
    Beware.SIGNATURE_UNREAD: _("Somebody signed it. The signature is not checked here."),
    Beware.WORDS_NOT_SHOWN: _(
        "The words of old %(about)s files are not shown here, only what they say of themselves and their parts."
    ),
    Beware.DAMAGED: _("Part of it is damaged. %(about)s"),
    Beware.TRACKED: _("Changes were tracked: words that were taken out may still stand in it."),
    Beware.BESIDE: _("What was written last may lie in another file beside it (%(about)s). Take that in as well."),
    Beware.CHANGED_LATER: _("It was saved %(about)s times, one state behind the other; earlier states may lie in it."),
}


GOOD = {Beware.DIGEST_RIGHT, Beware.CLAIM}  # what was found in order, as far as it goes


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One thing a file says, in the reader's words."""

    what: str
    value: str
    source: str
    doubt: str


def facts_in_words(facts: Iterable[Fact]) -> tuple[list[ShownFact], list[ShownFact]]:
    """What we have words for, and the rest under the file's own words."""
    known, rest = [], []
    for fact in facts:
        what = str(SAYS[fact.name]) if fact.name in SAYS else fact.label
        shown = ShownFact(what, fact.value, fact.source, str(DOUBTS.get(fact.doubt, "")))
        (known if fact.name in SAYS else rest).append(shown)
    return known, rest


def cautions_in_words(cautions: Iterable[Caution]) -> list[str]:
    """Sentences; each once."""
    said = (str(BEWARE[one.code]) % {"about": one.about} for one in cautions)
    return list(dict.fromkeys(sentence.strip() for sentence in said))


def what_it_is(seen: Seen) -> str:
    """Kind and format in words: `Picture (JPEG)`."""
    kind = str(KINDS[seen.kind])
    return f"{kind} ({seen.format})" if seen.format else kind


def cautions_of_member(member: Member) -> list[str]:
    """What one file in an archive has against it."""
    return [sentence.rstrip(" :\u00a0") for sentence in cautions_in_words(Caution(code) for code in member.cautions)]
