"""Reading exports beside the requests: short ones at once, long ones on a thread of their own, one after the other.

The thread goes with its process; what it leaves unfinished is listed, and `lali digest` or a member goes on with it.
"""

import threading

from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404

from lali.records.conversations import actions
from lali.records.conversations.vocabulary import ReadingState
from lali.records.refusals import Refused

AT_ONCE = 1024 * 1024  # bytes of an exhibit that is read before the answer to whoever asked
PATIENCE = 3  # seconds
_at_work = threading.Lock()


def go_on(member: object, ref: str, number: int, size: int) -> None:
    """Read on: before this returns where that is short, else beside it. What refuses says so to who asked."""
    if size <= AT_ONCE:
        conversation = actions.read_on(by=member, ref=ref, number=number, seconds=PATIENCE)
        if conversation.state != ReadingState.READING:
            return
    _beside(member, ref, number)


def _beside(member: object, ref: str, number: int) -> None:
    threading.Thread(target=_read, args=(member, ref, number), daemon=True, name="conversations").start()


def _read(member: object, ref: str, number: int) -> None:
    try:
        with _at_work:
            actions.read_on(by=member, ref=ref, number=number)
    except (Refused, Http404, PermissionDenied):
        pass  # its state says why; a colleague is at it, or the member may not any more
    finally:
        connections.close_all()
