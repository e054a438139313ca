"""The public site inside the suite: its own settings, read by the settings file itself, over the suite's databases."""

import importlib.util
import json

import pytest

OF_THE_PUBLIC_PROCESS = (
    "ROOT_URLCONF",
    "MIDDLEWARE",
    "TEMPLATES",
    "LANGUAGES",
    "CONTENT_SECURITY_POLICY",
    "SECURE_REFERRER_POLICY",
    "KEY_FOLDER",
    "EXHIBIT_FOLDER",
)
LANGUAGES = ["en", "fr", "bi", "fj", "hif", "vi"]

LURE = (
    "Bula! Golden Lagoon Careers needs 12 girls & boys for customer service in Bangkok.\n"
    "Pay USD 2,500 a month, no experience. Ticket and visa are paid by us, send $300 PALM priority fee today\n"
    "and give your passport to our agent Joe: +679 555 0101 <WhatsApp>. Tell nobody until you fly."
)


@pytest.fixture(scope="session")
def public_settings():
    """What `settings.py` says where LALI_AUDIENCE is public."""
    from lali.project import settings as workspace

    spec = importlib.util.spec_from_file_location("settings_of_the_public_process", workspace.__file__)
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LALI_AUDIENCE", "public")
        spec.loader.exec_module(module)
    return module


@pytest.fixture
def public(settings, public_settings, client):
    """A visitor's browser on the public site; what the node cannot show raises, as in the suite's other clients."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "lali.web.public"]
    for name in OF_THE_PUBLIC_PROCESS:
        setattr(settings, name, getattr(public_settings, name))
    return client


@pytest.fixture
def letterbox(agency, public):
    """The public site of a node that takes reports."""
    return public


@pytest.fixture
def open_sealed():
    """Open what lies in the letterbox with the agency's key, as triage does."""
    from lali.engines.exchange import open_letter
    from lali.project import settings as workspace
    from lali.records.letterbox.vocabulary import ANSWER_PURPOSE, REPORT_PURPOSE

    key = (workspace.NODE.keys / "letter.key").read_bytes()

    def open_sealed(item):
        if hasattr(item, "lookup"):
            return json.loads(open_letter(bytes(item.sealed), key=key, purpose=REPORT_PURPOSE))
        return open_letter(bytes(item.sealed), key=key, purpose=ANSWER_PURPOSE).decode()

    return open_sealed
