"""Making a text harmless to spreadsheets: a cell that begins like a formula is shown, not calculated."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

NUMBER = re.compile(r"[+-]?\d[\d.,]*")
TELEPHONE = re.compile(r"\+\d[\d\s().\-/]{4,30}")


def like_formula(cell: str) -> bool:
    """Whether a cell begins like a formula; a telephone number that begins with + is none."""
    return cell.startswith(FORMULA_STARTS) and not TELEPHONE.fullmatch(cell)


def neutral(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def neutral_key(cell: str) -> str:
    """A cell by which rows are found again: a number or a telephone's stays, else as `neutral` gives it."""
    return f"'{cell}" if like_formula(cell) and not NUMBER.fullmatch(cell) else cell
