"""Persons: which records of a register are of one person, with the probability and the reasons of every pair.

`read_register` reads a CSV or Parquet file and understands its columns by name, in several languages; `link` compares
names in any order, script and spelling, births however written, places, documents, phones and handles, with Splink
on DuckDB, and gathers records into persons; `judged` says how well that agrees with a known truth.

Promises: same records, same persons, in any order of rows; work and memory grow with the records, whatever stands in
them; every weight has a sentence. Must never decide that two records are one person for anybody: it proposes, with
reasons, and a person decides.
"""

from .columns import Columns, ColumnsUnclear, Role, understood
from .crowding import SMALL
from .explaining import explained
from .judging import Judged, judged
from .linking import Linkage, Pair, Part, link
from .preparing import births_unread
from .reading import FileUnreadable, Register, read_register
from .weighing import Weigher, weigh_here

__all__ = [
    "SMALL",
    "Columns",
    "ColumnsUnclear",
    "FileUnreadable",
    "Judged",
    "Linkage",
    "Pair",
    "Part",
    "Register",
    "Role",
    "Weigher",
    "births_unread",
    "explained",
    "judged",
    "link",
    "read_register",
    "understood",
    "weigh_here",
]
