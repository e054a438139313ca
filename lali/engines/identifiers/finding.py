"""All identifiers of a text, each place once; and one typed value in canonical form."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from .bank_accounts import find_bank_accounts, normalise_bank_account
from .disguises import read_leetspeak
from .documents import find_passports, normalise_passport
from .emails import SPELT_DOTS, find_emails, normalise_email
from .folding import Folded, fold, unaccented
from .handles import PLATFORM_NAMES, find_bare_handles, find_told_handles, normalise_account
from .links import canonical_url, find_links, normalise_domain
from .money import find_ibans, find_wallets, normalise_iban, normalise_wallet
from .number_words import LEAST_NUMBER_WORDS, NUMBER_WORDS, find_spoken_phones
from .phones import find_phones, normalise_phone
from .vocabulary import KINDS, Found, Identifier, Seen

# In this order: what one takes, the next no longer sees.
_FINDERS: tuple[Callable[[Seen], Iterator[Found]], ...] = (
    find_emails,
    find_links,
    find_wallets,
    find_ibans,
    find_bank_accounts,
    find_told_handles,
    find_passports,
    find_spoken_phones,
    find_phones,
    find_bare_handles,
)
_NEED_DIGITS = frozenset({find_ibans, find_bank_accounts, find_passports, find_phones})
_WITHOUT_DIGITS = tuple(finder for finder in _FINDERS if finder not in _NEED_DIGITS)
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[a-z]+")
# An @, a dot inside a word, a scheme, or a dot, an @ or their names in brackets.
_MARKS = re.compile(r"[@.:\[({<](?:(?<=@)|(?<=\.)[^\W_]|(?<=:)//|(?<=\[):\]|(?<=[\[({<])\s?[.@a-zA-Z])")
# The same, or a short form ("telegram's"), in which another word stands.
_MAY_BEGIN = re.compile(
    r"['@.:\[({<](?:(?<=['@])|(?<=\.)[^\W_]|(?<=:)//|(?<=\[):\]|(?<=[\[({<])\s?[.@a-zA-Z])", re.ASCII
)
_LEAST_DIGITS = 3  # of anything that is made of digits
_LEAST_WALLET = 26  # letters and digits
_TELLING = PLATFORM_NAMES | SPELT_DOTS | {"tik"}
_BLANK = "\n"  # ends every pattern, as the end of a line does


def find(text: str, *, country: str = "FJ", folded: Folded | None = None) -> list[Identifier]:
    """List the identifiers in `text` by place, none overlapping another; never raises, whatever the text holds.

    `country` (ISO 3166-1 alpha-2) is where a local phone number is read. `folded` is `fold(text)` if the caller has it.
    A link is reported once, as the account it leads to, else as `url`; a name without scheme and path is a `domain`,
    normalised to what was registered. A number after the word WhatsApp or Viber is a `phone`; a wa.me or viber: link is
    `whatsapp` or `viber` with the same E.164 string.
    """
    folded = folded or fold(text)
    if _is_plain(folded):
        return []
    seen = _seen(folded, country.upper())
    digits = _DIGIT.search(seen.text)
    if not digits and _is_quiet(seen):
        return []
    found: list[Found] = []
    for finder in _FINDERS if digits else _WITHOUT_DIGITS:
        new = list(finder(seen))
        if new:
            found.extend(new)
            seen = _blanked(seen, new)
    return [_identifier(text, folded, one) for one in sorted(found, key=lambda one: one.start)]


def _is_plain(folded: Folded) -> bool:
    """Say whether a text is nothing but plain words, marks and small numbers, among which no identifier can be."""
    written, words = folded.surface.text, folded.words
    return (
        written.isascii()
        and not _MAY_BEGIN.search(written)
        and len(_DIGIT.findall(written)) < _LEAST_DIGITS
        and folded.text == written.lower()
        and _TELLING.isdisjoint(words)
        and (NUMBER_WORDS.isdisjoint(words) or sum(map(NUMBER_WORDS.__contains__, words)) < LEAST_NUMBER_WORDS)
        and max(map(len, written.split()), default=0) < _LEAST_WALLET
    )


def _is_quiet(seen: Seen) -> bool:
    """Say whether nothing in a text without digits can begin an identifier: most messages, and they need no finder."""
    return (
        seen.spelt < LEAST_NUMBER_WORDS
        and seen.words.isdisjoint(_TELLING)
        and not _MARKS.search(seen.text)
        and max(map(len, seen.words), default=0) < _LEAST_WALLET
    )


def _seen(folded: Folded, country: str) -> Seen:
    surface = folded.surface.text
    lower = surface.lower() if surface.isascii() else surface.casefold()
    plain = folded.plain if folded.text == lower else unaccented(surface)  # the same where no disguise was read
    read = read_leetspeak(plain)
    alike = read == folded.plain and "'" not in read and "".join(folded.words).isascii()
    words = folded.words if alike else _WORDS.findall(read)
    spelt = sum(map(NUMBER_WORDS.__contains__, words if read == plain else _WORDS.findall(plain)))
    return Seen(surface, folded.genuine, plain, read, frozenset(words), spelt, country)


def _blanked(seen: Seen, found: list[Found]) -> Seen:
    return seen._replace(
        text=_blank(seen.text, found),
        genuine=_blank(seen.genuine, found),
        plain=_blank(seen.plain, found),
        read=_blank(seen.read, found),
    )


def _blank(text: str, found: list[Found]) -> str:
    pieces: list[str] = []
    done = 0
    for one in found:
        pieces += (text[done : one.start], _BLANK * (one.end - one.start))
        done = one.end
    return "".join([*pieces, text[done:]])


def _identifier(text: str, folded: Folded, one: Found) -> Identifier:
    start, end = folded.surface.origin(one.start, one.end)
    return Identifier(one.kind, text[start:end], one.normalised, start, end, one.weak)


def normalise(kind: str, value: str, *, country: str = "FJ") -> str | None:
    """Give one value typed in a form as `find` would; None when it is no identifier of that kind.

    Raises ValueError for a kind that is not in KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of identifier")
    folded = fold(value)
    written, genuine = folded.surface.text.strip(), folded.genuine.strip()
    if kind in _NORMALISERS:
        return _NORMALISERS[kind](genuine if kind in _NAMED_BY_HOST else written)
    if kind == "email":
        return normalise_email(written, genuine)
    if kind == "phone":
        return normalise_phone(written, country.upper())
    return normalise_account(kind, written, country.upper())


_NAMED_BY_HOST = frozenset({"url", "domain"})  # where a look-alike letter is another owner
_NORMALISERS: dict[str, Callable[[str], str | None]] = {
    "url": canonical_url,
    "domain": normalise_domain,
    "bitcoin": partial(normalise_wallet, "bitcoin"),
    "ethereum": partial(normalise_wallet, "ethereum"),
    "tron": partial(normalise_wallet, "tron"),
    "iban": normalise_iban,
    "bank": normalise_bank_account,
    "passport": normalise_passport,
}
