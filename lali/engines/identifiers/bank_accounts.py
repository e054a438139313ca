"""Bank accounts that have no IBAN: only digits, so only beside words that speak of an account.

Fiji, Vanuatu and Viet Nam have no IBAN and no check digits: nothing about such a number shows that it is one. Without a
word that says so it is a phone, an order or an amount to us; where no bank is named beside it, it is weak. A wallet
for mobile money (M-PAiSA, MyCash) hangs on a phone number, and is one.
"""

import re
from collections.abc import Iterator

from .folding import unaccented
from .vocabulary import Found, Seen

# As written -> short name. What nobody lists is kept by its digits alone.
_BANKS = {
    "anz": "ANZ", "bsp": "BSP", "bank of south pacific": "BSP", "westpac": "Westpac", "wbc": "Westpac", "hfc": "HFC",
    "bred": "BRED", "nbv": "NBV", "national bank of vanuatu": "NBV", "wanfuteng": "Wanfuteng", "wsb": "WSB",
    "vietcombank": "Vietcombank", "vcb": "Vietcombank", "techcombank": "Techcombank", "tcb": "Techcombank",
    "mbbank": "MB", "mb": "MB", "acb": "ACB", "bidv": "BIDV", "agribank": "Agribank", "vietinbank": "VietinBank",
    "vpbank": "VPBank", "tpbank": "TPBank", "sacombank": "Sacombank", "vib": "VIB", "shb": "SHB", "hdbank": "HDBank",
    "ocb": "OCB", "msb": "MSB",
}  # fmt: skip
_NAMES = "|".join(sorted(_BANKS, key=len, reverse=True))
_BANK = rf"(?:{_NAMES})(?: (?:bank|fiji|vanuatu))?"
_BANK_HERE = re.compile(rf"(?<!\w)(?P<bank>{_NAMES})(?!\w)")

_NUMBER_WORD = r"(?:number|numero|num|nbr|no|nr|n°|nº|#)"
_STK = r"(?:stk|so tk|so tai khoan|(?:tai khoan|tk) ngan hang|tai khoan so)"
_SURE = (
    rf"(?:a/c|acct|bank (?:account|acc|acct)|(?:account|acc) ?{_NUMBER_WORD}|numero de compte|n[°º]? de compte|compte)"
)
_WITH_BANK = r"(?:account|acc|tai khoan|tk)"  # alone these may be of a game or a website
_TOLD = re.compile(
    rf"(?<![\w@/])(?:(?P<before>{_BANK})[ ,:-]{{1,3}})?"
    rf"(?:(?P<stk>{_STK})|(?P<sure>{_SURE})|(?P<perhaps>{_WITH_BANK}))(?!\w)"
    rf"(?: (?:bancaire|bank|ngan hang)(?!\w))?(?: ?{_NUMBER_WORD}(?!\w))?(?: (?:is|la|est))?"
    rf"[ .:=#°º-]{{0,4}}(?:(?P<between>{_BANK})(?: ?{_NUMBER_WORD})?[ .:-]{{1,4}})?"
    r"(?P<number>\d{1,19}(?:[ -]\d{1,6}){0,6})(?![^\W_])(?![.,/:]\d|[@%_])"
)
_AFTER = re.compile(rf" ?[-,(:]? ?(?:at |tai |ngan hang |chez )?(?P<bank>{_NAMES})(?!\w)")
_HINTS = ("acc", "a/c", "compte", "stk", "tk", "khoan")

_OTHER_ACCOUNT = re.compile(  # an account with somebody who is no bank
    r"(?<!\w)(?:telegram|facebook|fb|tiktok|instagram|insta|viber|whats ?app|zalo|skype|wechat|line|messenger|signal|"
    r"gmail|email|e-mail|google|apple|paypal|user|game|login|online|customer|client|member|student|staff|fnpf|vnpf|"
    r"tin|tax|electricity|power|water|efl|unelco|internet|meter|phone|mobile|m-?paisa|m paisa|mycash|order|case)"
    r"[ :'-]{0,2}$"
)
_DATE = re.compile(r"(?:\d{1,2}([- ])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([- ])\d{1,2}\2\d{1,2})")
_UNIT = re.compile(
    r" ?(?:[$€£₫]|(?:vt|vuv|vatu|vnd|dong|usd|fjd?|aud|nzd|eur|euros?|dollars?|trieu|nghin|k|tr|d)(?!\w))"
)
_BEFORE = 24  # characters before the words in which another owner of the account can stand
_LENGTHS, _LENGTHS_STK = range(7, 17), range(6, 20)
_ALONE = 7  # digits that are a number by themselves: what follows after a space is another

_TYPED = re.compile(r"\d(?:[ .-]{0,3}\d){5,18}")
_TYPED_WORDS = re.compile(
    rf"(?<!\w)(?:{_STK}|{_SURE}|{_WITH_BANK}|bank|fiji|vanuatu|bancaire|ngan hang|{_NUMBER_WORD})(?!\w)"
)


def find_bank_accounts(seen: Seen) -> Iterator[Found]:
    """Find numbers right after words that speak of a bank account."""
    if not any(map(seen.plain.__contains__, _HINTS)):
        return
    for told in _TOLD.finditer(seen.plain):
        end = _end(seen.plain, told)
        digits = _digits(seen.plain[told.start("number") : end])
        bank = _bank(seen.plain, told, end)
        if _is_account(seen, told, digits, end, bank):
            yield Found("bank", told.start("number"), end, _written(bank, digits), weak=not bank)


def _end(plain: str, told: re.Match[str]) -> int:
    """Where the number ends: groups belong together only where the first alone is too short, and no amount follows."""
    first, *others = re.finditer(r"\d+", told["number"])
    start, end = told.start("number"), told.end("number")
    if len(first[0]) >= _ALONE:
        return start + first.end()
    if others and _UNIT.match(plain, end):
        return start + ([first, *others][-2]).end()
    return end


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def _written(bank: str, digits: str) -> str:
    return f"{bank} {digits}" if bank else digits


def _bank(plain: str, told: re.Match[str], end: int) -> str:
    near = told["before"] or told["between"] or ""
    named = _BANK_HERE.search(near) or _AFTER.match(plain, end)
    return _BANKS[named["bank"]] if named else ""


def _is_account(seen: Seen, told: re.Match[str], digits: str, end: int, bank: str) -> bool:
    if len(digits) not in (_LENGTHS_STK if told["stk"] else _LENGTHS):
        return False
    if told["perhaps"] and not bank:
        return False
    written = seen.plain[told.start("number") : end]
    if _DATE.fullmatch(written) or _UNIT.match(seen.plain, end):
        return False
    return not _OTHER_ACCOUNT.search(seen.plain, max(0, told.start() - _BEFORE), told.start())


def normalise_bank_account(value: str) -> str | None:
    """Give the digits, after the short name of the bank where it is named; None when it is no such number."""
    written = unaccented(value)
    named = _BANK_HERE.search(written)
    rest = _BANK_HERE.sub(" ", written, count=1)
    rest = _TYPED_WORDS.sub(" ", rest).strip(" .:,-()#°º")
    return _written(_BANKS[named["bank"]] if named else "", _digits(rest)) if _TYPED.fullmatch(rest) else None
