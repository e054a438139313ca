"""The mail server that the environment names, if it names one."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

NO_MAIL = "none"  # said on purpose: this node sends no mail
PORTS = {"starttls": 587, "tls": 465, "off": 25}


def mail_settings(environment: Mapping[str, str]) -> dict[str, object]:
    """Host, port, tls, user, password, sender; nothing where no server is named; else ImproperlyConfigured."""
    host = environment.get("LALI_SMTP_HOST", "").strip()
    if host in {"", NO_MAIL}:
        return {}
    tls = environment.get("LALI_SMTP_TLS", "starttls")
    if tls not in PORTS:
        raise ImproperlyConfigured("LALI_SMTP_TLS is starttls, tls or off.")
    port = environment.get("LALI_SMTP_PORT", str(PORTS[tls]))
    if not port.isdecimal():
        raise ImproperlyConfigured("LALI_SMTP_PORT is a number.")
    sender = environment.get("LALI_SMTP_FROM", "").strip()
    if "@" not in sender:
        raise ImproperlyConfigured("LALI_SMTP_FROM must name the sender of the notices: an e-mail address.")
    return {
        "host": host,
        "port": int(port),
        "tls": tls,
        "user": environment.get("LALI_SMTP_USER", ""),
        "password": environment.get("LALI_SMTP_PASSWORD", ""),
        "sender": sender,
    }
