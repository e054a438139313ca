"""Online accounts: links to them, and handles written beside the name of a platform.

Handles are lower-case without @. What is no handle keeps the first part of its path and the letter case of its token:
Telegram and WhatsApp invitations ("+AbC", "chat/AbC"), channels ("channel/AbC"), Facebook ids and groups ("id/100",
"groups/x"). A link that carries a phone number gives the number in E.164, the same string as the phone itself.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

from .phones import e164
from .vocabulary import Found, Seen

_SHAPES = {
    "telegram": re.compile(r"[a-z][a-z0-9_]{4,31}"),
    "facebook": re.compile(r"[a-z0-9][a-z0-9.]{3,49}"),
    "instagram": re.compile(r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?"),
    "tiktok": re.compile(r"[a-z0-9_.]{1,23}[a-z0-9_]"),
    "viber": re.compile(r"[a-z0-9_.-]{3,32}"),
}
_TOKEN = re.compile(r"[A-Za-z0-9_=+/-]{6,128}")
_SHORT = re.compile(r"[A-Za-z0-9_-]{4,32}")
_PHONE = re.compile(r"\+?\d{7,15}")

_NOT_HANDLES = {
    "telegram": frozenset(
        "share joinchat addstickers addemoji proxy socks login confirmphone setlanguage bg invoice".split()
    ),
    "facebook": frozenset(
        "profile.php groups pages people sharer sharer.php share watch events marketplace photo photo.php photos story.php "
        "permalink.php login login.php help hashtag reel reels stories gaming policies privacy messages settings home.php "
        "dialog plugins l.php video videos media posts business public".split()
    ),
    "instagram": frozenset("p reel reels tv explore accounts share direct about legal developer stories".split()),
}


def account_of_link(url: str) -> tuple[str, str] | None:
    """Kind and normalised account of a canonical link, or None when it leads to no account."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = re.sub(r"^(?:www|m|mobile|web|touch|[a-z]{2}-[a-z]{2})\.", "", parts.netloc)
    reader = _READERS.get(parts.scheme) or _READERS.get(host)
    if reader is None:
        return None
    path = [piece for piece in parts.path.split("/") if piece]
    if parts.scheme in {"tg", "viber", "whatsapp"}:
        path = [parts.netloc, *path]
    query = (
        {name: values[0] for name, values in parse_qs(parts.query, max_num_fields=50).items()} if parts.query else {}
    )
    return reader(path, query)


def handle(kind: str, value: str) -> str | None:
    """A handle of a platform in lower case without @, or None when the platform has no such handle."""
    name = value.strip().removeprefix("@").rstrip(".").lower()
    if name in _NOT_HANDLES.get(kind, ()) or not _SHAPES[kind].fullmatch(name):
        return None
    return name


def _named(kind: str, value: str) -> tuple[str, str] | None:
    name = handle(kind, value)
    return (kind, name) if name else None


def _telegram(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    if not path:
        return None
    first = path[1] if path[0] == "s" and len(path) > 1 else path[0]
    token = path[1] if first == "joinchat" and len(path) > 1 else first[1:] if first.startswith(("+", "%2B")) else ""
    if token:
        token = token.removeprefix("2B")
        return _by_phone("telegram", token) or (("telegram", "+" + token) if _TOKEN.fullmatch(token) else None)
    return _named("telegram", first)


def _telegram_app(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    if path[0] == "join" and "invite" in query:
        return _telegram(["joinchat", query["invite"]], {})
    if path[0] == "resolve" and "phone" in query:
        return _by_phone("telegram", query["phone"])
    return _named("telegram", query["domain"]) if path[0] == "resolve" and "domain" in query else None


def _whatsapp(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    """wa.me/679..., wa.me/message/TOKEN, api.whatsapp.com/send?phone=, whatsapp.com/channel/TOKEN."""
    if "phone" in query:
        return _by_phone("whatsapp", query["phone"])
    if len(path) > 1 and path[0] in {"message", "channel", "c", "qr"} and _TOKEN.fullmatch(path[1]):
        return "whatsapp", f"{path[0]}/{path[1]}"
    return _by_phone("whatsapp", path[0]) if path else None


def _whatsapp_group(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    token = path[1] if len(path) > 1 and path[0] == "invite" else path[0] if path else ""
    return ("whatsapp", f"chat/{token}") if _TOKEN.fullmatch(token) else None


def _viber(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    if "number" in query:
        return _by_phone("viber", query["number"])
    if "chatURI" in query:
        return _named("viber", query["chatURI"])
    if "g2" in query and _TOKEN.fullmatch(query["g2"].replace("%", "")):
        return "viber", f"group/{query['g2']}"
    return _by_phone("viber", path[-1]) if path else None


def _facebook(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    if not path:
        return None
    if path[0] == "profile.php":
        return ("facebook", f"id/{query['id']}") if query.get("id", "").isdigit() else None
    if path[0] == "groups" and len(path) > 1 and _SHORT.fullmatch(path[1].replace(".", "-")):
        return "facebook", f"groups/{path[1].lower()}"
    if path[0] in {"people", "pages", "p"} and path[-1].rpartition("-")[2].isdigit():
        return "facebook", f"id/{path[-1].rpartition('-')[2]}"
    if path[0] == "t" and len(path) > 1:
        path = path[1:]
    return ("facebook", f"id/{path[0]}") if re.fullmatch(r"\d{5,20}", path[0]) else _named("facebook", path[0])


def _tiktok(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    return _named("tiktok", path[0]) if path and path[0].startswith("@") else None


def _tiktok_short(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    return ("tiktok", f"short/{path[-1]}") if path and _SHORT.fullmatch(path[-1]) else None


def _instagram(path: list[str], query: dict[str, str]) -> tuple[str, str] | None:
    if not path:
        return None
    if path[0] in {"stories", "_u", "m"} and len(path) > 1:
        path = path[1:]
    return _named("instagram", path[0])


def _by_phone(kind: str, number: str) -> tuple[str, str] | None:
    """The platform's links carry full international numbers; a plus is implied."""
    digits = re.sub(r"%2B|[\s()-]", "", number)
    answer = e164("+" + digits.removeprefix("+"), "FJ") if _PHONE.fullmatch(digits) else None
    return (kind, answer[0]) if answer else None


_READERS: dict[str, Callable[[list[str], dict[str, str]], tuple[str, str] | None]] = {
    **dict.fromkeys(("t.me", "telegram.me", "telegram.dog", "telegram.org"), _telegram),
    "tg": _telegram_app,
    **dict.fromkeys(("wa.me", "api.whatsapp.com", "whatsapp.com", "whatsapp"), _whatsapp),
    "chat.whatsapp.com": _whatsapp_group,
    **dict.fromkeys(("viber", "invite.viber.com", "viber.me", "chats.viber.com", "viber.click"), _viber),
    **dict.fromkeys(("facebook.com", "fb.com", "fb.me", "m.me", "messenger.com", "mbasic.facebook.com"), _facebook),
    "tiktok.com": _tiktok,
    **dict.fromkeys(("vm.tiktok.com", "vt.tiktok.com"), _tiktok_short),
    **dict.fromkeys(("instagram.com", "instagr.am", "ig.me"), _instagram),
}

_PLATFORMS = {
    "telegram": "telegram", "tele": "telegram", "tg": "telegram", "tlg": "telegram", "telegaram": "telegram",
    "facebook": "facebook", "fb": "facebook", "messenger": "facebook",
    "instagram": "instagram", "insta": "instagram", "ig": "instagram",
    "tiktok": "tiktok", "viber": "viber",
}  # fmt: skip
_NAMES = frozenset(_PLATFORMS)
_TOLD = re.compile(
    rf"(?<!\w)(?P<platform>{'|'.join(sorted(_PLATFORMS, key=len, reverse=True))}|tik tok)(?!\w)(?:[ ]?"
    r"(?:id|user ?name|user|handle|account|acc|name|page|channel|group|profile|kenh|nhom|tai khoan|compte|chaine|groupe))?"
    r"(?P<sign>\s?[:=>]{1,2}\s?|\s?-\s|\s?\(|\s{1,2}(?:is |on |at |me |us |la )?|\s?[/|]\s?)(?P<handle>@?[a-z0-9_](?:[a-z0-9_.]{0,48}[a-z0-9_])?)"
    r"(?![\w@/])"
)
_BARE = re.compile(r"(?<![\w@./:=-])@(?P<handle>[a-z0-9_](?:[a-z0-9_.]{1,30}[a-z0-9_])?)(?![\w@])")
_CLEAR = re.compile(r"[_.\d]")
_COMMON_WORDS = frozenset(
    "call text message contact join follow link group channel only here now below above please chat whatsapp viber "
    "telegram facebook instagram tiktok messenger phone number page add send inbox write http https www lien nhom kenh "
    "search find our the this that name apply account available also video live photo photos profile rejoignez ecrivez "
    "joinem folem grup jati vakau".split()
)


def find_told_handles(seen: Seen) -> Iterator[Found]:
    """Handles beside the name of their platform: "telegram: lagoon_jobs", "insta @lagoon", "tg @lagoon"."""
    if seen.words.isdisjoint(_NAMES) and "tik" not in seen.words:
        return
    for told in _TOLD.finditer(seen.plain):
        written = told["handle"]
        marked = written.startswith("@")
        if not marked and not _is_named(seen, told):
            continue
        kind = _PLATFORMS.get(told["platform"], "tiktok")
        name = handle(kind, written)
        if name:
            yield Found(kind, *told.span("handle"), name, weak=not marked and not _CLEAR.search(written))


def _is_named(seen: Seen, told: re.Match[str]) -> bool:
    """Without @ a handle stands after a sign such as a colon, is no common word, and is followed by a pause."""
    written = told["handle"]
    if written in _COMMON_WORDS or written.isdigit() or not told["sign"].strip(" (atisonmeul"):
        return False
    if _CLEAR.search(written.strip("0123456789")):
        return True
    follows = seen.plain[told.end() : told.end() + 1]
    return follows == "" or follows in "\n\r,;.!?)]|" or bool(_CLEAR.search(written))


def find_bare_handles(seen: Seen) -> Iterator[Found]:
    """@handles without a platform beside them.

    They are given to the one platform the text names anywhere, else to Telegram, where recruiters of the region use them
    most; always weak. What Telegram cannot hold goes to Instagram.
    """
    if "@" not in seen.text:
        return
    named = {_PLATFORMS[word] for word in seen.words & _NAMES}
    kind = named.pop() if len(named) == 1 else "telegram"
    for bare in _BARE.finditer(seen.plain):
        kinds = (kind, "telegram", "instagram") if kind != "viber" else ("telegram", "instagram")
        known = next(((kind, name) for kind in kinds if (name := handle(kind, bare["handle"]))), None)
        if known:
            yield Found(known[0], bare.start(), bare.end(), known[1], weak=True)


def normalise_account(kind: str, value: str, country: str) -> str | None:
    """One account typed in a form: a link, @handle, handle, or the normalised form itself; None when it is none of these."""
    written = value.strip()
    if kind in {"whatsapp", "viber"} and re.fullmatch(r"\+?[\d\s()./-]{5,25}", written):
        answer = e164(written, country)
        return answer[0] if answer else None
    form = _FORMS[kind].fullmatch(written)
    if form:
        return form[1].lower() + form[2] if kind != "facebook" else written.lower()
    if kind == "telegram" and re.fullmatch(r"\+\d{7,15}", written):
        answer = e164(written, country)
        return answer[0] if answer else None
    if kind == "telegram" and written.startswith("+") and _TOKEN.fullmatch(written[1:]):
        return written
    return handle(kind, written) if kind in _SHAPES else None


_FORMS = {
    "telegram": re.compile(r"(?!)()()"),
    "whatsapp": re.compile(r"((?:chat|channel|message|c|qr)/)([A-Za-z0-9_=+/-]{6,128})"),
    "viber": re.compile(r"(group/)([A-Za-z0-9_=+/%-]{6,128})"),
    "facebook": re.compile(r"(id/\d{1,20}|groups/[A-Za-z0-9_.-]{4,32})()"),
    "tiktok": re.compile(r"(short/)([A-Za-z0-9_-]{4,32})"),
    "instagram": re.compile(r"(?!)()()"),
}
