"""Phone numbers, however they are written, as E.164.

`phonenumbers` (Google's metadata of every numbering plan) says what a number is; the rules here say which digits of a
message are a phone at all. Its own matcher is too slow for a stream of messages and too shy for hidden numbers.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType

from .national_forms import home_of
from .vocabulary import Found, Seen

# Plans of the region: a number that starts with one of these codes is read as international even without its plus.
_NEIGHBOURS = ("679", "678", "61", "64", "84", "66", "855", "63", "95", "856", "677", "675", "687", "676", "685", "86")
_ISLANDS = ("679", "678")  # Fiji and Vanuatu: their own numbers are short
_LEAST_INTERNATIONAL = 10
_FIJI_TRUNK = "052"  # Fiji's second international prefix, beside 00
_LEAST_LOCAL = 7  # shorter national numbers exist (Vanuatu), but five digits are a phone only after a word that says so
_LENGTHS = range(5, 16)  # shortest national number of the region to longest E.164 number
_LEAST_DIGITS = 3  # "O9OO OOO OO1": the other zeros may be letters
_MOST_GROUPS = 8
_ASKED = 4_096  # answers of the library that are remembered
_MOST_READINGS = 6  # library calls for one run of digits: bounds the cost of a text made of digits

_DIGIT = r"(?:\d|[oO](?=[oO]{0,6}\d)|(?<=[\doO])[oO](?=[oO]{0,6}(?!\w)))"
_BETWEEN = r"[ \t\xa0().\-/·_*]{0,3}"
_RUN = re.compile(rf"(?:\(?\+[ (]{{0,2}}|(?<![\d#])(?<!\d[.,:])\(?){_DIGIT}(?:{_BETWEEN}{_DIGIT}){{4,17}}(?!\d)")
_HINT = re.compile(rf"[\doO](?:{_BETWEEN}[\doO]){{4}}")
_GROUP = re.compile(r"[0-9oO]+")
_TRUNK_ZERO = re.compile(r"\( ?0 ?\)")

_DATE = re.compile(r"(?:\d{1,2}([-/. ])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([-/. ])\d{1,2}\2\d{1,2})(?!\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:([ .])\d{3})(?:\1\d{3})*")
_FOURS = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d ?[-/ ] ?(?:[01]\d|2[0-4])[0-5]\d|(?:19|20)\d\d ?[-/ ] ?(?:19|20)\d\d")
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)")
_LONGEST_IP = 15
_LOCAL_SHAPE = re.compile(r"[2-9]\d\d[ -]\d{4}|[2-9]\d{2}[ -]\d{2}[ -]\d{2}")
_ROUND = re.compile(r"0{4}$")

_MONEY_BEFORE = re.compile(r"(?:[$€£₫¥]|\b(?:fjd?|usd|aud|nzd|vuv|vt|vnd|rs|eur)\.?) ?$")
_UNIT_AFTER = re.compile(
    r" ?(?:[%$€£₫]|(?:vt|vuv|vatu|vnd|d|dong|usd|fjd?|aud|nzd|eur|euros?|dollars?|dola|bucks|k|tr|trieu|nghin|cents?|"
    r"kg|km|views|likes|followers|people|members|points)\b)"
)
_SAYS_PHONE = re.compile(
    r"(?:\b(?:call|calls|calling|text|txt|sms|ring|dial|whats ?app|watsap|wa|wsp|viber|zalo|imo|signal|telegram|"
    r"m-?paisa|m paisa|mycash|"
    r"messenger|tel|tele|phone|phones|fone|fon|ph|mob|mobile|cell|cel|contact|hotline|fax|landline|msg|message|reach|inbox|"
    r"lien he|lh|goi|sdt|dt|dien thoai|nhan tin|alo|ib|"
    r"appele[zr]|appel|telephone|telephonez|portable|joindre|joignable|contactez|ecrivez|"
    r"ringim|ringem|kol|kolem|kolim|kontaktem|telefon|mobael|talevoni|talevonitaki|qiri|qirita|veitaratara|"
    r"samparak|sampark|fonwa)\b|☎|📞|📱|📲)[^\w\n]{0,4}(?:[^\W\d]{1,12}[^\w\n]{1,3}){0,3}[+(]{0,2}$"
)
_SAYS_NUMBER = re.compile(
    r"\b(?:number|numbers|numba|namba|naba|no|num|nr|numero|nambar|nambari|so|at|on)\b\W{0,4}(?:is\W|:)?\W*$"
)
_SAYS_OTHER = re.compile(
    r"\b(?:order|ref|reference|invoice|receipt|booking|tracking|case|tin|acc|acct|account|code|otp|pin|passport|"
    r"passeport|paspot|pasipoti|ho chieu|ticket|flight|room|box|serial|licen[cs]e|reg|registration|id|commande|"
    r"facture|compte|dossier|stk|tai khoan|don hang|year|years)\b[^\d\n]{0,20}$"
)
_BEFORE = 40  # characters before a number in which a word can introduce it


def e164(value: str, country: str) -> tuple[str, bool] | None:
    """Give the E.164 form of a written number and whether its plan allocates it; None when no plan has it."""
    digits = _digits_of(value)
    readings = _readings(digits, country, plus=value.lstrip(" (").startswith("+"))
    answers = [answer for reading in readings if (answer := _asked(reading, country))]
    return next((answer for answer in answers if answer[1]), answers[0] if answers else None)


def _digits_of(value: str) -> str:
    return "".join(_GROUP.findall(_TRUNK_ZERO.sub("", value))).translate(_ZEROS)


def normalise_phone(value: str, country: str) -> str | None:
    """Give the E.164 form of a number typed in a form, or None."""
    if not _WRITTEN.fullmatch(value):
        return None
    answer = e164(value, country)
    return answer[0] if answer else None


def find_phones(seen: Seen) -> Iterator[Found]:
    """Find phones written in digits."""
    if not _HINT.search(seen.text):
        return
    for run in _RUN.finditer(seen.text):
        yield from _in_run(seen, run.start(), run.end())


def _in_run(seen: Seen, start: int, end: int) -> Iterator[Found]:
    """Find phones in one run of digit groups: from each group on the longest allocated number, else the run itself."""
    groups = [group.span() for group in _GROUP.finditer(seen.text, start, end)]
    if len(groups) > _MOST_GROUPS:
        groups = [(groups[0][0], end)]
    groups[0] = (start, groups[0][1])
    readings = _MOST_READINGS
    first = 0
    while first < len(groups) and readings > 0:
        spans = [(groups[first][0], groups[last][1]) for last in range(len(groups) - 1, first - 1, -1)]
        spans = [span for span in spans if _may_be_phone(seen, *span) and _is_apart(seen, span, groups)][:readings]
        readings -= len(spans)
        phone = _best(seen, spans, (start, end))
        if phone:
            yield phone
        reached = phone.end if phone else groups[first][1]
        first = next((i for i, group in enumerate(groups) if group[0] >= reached), len(groups))


def _is_apart(seen: Seen, span: tuple[int, int], groups: list[tuple[int, int]]) -> bool:
    """Say whether some groups of a run can be a number of their own, and not the middle of a longer one.

    They can when the run starts with them, or when a slash or a gap parts them from the others.
    """
    start = span[0]
    if start == groups[0][0] or span in groups:
        return True
    return any(mark in seen.text[start - 3 : start] for mark in ("/", "  ", " -", "- "))


def _best(seen: Seen, spans: list[tuple[int, int]], run: tuple[int, int]) -> Found | None:
    """Choose the longest allocated number; a merely possible one only as the whole run or between slashes."""
    possible = None
    for start, end in spans:
        answer = _answer(seen, start, end)
        if answer is None or not _is_meant(seen, start, end, valid=answer[1]):
            continue
        found = Found("phone", start, end, answer[0], weak=not answer[1])
        if answer[1]:
            return found
        if (start == run[0] or seen.text[start - 1] == "/") and (end == run[1] or seen.text[end] == "/"):
            possible = possible or found
    return possible


def _answer(seen: Seen, start: int, end: int) -> tuple[str, bool] | None:
    """Read a number where the reader is; else, if the text says so clearly, where its writer is."""
    written = seen.text[start:end]
    answer = e164(written, seen.country)
    if answer and answer[1]:
        return answer
    home = home_of(_digits_of(written), seen, start)
    return (e164(written, home) if home else None) or answer


def _may_be_phone(seen: Seen, start: int, end: int) -> bool:
    """Cheap questions before the library is asked: not money, a date, a time, a year or an address of a machine."""
    written = seen.text[start:end]
    digits = sum(map(len, _GROUP.findall(written)))
    if digits not in _LENGTHS or sum(map(str.isdigit, written)) < _LEAST_DIGITS:
        return False
    if written.lstrip("(")[0] == "+":
        return digits >= _LEAST_LOCAL
    if _DATE.match(written) or _FOURS.fullmatch(written) or _is_in_address(seen.text, start, end):
        return False
    if _MONEY_BEFORE.search(seen.plain, max(0, start - _BEFORE), start) or _UNIT_AFTER.match(seen.plain, end):
        return False
    return digits >= _LEAST_LOCAL or _is_introduced(seen, start)


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether the digits are, or are a piece of, the address of a computer: 203.0.113.9."""
    if "." not in text[start:end]:
        return False
    around = _IP.finditer(text, max(0, start - _LONGEST_IP), end + _LONGEST_IP)
    return any(found.start() < end and start < found.end() for found in around)


def _is_meant(seen: Seen, start: int, end: int, *, valid: bool) -> bool:
    """Say whether a phone is meant: an international form, a word that says so, or a number shaped like one."""
    written = seen.text[start:end]
    if written.lstrip("(")[0] == "+" or written.startswith(("00", _FIJI_TRUNK)):
        return True
    if _glued(seen, start, end) and not _is_introduced(seen, start):
        return False
    if _is_introduced(seen, start):
        return True
    if _says(_SAYS_OTHER, seen, start) or _THOUSANDS.fullmatch(written):
        return False
    local = not written.startswith(_NEIGHBOURS) or len(written) <= _LEAST_LOCAL + 1
    if valid:
        return not (_ROUND.search(written) and local and _GROUP.fullmatch(written))
    return bool(_LOCAL_SHAPE.fullmatch(written)) or (not local and len(_GROUP.findall(written)) > 1)


def _glued(seen: Seen, start: int, end: int) -> bool:
    """Letters touch the digits: "A9912345", "9912345B" are codes rather than phones."""
    before = seen.text[start - 1 : start]
    after = seen.text[end : end + 1]
    return before.isalnum() or after.isalnum() or before in {"_", "@", "="} or after == "_"


def _is_introduced(seen: Seen, start: int) -> bool:
    if _says(_SAYS_PHONE, seen, start):
        return True
    return _says(_SAYS_NUMBER, seen, start) and not _says(_SAYS_OTHER, seen, start)


def _says(pattern: re.Pattern[str], seen: Seen, start: int) -> bool:
    return pattern.search(seen.plain, max(0, start - _BEFORE), start) is not None


def _readings(digits: str, country: str, *, plus: bool) -> Iterator[str]:
    """List the ways to read written digits, best first; with a plus the number is international."""
    if plus:
        yield "+" + digits
        return
    if digits.startswith("00"):
        yield "+" + digits[2:]
        return
    if country == "FJ" and digits.startswith(_FIJI_TRUNK):
        yield "+" + digits[3:]
    yield digits
    if digits.startswith(_NEIGHBOURS) and (len(digits) >= _LEAST_INTERNATIONAL or digits.startswith(_ISLANDS)):
        yield "+" + digits


@lru_cache(maxsize=_ASKED)  # one message is sent to many, and a number stands in many messages
def _asked(number: str, country: str) -> tuple[str, bool] | None:
    library = _library()
    try:
        parsed = library.parse(number, country)
    except library.NumberParseException:
        return None
    kinds = library.PhoneNumberType
    valid = bool(library.is_valid_number(parsed))
    if not valid and not any(
        library.is_possible_number_for_type(parsed, kind) for kind in (kinds.MOBILE, kinds.FIXED_LINE)
    ):
        return None
    return str(library.format_number(parsed, library.PhoneNumberFormat.E164)), valid


@cache
def _library() -> ModuleType:
    """Load `phonenumbers` when the first digits ask for it: it costs 50 ms that most messages need not pay."""
    return import_module("phonenumbers")


_ZEROS = str.maketrans("oO", "00")
_WRITTEN = re.compile(r"\s*\+?[\doO\s().\-/·+]{5,40}")
