"""Bring the tables to what this version of the programme needs."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tongban.kernel.errors import WrongState


class BetweenVersions(WrongState):
    """数据库的结构停在首个发行版之前，程序接不上，没有作任何改动。请先用升级前的最后一版启动一次，再换成现在的版本。"""

    code = "between_versions"


def bring_up_to_date() -> int:
    """Apply what is missing; return how many migrations that were.

    The first migration of a room stands for all that led to the first release. Who went that way has what it makes, and
    this is noted. BetweenVersions for who went a part of it: Django would take such a room for finished without a word.
    """
    executor = MigrationExecutor(connection)
    _refuse_half_a_history(executor.loader)
    executor.check_replacements()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    return len(plan)


def _refuse_half_a_history(loader: MigrationLoader) -> None:
    for migration in loader.replacements.values():
        if len({old in loader.applied_migrations for old in migration.replaces}) > 1:
            raise BetweenVersions
