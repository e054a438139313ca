"""What the listed services are called, for the catalogues: the engine holds these words in English only.

Templates show them with `{% translate line.name %}`.
"""

from django.utils.translation import gettext_noop as _

WORDS = (
    _("Police emergency"),
    _("Child Helpline (Medical Services Pacific)"),
    _("Domestic Violence Helpline (Fiji Women's Crisis Centre)"),
    _("Crime Stoppers"),
    _("Online Safety Commission"),
    _(
        "Under 18: a parent, guardian or head teacher must lodge the complaint"
        " (https://www.fbcnews.com.fj/news/rise-in-social-media-defamation/)."
    ),
    _("Emergency"),
    _("Emergency: police, ambulance or fire"),
    _("Police"),
    _("Vanuatu Women's Centre"),
    _("National hotline (child protection and anti-trafficking)"),
)
