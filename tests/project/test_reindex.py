"""`lali reindex`: the search index built anew."""

import json

from tests.project.command_line import lali

EMPTIED = """
from lali.records.search.index import build_anew
build_anew([])
"""


def test_an_empty_index_is_named_and_built_anew(copy_of, inside):
    fiji = copy_of("fiji")
    inside(fiji, EMPTIED)
    assert "lali reindex builds it" in lali("doctor", "--home", fiji).stdout
    said = lali("reindex", "--home", fiji, "--json")
    assert said.returncode == 0
    assert json.loads(said.stdout)["records"] > 10
    assert "Nothing needs attention" in lali("doctor", "--home", fiji).stdout
    assert "can be found" in lali("reindex", "--home", fiji).stdout


def test_where_there_is_no_node_nothing_is_built(tmp_path):
    assert lali("reindex", "--home", tmp_path).returncode == 2
