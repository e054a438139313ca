"""What the gallery shows: a few fictional facts from the demo's scene and a form with one field of each sort."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from lali.web.components.forms import Suggesting
from lali.web.components.marks import Span
from lali.web.components.network import Node, Tie
from lali.web.components.styles import DRAWINGS

NOW = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
MESSAGE = (
    "Bula! Golden Lagoon Careers needs 12 girls & boys for customer service in Bangkok.\n"
    "Pay USD 2,500 a month, no experience. Ticket and visa are paid by us, send $300 PALM priority fee today\n"
    "and give your passport to our agent Joe: +679 555 0101 <WhatsApp>. Tell nobody until you fly."
)
DIGEST = "9f2c41a7be60d5138c02fe94b1a7d3c65e88f0ab47129cd3e6105fb2a8c97d40"
WORDS = ("river", "canoe", "lamp", "mango", "seven", "cloud")


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline or of an exhibit's custody."""

    at: datetime
    what: str
    by: str
    note: str = ""
    kind: str = ""
    where: str = ""
    digest: str = ""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of time in one pair of hands."""

    kind: str
    who: str
    start: datetime
    end: datetime | None = None
    length: str = ""
    place: str = ""
    seal: str = ""
    is_broken: bool = False
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to ring."""

    name: str
    number: str
    checked_on: date | None = None


def _held() -> list[Held]:
    taken, given, came = NOW - timedelta(days=9), NOW - timedelta(days=4), NOW - timedelta(days=3)
    return [
        Held(
            "held",
            "Ana Example",
            taken,
            given,
            "5 d",
            "Suva",
            "A-0001",
            events=(Event(taken, _("Sealed"), "Ana Example"),),
        ),
        Held("way", "Tom Sample", given, came, "1 d"),
        Held(
            "held",
            "Tom Sample",
            came,
            None,
            "3 d",
            "Port Vila",
            events=(Event(came, _("Accepted"), "Tom Sample", broken=True),),
            is_broken=True,
        ),
    ]


def _suggesting(*suggestions: tuple[str, str]) -> Suggesting:
    widget = Suggesting()
    widget.suggestions = suggestions
    return widget


class ExampleForm(forms.Form):
    """One field of each sort."""

    message = forms.CharField(
        label=_("The message or job offer"),
        help_text=_("Paste the words as you received them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phone = forms.CharField(label=_("Phone number"), required=False)
    email = forms.EmailField(label=_("E-mail"), help_text=_("Where may we answer?"))
    case = forms.CharField(
        label=_("Case reference"),
        required=False,
        widget=_suggesting(("FJ-2026-0007", _("A missing graduate")), ("FJ-2026-0011", _("Fee for a seasonal job"))),
    )
    left_on = forms.DateField(label=_("Day of departure"), required=False, widget=forms.DateInput({"type": "date"}))
    country = forms.ChoiceField(label=_("Country"), choices=[("FJ", "Fiji"), ("VU", "Vanuatu")])
    where = forms.ChoiceField(
        label=_("Where did you see it?"),
        widget=forms.RadioSelect,
        choices=[("facebook", "Facebook"), ("telegram", "Telegram"), ("else", _("Somewhere else"))],
    )
    agree = forms.BooleanField(label=_("The police may write to me here"), required=False)
    file = forms.FileField(label=_("Picture or file"), required=False, help_text=_("Any file of any size."))


class FilterForm(forms.Form):
    """What a filter bar holds."""

    words = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), ("new", _("New"))], required=False)


def _spans() -> list[Span]:
    quoted = [
        ("no experience", _("Little or nothing required")),
        ("send $300 PALM priority fee", _("Fee before work")),
        ("$300 PALM priority fee today\nand give", _("Haste")),
        ("give your passport", _("Passport taken")),
        ("Tell nobody", _("Secrecy")),
    ]
    return [Span(MESSAGE.index(words), MESSAGE.index(words) + len(words), str(label)) for words, label in quoted]


def _network() -> dict[str, Any]:
    nodes = [
        Node("c1", "FJ-2026-0007", "case", _("Case")),
        Node("c2", "FJ-2026-0011", "case", _("Case")),
        Node("p", "+679 555 0101", "identifier", _("Phone")),
        Node("t", "@goldenlagoon", "identifier", _("Telegram")),
        Node("w", "TXfictional9wallet0000000000000000", "identifier", _("TRON wallet")),
        Node("j", "Agent Joe", "person", _("Person")),
        Node("m", "Code name Frigate", "person", _("Person")),
        Node("x", "VU-2026-0002", "case", _("Case")),
        Node("v", "+678 555 0102", "identifier", _("Phone")),
    ]
    ties = [
        Tie("c1", "p", _("named in")),
        Tie("c2", "p", _("named in"), likely=True),
        Tie("c1", "t"),
        Tie("c1", "j", _("suspect")),
        Tie("c2", "m", _("victim")),
        Tie("j", "w", _("paid to"), likely=True),
        Tie("x", "v", _("named in")),
    ]
    return {"nodes": nodes, "ties": ties}


def _submitted() -> ExampleForm:
    typed = {"sent-message": MESSAGE[:60], "sent-email": "mere at example", "sent-country": "VU"}
    form = ExampleForm(typed, prefix="sent")
    form.full_clean()
    return form


def everything(page: str | None) -> dict[str, Any]:
    """Return the gallery's context; `page` is the number asked for in the address."""
    return {
        "now": NOW,
        "message": MESSAGE,
        "spans": _spans(),
        "words_of_code": WORDS,
        "pictures": sorted(path.stem for path in DRAWINGS.glob("*.html")),
        "page": Paginator(range(240), 50).get_page(page or 2),
        "form": ExampleForm(),
        "submitted": _submitted(),
        "filter_form": FilterForm(prefix="filter"),
        "step_names": [_("Choose"), _("Look"), _("Approve"), _("Send")],
        "chart_rows": [("Facebook", 41), ("Telegram", 27), ("TikTok", 12), ("WhatsApp", 9), ("SMS", 2)],
        "facts": [(_("Reference"), "FJ-2026-0007"), (_("Lead"), "Sgt Ana Example"), (_("Opened"), "3 Nov 2026")],
        "contacts": [
            Contact(_("Police emergency"), "917", date(2026, 11, 2)),
            Contact(_("Child Helpline, free, day and night"), "1325"),
        ],
        "events": [
            Event(NOW, _("Tip accepted into this case"), "Ana Example", kind="done"),
            Event(NOW - timedelta(hours=5), _("Answer of the platform is due in nine days"), "Lali", kind="attention"),
            Event(NOW - timedelta(days=1), _("A person may be held at the place named"), "Sera Sample", kind="danger"),
            Event(NOW - timedelta(days=2), _("Case opened"), "Ana Example", note=_("Three tips name the same phone.")),
        ],
        "custody_events": [
            Event(NOW - timedelta(days=9), _("Taken"), "Ana Example", where="Suva", digest=DIGEST),
            Event(NOW - timedelta(days=9), _("Sealed"), "Ana Example", where="Suva", digest=DIGEST),
            Event(NOW - timedelta(days=4), _("Checked"), "Tom Sample", where="Suva", digest=DIGEST),
            Event(NOW, _("Does not match its seal"), "Lali", where="Port Vila", digest=DIGEST[::-1], broken=True),
        ],
        "holding_held": _spans(),
        **_network(),
    }
