"""What the environment may say of gateways and platforms, and what stops the public site from starting."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from lali.project.channels import META, channel_settings

SECRET = "0123456789abcdef"
WHATSAPP = {
    "LALI_WHATSAPP_SECRET": SECRET,
    "LALI_WHATSAPP_VERIFY": "a word",
    "LALI_WHATSAPP_TOKEN": "EAAB",
    "LALI_WHATSAPP_ACCOUNT": "106540352242922",
}


def test_nothing_named_opens_nothing():
    found = channel_settings({})
    assert found.pop("meta") == META
    assert set(found.values()) == {""}


def test_each_channel_stands_alone():
    found = channel_settings(WHATSAPP | {"LALI_META_URL": "http://127.0.0.1:9/v25.0/"})
    assert (found["whatsapp"], found["whatsapp_account"]) == (SECRET, "106540352242922")
    assert (found["messenger"], found["sms"], found["meta"]) == ("", "", "http://127.0.0.1:9/v25.0")
    assert channel_settings({"LALI_RAPIDPRO_SECRET": SECRET})["send_url"] == ""  # flows may ask
    assert channel_settings({"LALI_SMS_SECRET": f" {SECRET} "})["sms"] == SECRET


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"LALI_SMS_SECRET": SECRET[1:]}, "at least 16 characters"),
        ({"LALI_RAPIDPRO_SEND_URL": "https://gateway.example.org/"}, "needs LALI_RAPIDPRO_SECRET"),
        ({"LALI_RAPIDPRO_SECRET": SECRET, "LALI_RAPIDPRO_SEND_URL": "ftp://gateway.example.org/"}, "http or https"),
        ({"LALI_META_URL": "graph.facebook.com"}, "LALI_META_URL is a web address"),
        (WHATSAPP | {"LALI_WHATSAPP_TOKEN": ""}, "LALI_WHATSAPP_ACCOUNT go together"),
        ({"LALI_MESSENGER_TOKEN": "EAAB"}, "LALI_MESSENGER_ACCOUNT go together"),
        (WHATSAPP | {"LALI_WHATSAPP_SECRET": "short"}, "LALI_WHATSAPP_SECRET has at least"),
    ],
)
def test_half_a_channel_is_refused_by_name(environment, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        channel_settings(environment)
