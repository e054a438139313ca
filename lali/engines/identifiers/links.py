"""Links and bare domains, also defanged ones ("hxxps://lagoon[.]com"): each place once, as the most telling kind."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from .account_links import account_of_link
from .hosts import PLAIN_ENDINGS, host_of, registered_domain
from .vocabulary import Found, Seen

_DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot|d0t|point)\s?[\])}]\s?)"
_LINK = re.compile(
    r"(?<![\w@.-])(?:(?P<scheme>h(?:tt|xx)ps?|ftp|tg|viber|whatsapp)(?:\[:\]|:)(?://|\\\\)(?:[\w.%+-]{1,64}@)?)?"
    rf"(?P<host>[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,10}}|(?<=//)[\w-]{{1,63}}(?=[/?]))"
    r"(?P<port>:\d{1,5}(?!\d))?(?P<rest>[/?#][^\s<>\"\\^`{|}]*)?(?![@\w])",
    re.IGNORECASE,
)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_HINT = re.compile(  # begins with the mark, for there are fewer of them than of letters
    r"[.:\[({](?:(?<=\.)[^\W_]|(?<=[\[({])\s?(?:\.|d[o0]t|point)|(?<=:)//|(?<=\[):\])", re.IGNORECASE
)
_HXXP = re.compile(r"^hxxp", re.IGNORECASE)
_APPS = frozenset({"tg", "viber", "whatsapp"})
_TRAILING = frozenset(".,;:!?'*_~…")
_CLOSING = {")": "(", "]": "[", "»": "«"}
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|igsh|mc_[ce]id|_ga|ref_src|twclid|ttclid|yclid)$", re.IGNORECASE
)
_DEFAULT_PORTS = {"http": ":80", "https": ":443", "ftp": ":21"}
_SAYS_SITE = re.compile(
    r"\b(?:website|web|site|link|visit|url|homepage|lien|trang|trang web|saet|open|go to)\W{0,3}(?:is |at )?$"
)
_ASCII = "".join(map(chr, range(0x21, 0x7F)))  # other letters of a path are percent-encoded (RFC 3987, 3.1)
_BEFORE = 20  # characters before a name in which a word can say that it is a site


def find_links(seen: Seen) -> Iterator[Found]:
    """Find links to accounts, other links, and bare domains."""
    if not _HINT.search(seen.text):
        return
    for link in _LINK.finditer(seen.text):
        bare = not (link["scheme"] or link["rest"] or link["port"])
        found = _bare_domain(seen, link) if bare else _opened(seen, link)
        if found:
            yield found


def _opened(seen: Seen, link: re.Match[str]) -> Found | None:
    """Read a link with a scheme, a path or a port."""
    if not link["scheme"] and not _is_site(seen, link, link.end("host"), told=True):
        return None
    start, end = link.start(), _trimmed(seen.text, link.start(), link.end())
    written = seen.genuine[start:end]
    url = canonical_url(written)
    account = account_of_link(canonical_app_link(written) or url or "")
    if account:
        return Found(account[0], start, end, account[1])
    return Found("url", start, end, url) if url else None


def _bare_domain(seen: Seen, link: re.Match[str]) -> Found | None:
    """Read a name without anything around it; "lagoon.com.Call" ends before the word of the next sentence."""
    told = bool(_SAYS_SITE.search(seen.plain, max(0, link.start() - _BEFORE), link.start()))
    dots = [dot.start() for dot in _DOTS.finditer(seen.text, *link.span("host"))]
    for end in (link.end("host"), *reversed(dots[1:])):
        if _is_site(seen, link, end, told=told):
            domain = normalise_domain(seen.genuine[link.start() : end])
            return Found("domain", link.start(), end, domain) if domain else None
    return None


def _is_site(seen: Seen, link: re.Match[str], end: int, *, told: bool) -> bool:
    """Whether a name without a scheme is an address rather than two sentences without a space between."""
    written = seen.text[link.start("host") : end]
    host = host_of(written)
    if host is None:
        return False
    if host.startswith("www.") or "[" in written or "(" in written:
        return True
    ending = written.rpartition(".")[2]
    if ending[:1].isupper() and ending[1:].islower() and ending != "Com":
        return False
    return ending.lower() in PLAIN_ENDINGS or (told and registered_domain(host) is not None)


def _trimmed(text: str, start: int, end: int) -> int:
    """Say where a link ends once the punctuation of the sentence around it is left out."""
    surplus = {
        closing: text.count(closing, start, end) - text.count(opening, start, end)
        for closing, opening in _CLOSING.items()
    }
    while end > start:
        last = text[end - 1]
        if last not in _TRAILING and surplus.get(last, 0) <= 0:
            break
        if last in surplus:
            surplus[last] -= 1
        end -= 1
    return end


def canonical_app_link(written: str) -> str | None:
    """Give a tg:, viber: or whatsapp: link with its scheme in lower case; None for links of the web."""
    scheme, _, rest = written.partition("://")
    return f"{scheme.lower()}://{rest}" if scheme.lower() in _APPS and rest else None


def canonical_url(written: str) -> str | None:
    """Give a link as one canonical URL, or None when it is no link of the web.

    RFC 3986, 6.2: scheme and host in lower case, no default port, "/" for an empty path. Beyond it: no user name, no
    fragment, no tracking parameters, and https where no scheme was written.
    """
    link = _LINK.fullmatch(_HXXP.sub("http", written.replace("[:]", ":").replace("\\", "/")))
    if link is None or (link["scheme"] or "").lower() in _APPS:
        return None
    host = host_of(link["host"])
    if host is None:
        return None
    scheme = _HXXP.sub("http", link["scheme"] or "https").lower()
    port = link["port"] if link["port"] and link["port"] != _DEFAULT_PORTS[scheme] else ""
    parts = urlsplit("//host" + quote(link["rest"] or "", safe=_ASCII, errors="replace"))
    query = "&".join(item for item in parts.query.split("&") if item and not _TRACKING.match(item.partition("=")[0]))
    return f"{scheme}://{host}{port}{parts.path or '/'}" + (f"?{query}" if query else "")


def normalise_domain(value: str) -> str | None:
    """Give the registered domain of a host or a link ("www.jobs.lagoon.com.fj" gives "lagoon.com.fj"), or None."""
    link = _LINK.fullmatch(_HXXP.sub("http", value))
    host = host_of(link["host"]) if link else None
    return registered_domain(host) if host else None
