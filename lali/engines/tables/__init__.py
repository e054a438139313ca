"""Tables: rows of a CSV or XLSX file, as they are shown, one by one, whatever the file.

Promises: nothing is ever calculated or run: a formula is a text; a file of any size is read in bounded memory, and one
that would take too long is given up with a reason; what was guessed (encoding, separator) is said with its evidence.
Must never write, and never look at a file's name to decide what it is.

`open_table(file)` gives a `Table`: `heading`, `told` (what was found out), and `rows()`, each `Row` with its number.
"""

from lali.engines.tables.neutral import neutral, neutral_key
from lali.engines.tables.opening import open_table
from lali.engines.tables.table import Limits, Row, Table, TableRefused

__all__ = ["Limits", "Row", "Table", "TableRefused", "neutral", "neutral_key", "open_table"]
