"""Migrations are in step with the models and in one line."""

from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


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
