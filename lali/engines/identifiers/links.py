"""Links, e-mail addresses and bare domains, also where they are written so that a filter does not see them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .accounts import account_of_link
from .hosts import PLAIN_ENDINGS, host_of, registered_domain
from .vocabulary import Found, Seen

_DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot|d0t|point)\s?[\])}]\s?)"
_HOST = rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,10}}"
_LINK = re.compile(
    rf"(?<![\w@.-])(?:(?P<scheme>h(?:tt|xx)ps?|ftp|tg|viber|whatsapp)(?:\[:\]|:)(?://|\\\\)(?:[\w.%+-]{{1,64}}@)?)?"
    rf"(?P<host>{_HOST}|(?<=//)[\w-]{{1,63}}(?=[/?]))(?P<port>:\d{{1,5}}(?!\d))?(?P<rest>[/?#][^\s<>\"\\^`{{|}}]*)?(?![@\w])",
    re.IGNORECASE,
)
_LINK_HINT = re.compile(r"\.[^\W_]|[\[({]\s?(?:\.|d[o0]t|point)|://|\[:\]", re.IGNORECASE)
_APPS = frozenset({"tg", "viber", "whatsapp"})
_TRAILING = ".,;:!?'*_~…"
_CLOSING = {")": "(", "]": "[", "»": "«"}
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|igsh|mc_[ce]id|_ga|ref_src|twclid|ttclid|yclid)$", re.IGNORECASE
)
_DEFAULT_PORTS = {"http": ":80", "https": ":443", "ftp": ":21"}
_SAYS_SITE = re.compile(
    r"\b(?:website|web|site|link|visit|url|homepage|lien|trang|trang web|saet|open|go to)\W{0,3}(?:is |at )?$"
)

_AT = r"(?:\s?@\s?|\s?[\[({<]\s?(?:at|@|arobase|a cong)\s?[\])}>]\s?|\s{1,3}(?:at|arobase)\s{1,3})"
_MAIL_DOT = r"(?:\.|\s?[\[({<]\s?(?:\.|dot|point|cham)\s?[\])}>]\s?|\s{1,3}(?:dot|point|cham)\s{1,3})"
_EMAIL = re.compile(
    rf"(?<![\w.+%-])(?P<local>[a-z0-9_](?:[\w.+%-]{{0,62}}[\w+-])?)(?P<at>{_AT})"
    rf"(?P<host>[a-z0-9-]{{1,63}}(?:{_MAIL_DOT}[a-z0-9-]{{1,63}}){{1,8}})(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_MAIL_DOTS = re.compile(_MAIL_DOT, re.IGNORECASE)
_SPELT_AT = frozenset({"at", "arobase", "cong"})
_SPELT_DOT = frozenset({"dot", "point", "cham"})


def find_emails(seen: Seen) -> Iterator[Found]:
    """E-mail addresses, also "name [at] domain dot com"."""
    if "@" not in seen.text and (
        seen.words.isdisjoint(_SPELT_AT) or "." not in seen.text and seen.words.isdisjoint(_SPELT_DOT)
    ):
        return
    for mail in _EMAIL.finditer(seen.text):
        address = _address(mail, seen.genuine[slice(*mail.span("host"))])
        if address:
            yield Found("email", mail.start(), mail.end(), address, weak="@" not in mail["at"])


def _address(mail: re.Match[str], domain: str) -> str | None:
    """A spelt "at" counts only with a spelt or bracketed dot: "meet me at lagoon.com" is no address."""
    if mail["at"].strip().lower() in _SPELT_AT and not _spelt_dot(mail["host"]):
        return None
    if "@" in mail["at"] and mail["at"].strip() == "@" and mail["at"] != "@" and " " in mail["host"]:
        return None
    host = host_of(_MAIL_DOTS.sub(".", domain))
    local = mail["local"].lower()
    if host is None or ".." in local or host.startswith("-"):
        return None
    return f"{local}@{host}"


def _spelt_dot(host: str) -> bool:
    return any(dot != "." for dot in _MAIL_DOTS.findall(host))


def normalise_email(value: str) -> str | None:
    """The address in lower case (the part before @ too: no large provider tells them apart), or None."""
    mail = _EMAIL.fullmatch(value.strip().removeprefix("mailto:"))
    return _address(mail, mail["host"]) if mail else None


def find_links(seen: Seen) -> Iterator[Found]:
    """Links to accounts, other links, and bare domains: each place of the text once, as the most telling kind."""
    if not _LINK_HINT.search(seen.text):
        return
    for link in _LINK.finditer(seen.text):
        end = _trimmed(seen.text, link.start(), link.end())
        found = _link(seen, link, end)
        if found:
            yield found


def _link(seen: Seen, link: re.Match[str], end: int) -> Found | None:
    start, written = link.start(), seen.genuine[link.start() : end]
    opened = link["scheme"] is not None
    bare = not opened and not link["rest"] and not link["port"]
    if not opened and not _is_host(seen, link, bare=bare):
        return None
    account = account_of_link(canonical_app_link(written) or canonical_url(written) or "")
    if account:
        return Found(account[0], start, end, account[1])
    if bare:
        domain = normalise_domain(seen.genuine[slice(*link.span("host"))])
        return Found("domain", start, min(end, link.end("host")), domain) if domain else None
    url = canonical_url(written)
    return Found("url", start, end, url) if url else None


def _is_host(seen: Seen, link: re.Match[str], *, bare: bool) -> bool:
    """Whether a name without a scheme is an address and not two sentences without a space between."""
    host = host_of(link["host"])
    if host is None:
        return False
    ending = host.rpartition(".")[2]
    written = link["host"].rpartition(".")[2]
    if host.startswith("www.") or "[" in link["host"] or "(" in link["host"]:
        return True
    if written[:1].isupper() and written[1:].islower() and ending != "com":
        return False
    if ending in PLAIN_ENDINGS:
        return True
    told = not bare or _SAYS_SITE.search(seen.plain, max(0, link.start() - 20), link.start())
    return bool(told) and registered_domain(host) is not None


def _trimmed(text: str, start: int, end: int) -> int:
    """Where a link ends once the punctuation of the sentence around it is left out."""
    while end > start:
        last = text[end - 1]
        opening = _CLOSING.get(last)
        if last not in _TRAILING and (
            opening is None or text.count(opening, start, end) >= text.count(last, start, end)
        ):
            break
        end -= 1
    return end


def canonical_app_link(written: str) -> str | None:
    """tg:, viber: and whatsapp: links with the scheme in lower case; None for links of the web."""
    scheme, _, rest = written.partition("://")
    return f"{scheme.lower()}://{rest}" if scheme.lower() in _APPS and rest else None


def canonical_url(written: str) -> str | None:
    """A link as one canonical URL (RFC 3986, 6.2): scheme and host lower-case, no default port, no fragment, no user name,
    no tracking parameters; https where no scheme was written; None when it is not a link of the web."""
    text = re.sub(r"^hxxp", "http", written.strip().replace("[:]", ":").replace("\\", "/"), flags=re.IGNORECASE)
    link = _LINK.fullmatch(text)
    if link is None or (link["scheme"] or "").lower() in _APPS:
        return None
    host = host_of(link["host"])
    if host is None:
        return None
    scheme = (link["scheme"] or "https").lower()
    port = link["port"] or ""
    parts = urlsplit("//host" + (link["rest"] or ""))
    query = "&".join(item for item in parts.query.split("&") if item and not _TRACKING.match(item.partition("=")[0]))
    return f"{scheme}://{host}{'' if port == _DEFAULT_PORTS[scheme] else port}{parts.path or '/'}{'?' + query if query else ''}"


def normalise_domain(value: str) -> str | None:
    """The registered domain of a host or a link ("www.jobs.lagoon.com.fj" gives "lagoon.com.fj"), or None."""
    link = _LINK.fullmatch(re.sub(r"^hxxp", "http", value.strip(), flags=re.IGNORECASE))
    host = host_of(link["host"]) if link else None
    return registered_domain(host) if host else None
