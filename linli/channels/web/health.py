"""Whether the process is up, and whether it can serve."""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

# Once every migration is done it stays done: new migrations come with a new process.
_migrated: set[str] = set()


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process is up, whatever its database does."""
    return _answer("ok", 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and every migration is done; 503 with the reason otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not (_migrated or _is_migrated()):
            return _answer("migrations are not done", 503)
    except (DatabaseError, InterfaceError):
        return _answer("the database does not answer", 503)
    return _answer("ok", 200)


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    _migrated.add(connection.alias)
    return True


def _answer(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
