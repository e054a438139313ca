"""How long ago a form was opened: a machine fills it in at once, a person does not.

The moment travels in the form, signed, so that nothing of the visitor need be kept. Whoever is too quick is asked to
press once more, and loses nothing: this slows a machine down and punishes nobody. There is no upper limit, since a
person may be called away for a day. Whoever added a file is never too quick: the page on which it was looked at gives
the form anew, and choosing and sending a file took longer than this asks for.
"""

import time

from django.core.signing import BadSignature, TimestampSigner, b62_decode

from lali.records.letterbox.queries import addressee

QUICKEST = 3  # seconds; nobody reads seven questions faster
_WORD = "form"


def opened_now() -> str:
    """Return this moment, signed with what only this node knows; the same in all of its processes."""
    return _signer().sign(_WORD)


def is_a_moment(opened: str) -> bool:
    """Say whether `opened` is a moment that this node signed."""
    try:
        return _signer().unsign(opened) == _WORD
    except BadSignature:
        return False


def too_quick(opened: str) -> bool:
    """Say whether a form opened then is sent sooner than a person could; so is one whose moment we did not sign."""
    return not is_a_moment(opened) or time.time() - b62_decode(opened.split(":")[1]) < QUICKEST


def _signer() -> TimestampSigner:
    return TimestampSigner(key=bytes(addressee().code_salt), salt="lali form 1: opened")
