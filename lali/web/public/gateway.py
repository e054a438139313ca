"""Hands an answer to a gateway or platform that does not take it in its own response.

A gateway is one that was built for RapidPro's external channel: it posts `from`, `text` and `date` to us, and takes
`id`, `text`, `to`, `to_no_plus`, `from`, `from_no_plus` and `channel` at its send URL (help.vtex.com, "How to create an
SMS channel for developers (RapidPro)", section External API). A platform is Meta's: WhatsApp and Messenger
take JSON at the Graph API and say by a code what became of it (developers.facebook.com, "WhatsApp error codes" and
"Messenger Platform: error codes"). Only the address that an administrator configured is ever asked: no redirect is
followed, no proxy of the environment used. The number is used here and dropped.
"""

import json
from enum import StrEnum
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

PATIENCE = 4  # seconds: longer would keep visitors of the site waiting; the gateway asks again
_FOR_GOOD = frozenset(range(400, 500)) - {408, 425, 429}  # it will say the same again; the three mean "busy"
_BUSY = frozenset(
    {1, 2, 4, 613, 1200, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004}  # busy, away, or too many
    | {0, 3, 10, 190}  # the token or a right of ours has ended: the administrator mends it, the answer waits
)
_LONGEST_EXCUSE = 10_000  # bytes


class Delivery(StrEnum):
    """What became of a text: taken; refused for good; or not now, and the gateway should ask again."""

    TAKEN = "accepted"
    REFUSED = "refused"
    LATER = "later"


class _Stay(HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_args: object) -> None:
        return None


_OPENER = build_opener(ProxyHandler({}), _Stay)


def send(url: str, *, to: str, sender: str, text: str, message: str) -> Delivery:
    """Hand one text over, once: a gateway that is busy or silent asks us again, and blocks nobody meanwhile."""
    fields = {
        "id": message,
        "text": text,
        "to": f"+{to}",
        "to_no_plus": to,
        "from": sender,
        "from_no_plus": sender.removeprefix("+"),
        "channel": "lali",
    }
    return _delivered(Request(url, data=urlencode(fields).encode(), method="POST"))  # noqa: S310 - configured address


def send_json(url: str, body: bytes, *, token: str) -> Delivery:
    """Hand one answer over to a platform, once."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return _delivered(Request(url, data=body, headers=headers, method="POST"))  # noqa: S310 - configured address


def _delivered(request: Request) -> Delivery:
    try:
        with _OPENER.open(request, timeout=PATIENCE):
            return Delivery.TAKEN
    except HTTPError as refused:
        with refused:
            for_good = refused.code in _FOR_GOOD and not _is_busy(refused)
        return Delivery.REFUSED if for_good else Delivery.LATER
    except (OSError, HTTPException):
        return Delivery.LATER


def _is_busy(refused: HTTPError) -> bool:
    """Whether a platform says by its code that it may take the same again later."""
    try:
        said = json.loads(refused.read(_LONGEST_EXCUSE))
        return said["error"]["code"] in _BUSY
    except (OSError, HTTPException, ValueError, RecursionError, KeyError, TypeError):
        return False
