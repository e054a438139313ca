"""E-mail addresses, also where they are spelt so that a filter does not see them: "name [at] domain dot com"."""

import re
from collections.abc import Iterator

from .hosts import PLAIN_ENDINGS, host_of, registered_domain
from .vocabulary import Found, Seen

_AT = r"(?:\s?@\s?|\s?[\[({<]\s?(?:at|@|arobase|a cong)\s?[\])}>]\s?|\s{1,3}(?:at|arobase)\s{1,3})"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:\.|dot|point|cham)\s?[\])}>]\s?|\s{1,3}(?:dot|point|cham)\s{1,3})"
_EMAIL = re.compile(
    rf"(?<![\w.+%-])(?<!//)(?P<local>[a-z0-9_](?:[\w.+%-]{{0,62}}[\w+-])?)(?P<at>{_AT})"
    rf"(?P<host>[a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{1,8}})(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_MAILTO = "mailto:"
RESERVED = frozenset({"example", "test", "invalid"})  # RFC 2606: nobody's on the internet, and written all the same
_SPELT_AT = frozenset({"at", "arobase", "cong"})
SPELT_DOTS = frozenset({"dot", "point", "cham"})
_SAID_DOTS = frozenset({"dot", "point"})
_BRACKET = re.compile(r"[\[({<]")
_WORD = re.compile(r"[^\W_]+")


def find_emails(seen: Seen) -> Iterator[Found]:
    """Find e-mail addresses; weak when the @ is spelt out or stands between spaces."""
    if "@" not in seen.text and not _may_be_spelt(seen):
        return
    for mail in _EMAIL.finditer(seen.text):
        for end in _ends(mail):
            address = _address(mail, seen.genuine[mail.start("host") : end])
            if address:
                yield Found("email", mail.start(), end, address, weak=mail["at"] != "@")
                break


def _may_be_spelt(seen: Seen) -> bool:
    """Say whether an @ may be spelt: between words its dots are spelt too, else it stands in brackets."""
    if seen.words.isdisjoint(_SPELT_AT):
        return False
    return not seen.words.isdisjoint(_SAID_DOTS) or _BRACKET.search(seen.text) is not None


def normalise_email(value: str, genuine: str) -> str | None:
    """Give the address in lower case (before @ too: no large provider tells the cases apart), or None.

    `genuine` is `value` with its look-alike letters: the domain is read there.
    """
    mail = _EMAIL.fullmatch(value, len(_MAILTO) if value.startswith(_MAILTO) else 0)
    return _address(mail, genuine[mail.start("host") :]) if mail else None


def _ends(mail: re.Match[str]) -> Iterator[int]:
    """Where the address may end: whole, or before a full stop that was a sentence's ("me@lagoon.com.Call me")."""
    yield mail.end()
    dots = [dot.start() for dot in _DOTS.finditer(mail["host"]) if dot[0] == "."]
    for dot in reversed(dots[1:]):
        yield mail.start("host") + dot


def _address(mail: re.Match[str], domain: str) -> str | None:
    word = _WORD.search(mail["at"])
    bracketed = mail["at"].strip()[0] in "[({<"
    spelt = word is not None and not bracketed
    if spelt and not _spelt_alike(mail["at"].strip().lower(), domain):
        return None
    if word is None and not bracketed and " " in domain:
        return None
    host = host_of(_DOTS.sub(".", domain))
    if host is None or ".." in mail["local"] or not _ends_well(host, domain, spelt=spelt):
        return None
    return f"{mail['local'].lower()}@{host}"


def _spelt_alike(at: str, domain: str) -> bool:
    """English at goes with dot and French arobase with point: "out at some point in May" is no address."""
    dots = {word[0].lower() for dot in _DOTS.findall(domain) if (word := _WORD.search(dot))}
    return "dot" in dots if at == "at" else bool(dots & {"point", "dot"})


def _ends_well(host: str, written: str, *, spelt: bool) -> bool:
    """Say whether the ending is real; a rare one must not look like the first word of a sentence."""
    ending = host.rpartition(".")[2]
    if ending in PLAIN_ENDINGS or (ending in RESERVED and not spelt):
        return True
    return not spelt and not written.rpartition(".")[2].istitle() and registered_domain(host) is not None
