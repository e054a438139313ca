"""Hands an answer to a gateway that does not take it in its own response.

The gateway is one that was built for RapidPro's external channel: it posts `from`, `text` and `date` to us, and takes
`id`, `text`, `to`, `to_no_plus`, `from`, `from_no_plus` and `channel` at its send URL (help.vtex.com, "How to create an
SMS channel for developers (RapidPro)", section External API). Only the address that an administrator configured is ever
asked: no redirect is followed, no proxy of the environment used. The number is used here and dropped.
"""

from enum import StrEnum
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

PATIENCE = 4  # seconds: longer would keep visitors of the site waiting; the gateway asks again
_FOR_GOOD = frozenset(range(400, 500)) - {408, 425, 429}  # it will say the same again; the three mean "busy"


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
    request = Request(url, data=urlencode(fields).encode(), method="POST")  # noqa: S310 - configured, http or https
    try:
        with _OPENER.open(request, timeout=PATIENCE):
            return Delivery.TAKEN
    except HTTPError as refused:
        refused.close()
        return Delivery.REFUSED if refused.code in _FOR_GOOD else Delivery.LATER
    except (OSError, HTTPException):
        return Delivery.LATER
