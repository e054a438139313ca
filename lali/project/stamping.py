"""The time-stamping authority that the environment names, and how it is asked."""

import http.client
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.core.exceptions import ImproperlyConfigured

SECONDS = 20
MOST_READ = 64 * 1024 + 1  # bytes of an answer; a longer one is refused when it is read


def stamp_settings(environment: Mapping[str, str]) -> dict[str, object]:
    """Address and trusted certificates (PEM); nothing where no authority is named; else ImproperlyConfigured."""
    url = environment.get("LALI_TIMESTAMP_URL", "").strip()
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured("LALI_TIMESTAMP_URL is the address of a time-stamping authority: https://HOST/PATH.")
    try:
        authorities = Path(environment.get("LALI_TIMESTAMP_CERTIFICATE", "")).read_bytes()
        x509.load_pem_x509_certificates(authorities)
    except (OSError, ValueError):
        raise ImproperlyConfigured(
            "LALI_TIMESTAMP_CERTIFICATE names a file with the authority's root certificate (PEM): without it its word "
            "cannot be checked."
        ) from None
    return {"url": url, "authorities": authorities}


def asker(url: str) -> Callable[[bytes], bytes]:
    """A function that sends a question to the authority and gives its answer; OSError where there is none."""

    def ask(question: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "User-Agent": "Lali"}
        request = urllib.request.Request(url, data=question, headers=headers)  # noqa: S310 - http(s) only, see above
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return answer.read(MOST_READ)
        except http.client.HTTPException as why:  # not what HTTP is: as good as no answer
            raise OSError(type(why).__name__) from None

    return ask
