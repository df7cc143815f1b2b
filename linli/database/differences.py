"""Every statement that the two databases say differently."""

from typing import Any

from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import QuerySet


def free_rows(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, locked for us, without those that somebody else holds.

    On SQLite there is one writer at a time, so that nothing needs to be skipped.
    """
    if connection.vendor == "postgresql":
        return rows.select_for_update(skip_locked=True)
    return rows


def may_rewrite(table: str) -> bool:
    """Whether the role that we are may change or remove rows of the table, triggers aside.

    SQLite knows no roles: whoever can write the file can write all of it, and nothing is said about that.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')", [table])
        return bool(cursor.fetchone()[0])


def let_in(role: str) -> None:
    """Give a role of the server what the product needs, and no right to change what is append-only.

    For the owner of the tables, after migrations; the role is the one that serves.
    """
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%!_stays' ESCAPE '!'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}")


class AppendOnly(migrations.operations.base.Operation):
    """A migration's step after which no row of the table can be changed or removed."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django's models would see."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Write the triggers."""
        for statement in append_only(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Take the triggers away."""
        for statement in changeable(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Let nobody change or remove a row of {self.table}"

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        """For the migration writer."""
        return (self.__class__.__name__, [self.table], {})


def append_only(table: str, vendor: str) -> list[str]:
    """The statements after which no row of the table can be changed or removed."""
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_stays()",
        ]
    return [
        f"CREATE TRIGGER {table}_stays_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def changeable(table: str, vendor: str) -> list[str]:
    """The statements that undo `append_only`."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_stays ON {table}", f"DROP FUNCTION IF EXISTS {table}_stays()"]
    return [f"DROP TRIGGER IF EXISTS {table}_stays_{verb}" for verb in ("update", "delete")]
