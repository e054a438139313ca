"""The gateways and platforms for messages that the environment names, if it names any."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 16
META = "https://graph.facebook.com/v25.0"


def channel_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Secrets of the channels, and where answers go that are not taken in the response; empty: no such channel.

    A channel's own name leads to its secret: what Kannel, RapidPro or, as the secret of an app, Meta knows.
    """

    def named(name: str, otherwise: str = "") -> str:
        return environment.get(f"LALI_{name}", otherwise).strip()

    found = {"sms": named("SMS_SECRET"), "rapidpro": named("RAPIDPRO_SECRET"), "send_url": named("RAPIDPRO_SEND_URL")}
    for platform in ("whatsapp", "messenger"):
        found[platform] = named(f"{platform.upper()}_SECRET")
        for part in ("verify", "token", "account"):
            found[f"{platform}_{part}"] = named(f"{platform.upper()}_{part.upper()}")
        if len({bool(found[name]) for name in found if name.startswith(platform)}) > 1:
            parts = ", ".join(f"LALI_{platform.upper()}_{part}" for part in ("SECRET", "VERIFY", "TOKEN", "ACCOUNT"))
            raise ImproperlyConfigured(f"{parts} go together.")
    found["meta"] = named("META_URL", META).rstrip("/")
    for name in ("sms", "rapidpro", "whatsapp", "messenger"):
        if 0 < len(found[name]) < SHORTEST_SECRET:
            raise ImproperlyConfigured(f"LALI_{name.upper()}_SECRET has at least {SHORTEST_SECRET} characters.")
    if found["send_url"] and not found["rapidpro"]:
        raise ImproperlyConfigured("LALI_RAPIDPRO_SEND_URL needs LALI_RAPIDPRO_SECRET.")
    for name, said in (("send_url", "LALI_RAPIDPRO_SEND_URL"), ("meta", "LALI_META_URL")):
        if found[name] and urlsplit(found[name]).scheme not in {"http", "https"}:
            raise ImproperlyConfigured(f"{said} is a web address: http or https.")
    return found
