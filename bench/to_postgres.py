"""Put a node's rows into an empty PostgreSQL: `python -m bench.inside HOME to_postgres`, DATABASE_URL naming it.

Both databases are then measured with the same rows, and they are made only once.
"""

import sqlite3

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from lali.project.tables import make_tables

OWN = {"django_migrations"}  # what the tables themselves brought along


def main() -> None:
    """Make the tables, then copy each, the order of no matter: what refers to what is not looked at meanwhile."""
    make_tables()
    source = sqlite3.connect(f"file:{settings.NODE.home / 'lali.sqlite3'}?mode=ro", uri=True)
    tables = [table for table in connection.introspection.table_names() if table not in OWN]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        for table in tables:
            _copy(source, cursor, table)
    models = connection.introspection.installed_models(tables)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("VACUUM (ANALYZE)")  # as autovacuum would soon, and not in the middle of the measuring


def _copy(source: sqlite3.Connection, cursor: object, table: str) -> None:
    columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    names = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copied:
        for row in source.execute(f"SELECT {names} FROM {table}"):
            copied.write_row(row)
