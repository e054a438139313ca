"""Every action takes `by=` by keyword and leaves a journal entry."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import lali.records

FOLDER = Path(lali.records.__file__).parent
MODULES = sorted(
    {path.parent.name for path in FOLDER.glob("*/actions.py")}
    | {path.parent.parent.name for path in FOLDER.glob("*/actions/__init__.py")}
)
ACTIONS = [  # a package of actions names them in its __init__
    (app, name)
    for app in MODULES
    for name, found in inspect.getmembers(import_module(f"lali.records.{app}.actions"), inspect.isfunction)
    if found.__module__.startswith(f"lali.records.{app}.actions") and not name.startswith("_")
]
COMPUTES = {  # in an actions module because actions share it; reads or computes, writes nothing
    ("evidence", "is_whole"),
    ("evidence", "open_original"),  # who calls it journals what for
}

IN_STEPS = {  # one of the many steps of a deed whose beginning and end are journalled
    ("evidence", "take_in_piece"),
    ("links", "look_for_links"),  # each part journals what it proposed
}


def test_there_are_actions():
    assert len(ACTIONS) > 40


@pytest.mark.parametrize(("app", "name"), [pair for pair in ACTIONS if pair not in COMPUTES])
def test_an_action_names_who_acts_and_takes_its_facts_by_keyword(app, name):
    parameters = inspect.signature(getattr(import_module(f"lali.records.{app}.actions"), name)).parameters
    assert "by" in parameters, f"{app}.{name} does not say who acts: add `by`"
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values()), f"{app}.{name}: facts go by keyword"


def _journals(app):
    """Names of functions in a module that write to the journal, directly or through one another."""
    files = [FOLDER / app / "actions.py", *(FOLDER / app / "actions").glob("*.py")]
    body = [node for file in files if file.exists() for node in ast.parse(file.read_text()).body]
    calls = {
        node.name: {
            found.func.id if isinstance(found.func, ast.Name) else getattr(found.func, "attr", "")
            for found in ast.walk(node)
            if isinstance(found, ast.Call)
        }
        for node in body
        if isinstance(node, ast.FunctionDef)
    }
    other = {name for other_app, name in ACTIONS if other_app != app} - {"is_whole"}
    known = {"record"} | other
    while True:
        more = {name for name, used in calls.items() if used & known} - known
        if not more:
            return known
        known |= more


@pytest.mark.parametrize("app", MODULES)
def test_an_action_writes_the_journal(app):
    journalled = _journals(app)
    silent = [name for owner, name in ACTIONS if owner == app and (owner, name) not in COMPUTES | IN_STEPS]
    assert [name for name in silent if name not in journalled] == []
