"""The table of permissions in the docs is the one that the walk through all addresses tries."""

import inspect
import sys
from itertools import groupby
from pathlib import Path

from django.urls import get_resolver

from tests.repository.test_routes import MATRIX

DOCS = Path(__file__).parents[2] / "docs" / "permissions.md"
MARKS = {"+": "●", "3": "○", ".": " ", "e": "◐"}
INTRODUCTION = """# Who may do what

Each line is one deed of the workspace. `tests/repository/test_routes.py` walks every one of them as every one of these persons, and
`tests/repository/test_permissions.py` holds this page to what was walked.

On the team of a case: **read**, **contribute**, **lead** (the right to remove is apart from all three; in the walk the lead has it).
Not on its team: another **investigator**, the **supervisor**, the **auditor**, the **administrator** of the agency.

● may · ○ is told "you may not" · ◐ may ask, and is told why not · empty: for this person there is no such thing
"""
ROOMS = ["workspace", "programme", "configuration", "administration"]
COLUMNS = "| | read | contribute | lead | investigator | supervisor | auditor | administrator |"


def views():
    """The function behind each address's name."""

    def walk(patterns, space=""):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                yield from walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
            else:
                yield f"{space}{one.name}", one.callback

    return dict(walk(get_resolver("lali.project.urls_workspace").url_patterns))


def first_line(thing):
    return (inspect.getdoc(thing) or "").partition("\n")[0].rstrip(".")


def as_page():
    known = views()
    rows = [(inspect.unwrap(known[row.partition(" ")[2]]), row, who.replace("|", "")) for row, who in MATRIX.items()]
    rows = [row for row in rows if "components" not in row[0].__module__]  # the gallery of parts holds no record
    rows.sort(key=lambda row: (ROOMS.index(row[0].__module__.split(".")[2]), row[0].__module__))
    parts = [INTRODUCTION]
    for module, deeds in groupby(rows, key=lambda row: row[0].__module__):
        parts.append(f"\n## {first_line(sys.modules[module])}\n\n{COLUMNS}\n|---|{':-:|' * 7}\n")
        parts += dict.fromkeys(line_of(*deed) for deed in deeds)  # two addresses of one deed are one line
    return "".join(parts)


def line_of(view, row, who):
    looks = row.startswith("GET") and MATRIX.get(f"POST {row[4:]}", MATRIX[row]) != MATRIX[row]
    return (
        f"| {first_line(view)}{' (to look at the form)' if looks else ''} | {' | '.join(MARKS[one] for one in who)} |\n"
    )


def test_the_page_says_what_is_walked():
    page = as_page()
    kept = DOCS.parents[1] / "test-output" / "permissions.md"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(page, encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == page, "take over test-output/permissions.md"
