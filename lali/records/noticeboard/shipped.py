"""Official routes that ship with the program: from published warnings, each with its source, all to be confirmed.

The words are strings of the catalogues; screens show them translated.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

_FIJI = (
    "https://fijilive.com/make-an-informed-decision-before-engaging-nemani/ ; "
    "https://www.fbcnews.com.fj/news/ministry-warns-of-false-employment-agents/"
)
_VANUATU = "https://www.rnz.co.nz/international/pacific-news/387565/vanuatu-rogue-agents-threatened-with-jail"
_MINISTRY = {"FJ": _("The Ministry of Employment"), "VU": _("The Department of Labour")}
_SOURCES = {"FJ": _FIJI, "VU": _VANUATU}
_GULF = "Dubai\nQatar\nKuwait\nOman\nBahrain\nSaudi Arabia\nAbu Dhabi"
_ASIA = "Bangkok\nThailand\nCambodia\nMyanmar\nLaos\nMalaysia\nPhilippines\nSihanoukville"
_NO_SCHEME = _("Private agencies. We know of no State programme.")
_NO_FEE = _("No fee for a place, and your passport stays with you.")
_LICENCE = _("Ask for the licence number of the agency, and ask about it there.")
_ROUTES = (
    {
        "name": "PALM",
        "other_names": "Pacific Australia Labour Mobility\nPALM scheme\nPALM visa\nSeasonal Worker Programme",
        "run_by": _("Australia, with the labour office of your country."),
        "never_asks": _("A place is never sold: no fee for a place."),
        "how": _("At the labour office, never by an agent in a chat."),
    },
    {
        "name": "RSE",
        "other_names": "Recognised Seasonal Employer\nRSE scheme\nRSE visa",
        "run_by": _("New Zealand, with the labour office of your country."),
        "never_asks": _("A place is never sold: no fee for a place."),
        "how": _("At the labour office, never by an agent in a chat."),
    },
    {
        "name": _("Work in the Gulf"),
        "other_names": _GULF,
        "run_by": _NO_SCHEME,
        "never_asks": _NO_FEE,
        "how": _LICENCE,
    },
    {
        "name": _("Work in South-East Asia"),
        "other_names": _ASIA,
        "run_by": _NO_SCHEME,
        "never_asks": _NO_FEE,
        "how": _LICENCE,
    },
)


def shipped_routes(country: str) -> list[Mapping[str, str]]:
    """The routes for people of a country; none where no source was read."""
    if country not in _SOURCES:
        return []
    return [{**route, "ask_at": _MINISTRY[country], "source": _SOURCES[country]} for route in _ROUTES]
