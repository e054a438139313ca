"""Handles of online accounts written without a link, and one account typed in a form."""

import re
from collections.abc import Iterator

from .account_links import account_in_form, account_of_link, handle
from .links import canonical_app_link, canonical_url
from .phones import e164
from .vocabulary import Found, Seen, words

_PLATFORMS = {
    "telegram": "telegram", "tele": "telegram", "tg": "telegram", "tlg": "telegram", "telegaram": "telegram",
    "facebook": "facebook", "fb": "facebook", "messenger": "facebook",
    "instagram": "instagram", "insta": "instagram", "ig": "instagram",
    "tiktok": "tiktok", "viber": "viber",
}  # fmt: skip
PLATFORM_NAMES = frozenset(_PLATFORMS)
_TOLD = re.compile(
    rf"(?<!\w)(?P<platform>{'|'.join(sorted(_PLATFORMS, key=len, reverse=True))}|tik tok)(?!\w)"
    r"(?: ?(?:id|user ?name|user|handle|account|acc|name|page|channel|group|profile|kenh|nhom|tai khoan|compte|chaine|"
    r"groupe))?"
    r"(?P<sign>\s?[:=>]{1,2}\s?|\s?-\s|\s?\(|\s?[/|]\s?|\s{1,2}(?:(?:is|on|at|me|us|la) )?)"
    r"(?P<handle>@?[a-z0-9_](?:[a-z0-9_.]{0,48}[a-z0-9_])?)(?![\w@/])"
)
_BARE = re.compile(r"(?<![\w@./:=-])@(?P<handle>[a-z0-9_](?:[a-z0-9_.]{1,30}[a-z0-9_])?)(?![\w@])")
_SIGN = re.compile(r"[:=>(/|-]")
_UNLIKE_A_WORD = re.compile(r"[_.\d]")
_PAUSE = re.compile(r"$|[\n\r,;.!?)\]|]")
_COMMON_WORDS = words(
    "call text message contact join follow link group channel only here now below above please chat whatsapp viber"
    " telegram facebook instagram tiktok messenger phone number page add send inbox write http https www search find"
    " our the this that name apply account available also video live photo photos profile"
    " lien nhom kenh rejoignez ecrivez joinem folem grup jati vakau"
)
_NUMBER = re.compile(r"\+?[\d\s()./-]{5,25}")


def find_told_handles(seen: Seen) -> Iterator[Found]:
    """Find handles beside the name of their platform: "telegram: lagoon_jobs", "insta @lagoon", "tg @lagoon".

    Without @ a handle stands after a sign such as a colon and is no common word; it is weak when it looks like a word.
    """
    if seen.words.isdisjoint(PLATFORM_NAMES) and "tik" not in seen.words:
        return
    for told in _TOLD.finditer(seen.read):
        written = seen.plain[slice(*told.span("handle"))]
        marked = written.startswith("@")
        if not marked and not _is_meant(seen, told, written):
            continue
        kind = _PLATFORMS.get(told["platform"], "tiktok")
        name = handle(kind, written)
        if name:
            yield Found(kind, *told.span("handle"), name, weak=not marked and not _UNLIKE_A_WORD.search(written))


def _is_meant(seen: Seen, told: re.Match[str], written: str) -> bool:
    if written in _COMMON_WORDS or written.isdigit() or not _SIGN.search(told["sign"]):
        return False
    return bool(_UNLIKE_A_WORD.search(written) or _PAUSE.match(seen.plain, told.end()))


def find_bare_handles(seen: Seen) -> Iterator[Found]:
    """Find @handles without a platform beside them; always weak.

    They are given to the one platform the text names anywhere, else to Telegram, which recruiters of the region use
    most; what Telegram cannot hold goes to Instagram.
    """
    if "@" not in seen.text:
        return
    named = {_PLATFORMS[word] for word in seen.words & PLATFORM_NAMES}
    first = named.pop() if len(named) == 1 else "telegram"
    for bare in _BARE.finditer(seen.plain):
        for kind in (first, "telegram", "instagram"):
            name = handle(kind, bare["handle"])
            if name:
                yield Found(kind, bare.start(), bare.end(), name, weak=True)
                break


def normalise_account(kind: str, written: str, country: str) -> str | None:
    """Normalise one account typed in a form: a link, a handle, a number, or the normalised form itself; else None."""
    account = account_of_link(canonical_app_link(written) or canonical_url(written) or "") or account_in_form(
        kind, written
    )
    if account and account[0] == kind:
        return account[1]
    if kind in {"whatsapp", "viber"} and _NUMBER.fullmatch(written):
        answer = e164(written, country)
        return answer[0] if answer else None
    return handle(kind, written)
