"""Whatever erases for good goes through `transfers`, so that sealed case files that wait to leave go too.

The floors cannot hold this: cases and retention lie below transfers, and screens may call either. So whoever calls an
inner one is named here.
"""

import ast
from pathlib import Path

import pytest

import lali
from lali.records.transfers import actions

ROOT = Path(lali.__file__).parent
CASES, RETENTION, ENTITIES = "lali.records.cases.actions", "lali.records.retention", "lali.records.entities.actions"
INNER = {  # what erases, by every name it can be had by, and the one module that may call it
    f"{ENTITIES}.erase_person": "lali.records.cases.actions.persons",
    f"{ENTITIES}.persons.erase_person": "lali.records.cases.actions.persons",
    f"{CASES}.erase_person": "lali.records.transfers.actions.erasing",
    f"{CASES}.persons.erase_person": "lali.records.transfers.actions.erasing",
    f"{RETENTION}.actions.carry_out_disposal": "lali.records.transfers.actions.erasing",
    f"{RETENTION}.erasing.erase_case": "lali.records.retention.actions",
    f"{RETENTION}.erasing.erase_tip": "lali.records.retention.actions",
}
HANDS_ON = {f"{ENTITIES}", f"{CASES}"}  # packages that name what their modules hold


def module_of(path):
    name = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def used_in(module, source):
    """Full names of all that a module imports, or reaches through what it imports."""
    tree, names, used = ast.parse(source), {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                first = one.name.partition(".")[0]
                names[one.asname or first] = one.name if one.asname else first
        elif isinstance(node, ast.ImportFrom):
            around = f"{module}.".split(".")[: -node.level - 1] if node.level else []
            where = ".".join([*around, *filter(None, [node.module])])
            names |= {one.asname or one.name: f"{where}.{one.name}" for one in node.names}
            used |= {f"{where}.{one.name}" for one in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            parts = [node.attr]
            while isinstance(node := node.value, ast.Attribute):
                parts.append(node.attr)
            if isinstance(node, ast.Name) and node.id in names:
                used.add(".".join([names[node.id], *reversed(parts)]))
    return used


def past_the_wrappers(module, source):
    if not any(name.rpartition(".")[2] in source for name in INNER):  # spares the reading of most of the source
        return []
    found = used_in(module, source) & INNER.keys()
    return sorted(one for one in found if INNER[one] != module and module not in HANDS_ON)


def test_nobody_erases_past_the_sealed_files():
    passed = {module_of(path): past_the_wrappers(module_of(path), path.read_text()) for path in ROOT.rglob("*.py")}
    found = {module: names for module, names in passed.items() if names}
    assert not found, (
        f"{found}: erase by lali.records.transfers.actions instead (erase_person, carry_out_disposal): "
        "they let go of the archives that still hold what is erased."
    )


def test_the_inner_ones_are_where_this_test_looks_for_them():
    for name, caller in INNER.items():
        module, _dot, function = name.rpartition(".")
        found = __import__(module, fromlist=[function])
        assert callable(getattr(found, function)), name
        assert (ROOT.parent / (caller.replace(".", "/") + ".py")).exists(), caller
    assert actions.erase_person.__module__ == "lali.records.transfers.actions.erasing"
    assert actions.carry_out_disposal.__module__ == "lali.records.transfers.actions.erasing"


@pytest.mark.parametrize(
    "source",
    [
        "from lali.records.cases.actions import erase_person",
        "from lali.records.cases import actions\nactions.erase_person(by=None)",
        "from lali.records.cases import actions as cases\ndone = cases.erase_person",
        "from lali.records.retention import actions\nactions.carry_out_disposal(by=None)",
        "import lali.records.retention.erasing\nlali.records.retention.erasing.erase_case(None)",
        "import lali.records.retention.erasing as inner\ninner.erase_tip(None)",
        "from lali.records.entities.actions.persons import erase_person as gone",
        "from ....records.retention.erasing import erase_case",
        "from ....records.cases import actions\nactions.persons.erase_person",
        "def late():\n    from lali.records.retention.actions import carry_out_disposal",
    ],
)
def test_a_way_past_is_noticed(source):
    assert past_the_wrappers("lali.web.workspace.views.made_up", source)
