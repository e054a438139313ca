"""Making a text harmless to spreadsheets: a cell that begins like a formula is shown, not calculated."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
