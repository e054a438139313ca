"""Bringing both databases to the present shape."""

from collections.abc import Callable

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, router, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lali.records.letterbox.router import PUBLIC_APPS
from lali.records.search.models import Posting
from lali.records.search.posting_table import make_postings

KEPT_IN: dict[str, tuple[str, ...]] = {"default": (), "letterbox": ("audit", *sorted(PUBLIC_APPS))}  # (): every app
MADE_BY_HAND = {Posting: make_postings}


def make_tables(on_step: Callable[[str], None] | None = None) -> None:
    """Make the tables of a new node, or migrate those of one that stands."""
    for alias, only in KEPT_IN.items():
        if on_step:
            on_step(alias)
        if not connections[alias].introspection.table_names():
            _lay_down(alias, only)
        for app in only or [None]:  # the letterbox is asked for its own apps only: every step costs time
            call_command("migrate", *filter(None, [app]), database=alias, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def is_of_an_older_version(alias: str) -> bool:
    """Whether a database waits for a migration."""
    executor = MigrationExecutor(connections[alias])
    newest = [node for app in KEPT_IN[alias] or [None] for node in executor.loader.graph.leaf_nodes(app)]
    return bool(executor.migration_plan(newest))


def _lay_down(alias: str, only: tuple[str, ...]) -> None:
    """Give an empty database the present shape at once and note every migration as run: all of it, or nothing.

    Running through all migrations takes ten times as long. A test holds that both ways lead to the same tables.
    """
    connection = connections[alias]
    connection.disable_constraint_checking()  # SQLite's way of changing tables asks for it before the transaction
    try:
        with transaction.atomic(using=alias):
            with connection.schema_editor() as editor:
                for app in apps.get_app_configs():
                    for model in router.get_migratable_models(app, alias, include_auto_created=False):
                        MADE_BY_HAND.get(model, lambda editor, model=model: editor.create_model(model))(editor)
            recorder = MigrationRecorder(connection)
            recorder.ensure_schema()
            for app, name in MigrationLoader(None).disk_migrations:
                if not only or app in only:
                    recorder.record_applied(app, name)
    finally:
        connection.enable_constraint_checking()
    emit_post_migrate_signal(0, False, alias)
