"""The demo's noticeboard: invented agencies, work and courses, and a lure of the week, each seen by several persons."""

from datetime import timedelta

from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.lures.actions import Pattern, release_lure, write_lure
from lali.records.noticeboard.actions import add_listing, confirm_listing
from lali.records.noticeboard.vocabulary import Kind

SOURCE = "Invented for the demo"
AGENCIES = {
    "FJ": (("Coral Gate Careers (fictional)", "Coral Gate Careers", "FJ-L-0001", "+679 555 0100, Suva (invented)"),),
    "VU": (
        ("Banyan Overseas Work (fictional)", "Banyan Overseas Work", "VU-L-0001", "+678 555 0100, Vila (invented)"),
    ),
}
NEAR = {
    "FJ": (
        ("vacancy", "Packer in a fruit shed", "Macuata", "Breadfruit Packers (fictional)", "FJD 5 an hour"),
        ("course", "Welding, six weeks, evenings", "Lau", "Reef Skills School (fictional)", "Free"),
        ("vacancy", "Cook in a school", "Rewa", "Lantern School (fictional)", "FJD 190 a week"),
    ),
    "VU": (
        ("vacancy", "Boat mechanic", "Tafea", "Outrigger Boats (fictional)", "VUV 60,000 a month"),
        ("course", "Sewing and sales", "Shefa", "Banyan Skills School (fictional)", "Free"),
    ),
}


def fill(country: str, *, writer: Member, checker: Member) -> None:
    """Write the country's listings and have them checked."""
    made = [
        ("agency", {"name": name, "other_names": other, "licence": licence, "contacts": contacts})
        for name, other, licence, contacts in AGENCIES[country]
    ]
    until = timezone.localdate() + timedelta(days=40)
    made += [
        (
            "opportunity",
            {
                "offer": offer, "name": name, "place": place, "given_by": by, "wage": wage, "until": until,
                "contacts": "+679 555 0101 (invented)" if country == "FJ" else "+678 555 0101 (invented)",
            },
        )
        for offer, name, place, by, wage in NEAR[country]
    ]  # fmt: skip
    for kind, said in made:
        listing = add_listing(by=writer, kind=Kind(kind), country=country, source=SOURCE, said=said)
        confirm_listing(by=checker, kind=kind, number=listing.pk)


FEE_FIRST = Pattern(
    title="A fee to be first for seasonal work",
    words=(
        "They come to the village. They say: send $300 PALM priority fee today, and your son goes first. "
        "Only ten places are left. Do not ask the Ministry, they are slow."
    ),
    signs=("upfront_fee", "urgency", "gov_scheme_claim", "secrecy"),
    ask="Which office runs this scheme? May I ask there first?",
    country="FJ",
)


def show_lure(about: str, *, writer: Member, first: Member, second: Member) -> None:
    """Write the lure of the week from a case, and have two others release it."""
    lure = write_lure(by=writer, about=about, pattern=FEE_FIRST)
    for member in (first, second):
        release_lure(by=member, number=lure.pk, version=lure.version)
