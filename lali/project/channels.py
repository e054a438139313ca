"""The gateways for text messages that the environment names, if it names any."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 16


def channel_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Secrets of the channels and where answers of the second are sent; empty: there is no such channel."""
    found = {
        "sms": environment.get("LALI_SMS_SECRET", "").strip(),
        "rapidpro": environment.get("LALI_RAPIDPRO_SECRET", "").strip(),
        "send_url": environment.get("LALI_RAPIDPRO_SEND_URL", "").strip(),
    }
    for name in ("sms", "rapidpro"):
        if 0 < len(found[name]) < SHORTEST_SECRET:
            raise ImproperlyConfigured(f"LALI_{name.upper()}_SECRET has at least {SHORTEST_SECRET} characters.")
    if bool(found["rapidpro"]) != bool(found["send_url"]):
        raise ImproperlyConfigured("LALI_RAPIDPRO_SECRET and LALI_RAPIDPRO_SEND_URL go together.")
    if found["send_url"] and urlsplit(found["send_url"]).scheme not in {"http", "https"}:
        raise ImproperlyConfigured("LALI_RAPIDPRO_SEND_URL is a web address: http or https.")
    return found
