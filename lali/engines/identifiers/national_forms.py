"""Which country a national number belongs to when it is not the reader's own.

A recruiter from abroad leaves a number as it is dialled at home. It is read so only where the text says clearly whose
it is: Vietnamese text or words before a Vietnamese mobile, or the name of Australia or New Zealand right before it.
"""

import re

from .vocabulary import Seen, words

_VIETNAM = re.compile(r"0[35789]\d{8}")  # ten digits: all mobiles since 2018 (plan of Viet Nam in ITU E.164 lists)
_AUSTRALIA = re.compile(r"0[23478]\d{8}")
_NEW_ZEALAND = re.compile(r"0[234679]\d{7,8}")
_BEFORE = 40  # characters before a number in which a word can say whose it is

_SAID_IN_VIETNAMESE = re.compile(
    r"(?:\b(?:zalo|za lo|zl|lien he|lh|sdt|dt|d/t|dien thoai|so dien thoai|hotline vn|viet ?nam|vn)\b)"
    r"[^\d\n]{0,20}$"
)
_SAID_AUSTRALIAN = re.compile(
    r"\b(?:australia|australian|aussie|sydney|brisbane|melbourne|perth|ostrelia)\b[^\d\n]{0,16}$"
)
_SAID_NEW_ZEALAND = re.compile(r"\b(?:new zealand|nz|aotearoa|auckland|niu ?silan|niu siladi)\b[^\d\n]{0,16}$")
_LETTERS = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_WORDS = words("tuyen luong trieu nguoi viec lien khong duoc thang nhan bao can gap dien thoai lam cong ngay cho")
_ENOUGH_LETTERS, _ENOUGH_WORDS = 2, 4
_READ = 10_000  # characters looked at to hear the language


def home_of(digits: str, seen: Seen, start: int) -> str | None:
    """Country (ISO 3166-1 alpha-2) whose national number these digits at `start` clearly are; None if unclear."""
    if not any(shape.fullmatch(digits) for shape in (_VIETNAM, _AUSTRALIA, _NEW_ZEALAND)):
        return None
    if _SAID_AUSTRALIAN.search(seen.plain, max(0, start - _BEFORE), start):
        return "AU" if _AUSTRALIA.fullmatch(digits) else None
    if _SAID_NEW_ZEALAND.search(seen.plain, max(0, start - _BEFORE), start):
        return "NZ" if _NEW_ZEALAND.fullmatch(digits) else None
    if _VIETNAM.fullmatch(digits) and _speaks_vietnamese(seen, start):
        return "VN"
    return None


def _speaks_vietnamese(seen: Seen, start: int) -> bool:
    if _SAID_IN_VIETNAMESE.search(seen.plain, max(0, start - _BEFORE), start):
        return True
    if len(seen.words & _WORDS) >= _ENOUGH_WORDS:
        return True
    return not seen.text.isascii() and len(_LETTERS.findall(seen.text[:_READ])) >= _ENOUGH_LETTERS
