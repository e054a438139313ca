"""Hands an answer to a gateway that does not take it in its own response.

The gateway is one that was built for RapidPro's external channel: it posts `from`, `text` and `date` to us, and takes
`id`, `text`, `to`, `to_no_plus`, `from`, `from_no_plus` and `channel` at its send URL (help.vtex.com, "How to create an
SMS channel for developers (RapidPro)", section External API). Only the address that an administrator configured is ever
asked: no redirect is followed, no proxy of the environment used. The number is used here and dropped.
"""

import time
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

WAITS = (0.0, 0.5, 2.0)  # seconds before each try
PATIENCE = 4  # seconds a try may take
_BUSY = frozenset({408, 425, 429})


class _Stay(HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_args: object) -> None:
        return None


_OPENER = build_opener(ProxyHandler({}), _Stay)


def send(url: str, *, to: str, sender: str, text: str, message: str) -> bool:
    """Hand one text over; tried anew while the gateway is busy or silent. Returns whether it took it."""
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
    for wait in WAITS:
        time.sleep(wait)
        try:
            with _OPENER.open(request, timeout=PATIENCE):
                return True
        except HTTPError as refused:
            refused.close()
            if refused.code < 500 and refused.code not in _BUSY:  # noqa: PLR2004 - it will say the same again
                return False
        except (OSError, HTTPException):
            continue
    return False
