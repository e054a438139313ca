"""Links to online accounts of the platforms recruiters use.

A handle is lower-case without @. What is no handle keeps the first part of its path and the letter case of its token:
Telegram and WhatsApp invitations ("+AbC", "chat/AbC"), channels ("channel/AbC"), Viber groups ("group/AbC"), Facebook
ids and groups ("id/100", "groups/x"), TikTok's short links ("short/AbC"). A link that carries a phone number gives it
in E.164, the same string as the phone itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs, quote, urlsplit

from .phones import e164
from .vocabulary import words

_SHAPES = {
    "telegram": re.compile(r"[a-z][a-z0-9_]{4,31}"),
    "facebook": re.compile(r"[a-z0-9][a-z0-9.]{3,49}"),
    "instagram": re.compile(r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?"),
    "tiktok": re.compile(r"[a-z0-9_.]{1,23}[a-z0-9_]"),
    "viber": re.compile(r"[a-z0-9_.-]{3,32}"),
}
_TOKEN = re.compile(r"[A-Za-z0-9_=+/-]{6,128}")
_SHORT = re.compile(r"[A-Za-z0-9_.-]{4,32}")
_PHONE = re.compile(r"\+?\d{7,15}")
_FACEBOOK_ID = re.compile(r"(?:.*-)?(\d{5,20})")
_SUBDOMAIN = re.compile(r"^(?:www|m|mobile|web|touch|[a-z]{2}-[a-z]{2})\.")
_MOST_FIELDS = 50  # of a query; a longer one is no platform's

_NOT_HANDLES = {
    "telegram": words("share joinchat addstickers addemoji proxy socks login confirmphone setlanguage bg invoice"),
    "facebook": words(
        "profile.php groups pages people sharer sharer.php share watch events marketplace photo photo.php photos"
        " story.php permalink.php login login.php help hashtag reel reels stories gaming policies privacy messages"
        " settings home.php dialog plugins l.php video videos media posts business public"
    ),
    "instagram": words("p reel reels tv explore accounts share direct about legal developer stories"),
}

Account = tuple[str, str]  # kind, normalised
Path = Sequence[str]
Query = Mapping[str, str]


def account_of_link(url: str) -> Account | None:
    """Name the kind and the normalised account a canonical link leads to; None when it leads to no account."""
    try:
        parts = urlsplit(url)
        fields = parse_qs(parts.query, max_num_fields=_MOST_FIELDS) if parts.query else {}
    except ValueError:
        return None
    host = parts.netloc if parts.netloc in _READERS else _SUBDOMAIN.sub("", parts.netloc)
    reader = _READERS.get(parts.scheme) or _READERS.get(host)
    if reader is None:
        return None
    path = [piece for piece in parts.path.split("/") if piece]
    if parts.scheme in _READERS:
        path = [parts.netloc, *path]
    return reader(path, {name: values[0] for name, values in fields.items()})


def account_in_form(kind: str, written: str) -> Account | None:
    """Read the normalised form of what is no handle, such as "chat/AbC", as the link it stands for."""
    for prefix, link in _FORMS.get(kind, {}).items():
        if written.startswith(prefix):
            rest = written.removeprefix(prefix)
            return account_of_link(link + (quote(rest, safe="") if link.endswith("=") else rest))
    return None


def handle(kind: str, value: str) -> str | None:
    """Give a handle of a platform in lower case without @, or None when the platform has no such handle."""
    name = value.strip().removeprefix("@").rstrip(".").lower()
    shape = _SHAPES.get(kind)
    if shape is None or name in _NOT_HANDLES.get(kind, ()) or not shape.fullmatch(name):
        return None
    return name


def _named(kind: str, value: str) -> Account | None:
    name = handle(kind, value)
    return (kind, name) if name else None


def _numbered(kind: str, number: str) -> Account | None:
    """Read the phone in a platform's link; it is always international, a plus is implied."""
    digits = re.sub(r"%2B|[\s()-]", "", number)
    answer = e164("+" + digits.removeprefix("+"), "") if _PHONE.fullmatch(digits) else None
    return (kind, answer[0]) if answer else None


def _telegram(path: Path, _: Query) -> Account | None:
    """t.me/name, t.me/s/name, t.me/+TOKEN, t.me/joinchat/TOKEN, t.me/+679..."""
    if len(path) > 1 and path[0] == "joinchat":
        return _telegram_invitation(path[1])
    if len(path) > 1 and path[0] == "s":
        return _named("telegram", path[1])
    if path and path[0].startswith(("+", "%2B")):
        return _telegram_invitation(path[0].removeprefix("+").removeprefix("%2B"))
    return _named("telegram", path[0]) if path else None


def _telegram_invitation(token: str) -> Account | None:
    return _numbered("telegram", token) or (("telegram", "+" + token) if _TOKEN.fullmatch(token) else None)


def _telegram_app(path: Path, query: Query) -> Account | None:
    """tg://resolve?domain=, tg://resolve?phone=, tg://join?invite=."""
    if path[0] == "join":
        return _telegram_invitation(query.get("invite", ""))
    if path[0] != "resolve":
        return None
    return _numbered("telegram", query.get("phone", "")) or _named("telegram", query.get("domain", ""))


def _whatsapp(path: Path, query: Query) -> Account | None:
    """wa.me/679..., wa.me/message/TOKEN, api.whatsapp.com/send?phone=, whatsapp.com/channel/TOKEN."""
    if "phone" in query:
        return _numbered("whatsapp", query["phone"])
    if len(path) > 1 and path[0] in {"message", "channel", "c", "qr"} and _TOKEN.fullmatch(path[1]):
        return "whatsapp", f"{path[0]}/{path[1]}"
    return _numbered("whatsapp", path[0]) if path else None


def _whatsapp_group(path: Path, _: Query) -> Account | None:
    """chat.whatsapp.com/TOKEN, chat.whatsapp.com/invite/TOKEN."""
    return ("whatsapp", f"chat/{path[-1]}") if path and _TOKEN.fullmatch(path[-1]) else None


def _viber(path: Path, query: Query) -> Account | None:
    """viber://chat?number=, viber://pa?chatURI=, invite.viber.com/?g2=TOKEN, viber.click/679..."""
    if "number" in query:
        return _numbered("viber", query["number"])
    if "chatURI" in query:
        return _named("viber", query["chatURI"])
    if "g2" in query:
        return ("viber", f"group/{query['g2']}") if _TOKEN.fullmatch(query["g2"]) else None
    return _numbered("viber", path[-1]) if path else None


def _facebook(path: Path, query: Query) -> Account | None:
    """facebook.com/name, profile.php?id=, groups/x, people/Name/ID, pages/Name/ID, p/Name-ID, m.me/name."""
    if not path:
        return None
    if path[0] == "profile.php":
        return _facebook_id(query.get("id", ""))
    if path[0] == "groups":
        return ("facebook", f"groups/{path[1].lower()}") if len(path) > 1 and _SHORT.fullmatch(path[1]) else None
    if path[0] in {"people", "pages", "p"}:
        return _facebook_id(path[-1])
    name = path[1] if path[0] == "t" and len(path) > 1 else path[0]
    return _facebook_id(name) if name.isdigit() else _named("facebook", name)


def _facebook_id(written: str) -> Account | None:
    number = _FACEBOOK_ID.fullmatch(written)
    return ("facebook", f"id/{number[1]}") if number else None


def _tiktok(path: Path, _: Query) -> Account | None:
    return _named("tiktok", path[0]) if path and path[0].startswith("@") else None


def _tiktok_short(path: Path, _: Query) -> Account | None:
    return ("tiktok", f"short/{path[-1]}") if path and _SHORT.fullmatch(path[-1]) else None


def _instagram(path: Path, _: Query) -> Account | None:
    """instagram.com/name, instagram.com/stories/name, ig.me/m/name."""
    name = path[1] if len(path) > 1 and path[0] in {"stories", "_u", "m"} else path[0] if path else ""
    return _named("instagram", name)


_READERS: dict[str, Callable[[Path, Query], Account | None]] = {
    **dict.fromkeys(("t.me", "telegram.me", "telegram.dog"), _telegram),
    "tg": _telegram_app,
    **dict.fromkeys(("wa.me", "api.whatsapp.com", "whatsapp.com", "whatsapp"), _whatsapp),
    "chat.whatsapp.com": _whatsapp_group,
    **dict.fromkeys(("viber", "invite.viber.com", "viber.me", "chats.viber.com", "viber.click"), _viber),
    **dict.fromkeys(("facebook.com", "fb.com", "fb.me", "m.me", "messenger.com", "mbasic.facebook.com"), _facebook),
    "tiktok.com": _tiktok,
    **dict.fromkeys(("vm.tiktok.com", "vt.tiktok.com"), _tiktok_short),
    **dict.fromkeys(("instagram.com", "instagr.am", "ig.me"), _instagram),
}
_FORMS = {
    "telegram": {"+": "https://t.me/+"},
    "whatsapp": {
        "chat/": "https://chat.whatsapp.com/",
        **{f"{part}/": f"https://wa.me/{part}/" for part in ("message", "channel", "c", "qr")},
    },
    "viber": {"group/": "viber://invite?g2="},
    "facebook": {"id/": "https://facebook.com/profile.php?id=", "groups/": "https://facebook.com/groups/"},
    "tiktok": {"short/": "https://vm.tiktok.com/"},
}
