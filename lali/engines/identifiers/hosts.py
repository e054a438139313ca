"""Names of machines: what a browser would open, and the name somebody registered and pays for."""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from .vocabulary import words

# Endings that are read as a domain even without www, a scheme or a path. Endings that are also words ("so", "is", "me",
# "work", "live", "online", "today") need one of these: people forget the space after a full stop.
PLAIN_ENDINGS = words(
    "com net org info biz edu gov mil int io xyz asia mobi app icu vip cc tv ai co eu "
    "fj vu vn au nz th kh ph la mm pg sb nc ws cn hk sg uk us ca fr ru de in id"
)
_ONE_REGISTRY = words("com net org info biz xyz icu vip asia mobi app")  # name.ending is always registrable
_DEFANGED_DOT = re.compile(r"\s?[\[({]\s?(?:\.|dot|d0t|point|cham)\s?[\])}]\s?|\s+(?:dot|d0t)\s+", re.IGNORECASE)
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W])?")
_ENDING = re.compile(r"[a-z]{2,24}|xn--[a-z0-9-]+")
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}", re.ASCII)
_LONGEST_HOST = 253  # RFC 1035, 2.3.4


def host_of(written: str) -> str | None:
    """Give the host in canonical form: dots restored, lower case, other alphabets in punycode (RFC 3490); else None.

    A name with look-alike letters keeps its own, different identity: "аpple.com" in Cyrillic is not apple.com.
    """
    host = _DEFANGED_DOT.sub(".", written).strip().strip(".").lower()
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or len(labels) == 1 or not all(map(_LABEL.fullmatch, labels)):
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if _ENDING.fullmatch(host.rpartition(".")[2]) or _IPV4.fullmatch(host) else None


def registered_domain(host: str) -> str | None:
    """Give what somebody registered ("jobs.lagoon.com.fj" gives "lagoon.com.fj"); None without a public ending."""
    host = host.removeprefix("www.")
    if host.count(".") == 1 and host.rpartition(".")[2] in _ONE_REGISTRY:
        return host
    registered: str = _extractor()(host).top_domain_under_public_suffix
    return registered or None


@cache
def _extractor() -> Callable[[str], Any]:
    """Load tldextract with the list it ships, never online; late, because it costs more than all else together."""
    extract: Callable[[str], Any] = import_module("tldextract").TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
    return extract
