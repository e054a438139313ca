"""Migrations are in step with the models and in one line."""

import json
import os
import shutil
import subprocess
import sys
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.project.command_line import environment


@pytest.mark.django_db(databases=["default", "letterbox"])
def test_no_migration_is_missing():
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()


def test_migrations_are_linear():
    loader = MigrationLoader(None)
    ours = {
        key: migration for key, migration in loader.disk_migrations.items() if migration.__module__.startswith("lali.")
    }
    assert ours
    for app in {app for app, _name in ours}:
        names = sorted(name for owner, name in ours if owner == app)
        assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1)), app
        for before, name in pairwise(names):
            assert (app, before) in ours[app, name].dependencies, f"{app}.{name} does not follow {before}"


SHAPE = """
import json, sys
from pathlib import Path
from lali.project.installation import enter_node
enter_node(Path(sys.argv[1]))
from django.core.management import call_command
from django.db import connections
from lali.project.tables import make_tables
from lali.records.letterbox.router import PUBLIC_APPS
if sys.argv[2] == "migrated":
    call_command("migrate", database="default", verbosity=0)
    call_command("migrate", "audit", database="letterbox", verbosity=0)
    for app in sorted(PUBLIC_APPS):
        call_command("migrate", app, database="letterbox", verbosity=0)
make_tables()
found = {}
QUERIES = [
    "SELECT name, lower(type), [notnull], dflt_value, pk FROM pragma_table_info(%s) ORDER BY 1",
    "SELECT [from], [table], [to], on_delete FROM pragma_foreign_key_list(%s) ORDER BY 1",
    "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL ORDER BY 1",
]
for alias in connections:
    with connections[alias].cursor() as cursor:
        for table in connections[alias].introspection.table_names(cursor):
            shape = [cursor.execute(query, [table]).fetchall() for query in QUERIES]
            sql, = cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table]).fetchone()
            rules = sorted(rule.split(", CONSTRAINT")[0].rstrip(" )") for rule in sql.split("CONSTRAINT ")[1:])
            found[f"{alias} {table}"] = [*shape, [rule.rstrip(", )") for rule in rules], "WITHOUT ROWID" in sql]
        if alias == "default":
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
            found["run"] = cursor.fetchall()
print(json.dumps(found))
"""


@pytest.mark.slow
def test_a_new_database_is_what_all_migrations_lead_to(tmp_path):
    """A new node's tables are laid down at once; they must be those that a node of the first day has by now."""
    shapes = {}
    for way in ("laid down", "migrated"):
        home = tmp_path / way
        shutil.copytree(os.environ["LALI_HOME"], home, ignore=shutil.ignore_patterns("*.sqlite3*"))
        command = [sys.executable, "-c", SHAPE, str(home), way]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment())
        assert done.returncode == 0, done.stderr
        shapes[way] = json.loads(done.stdout)
    assert len(shapes["migrated"]) > 60
    for table, shape in shapes["migrated"].items():
        assert shapes["laid down"][table] == shape, table
    assert set(shapes["laid down"]) == set(shapes["migrated"])
