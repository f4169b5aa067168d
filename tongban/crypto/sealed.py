"""Where envelopes lie: every room declares its own, so that none is forgotten when keys rotate.

What is declared here is found, counted and renewed by ``rotating``; a test compares the columns with the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F, Func, QuerySet, Value

from tongban.crypto import rules
from tongban.crypto.services import decrypt, encrypt, index, key_ring

_KEY_AT: Final = 2  # SQL counts from 1: the key's id follows the version


@dataclass(frozen=True, slots=True)
class Step:
    """What one batch did: how many envelopes it renewed, and where the next one goes on ("" when all were seen)."""

    renewed: int
    reached: str


class Sealed(Protocol):
    """A place where envelopes lie."""

    @property
    def name(self) -> str:
        """Return what it is called."""
        ...

    def left(self) -> int:
        """Count the envelopes that are not under the current master key."""
        ...

    def renew(self, *, after: str, limit: int) -> Step:
        """Put some envelopes behind ``after`` under the current master key, in a transaction of its own."""
        ...

    def unfound(self) -> int:
        """Count the rows whose index is not the current one of what their envelope holds."""
        ...


@dataclass(frozen=True, slots=True)
class Index:
    """A column by which a row is found: ``crypto.index(purpose, text)`` of the text in the envelope beside it."""

    field: str
    purpose: str


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of envelopes.

    ``model``: app_label.Model. ``bound``: the UUID column that is the context of the envelopes. ``indexes``: what is
    written together with the envelope. ``through``: for an append-only table, the database function that alone may put
    one envelope in place of another (key of the row, old, new).
    """

    model: str
    field: str
    purpose: str
    bound: str = "id"
    indexes: tuple[Index, ...] = ()
    through: str = ""

    @property
    def name(self) -> str:
        """Return the table's name and the column's."""
        return f"{self.model}.{self.field}"

    def left(self) -> int:
        """Count the envelopes that are not under the current master key."""
        return self._stale().count()

    def unfound(self) -> int:
        """Count the rows whose index is not the current one of what their envelope holds."""
        if not self.indexes:
            return 0
        rows = self._rows().filter(_bytes__gt=0).values("pk", self.bound, self.field, *(i.field for i in self.indexes))
        return sum(not self._indexed(row) for row in rows.iterator(chunk_size=1000))

    def renew(self, *, after: str, limit: int) -> Step:
        """Put the next envelopes under the current master key; rows that somebody holds wait for the next pass."""
        with transaction.atomic():
            stale = self._stale().order_by("pk")
            stale = stale.filter(pk__gt=after) if after else stale
            if not self.through:
                stale = stale.select_for_update(skip_locked=True, of=("self",))
            rows = list(stale.values("pk", self.bound, self.field)[:limit])
            for row in rows:
                self._renew(row)
        return Step(len(rows), str(rows[-1]["pk"]) if len(rows) == limit else "")

    def _renew(self, row: dict[str, Any]) -> None:
        old = bytes(row[self.field])
        context = row[self.bound].bytes
        data = decrypt(self.purpose, old, context)
        fresh = encrypt(self.purpose, data, context)
        if self.through:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {self.through}(%s, %s, %s)", [row["pk"], old, fresh])
            return
        found = {one.field: index(one.purpose, data.decode()) for one in self.indexes}
        self._rows().filter(pk=row["pk"]).update(**{self.field: fresh}, **found)

    def _indexed(self, row: dict[str, Any]) -> bool:
        text = decrypt(self.purpose, bytes(row[self.field]), row[self.bound].bytes).decode()
        return all(row[one.field] == index(one.purpose, text) for one in self.indexes)

    def _stale(self) -> QuerySet[models.Model, models.Model]:
        return self._rows().filter(_bytes__gt=0).exclude(_key=key_ring().current())

    def _rows(self) -> QuerySet[models.Model, models.Model]:
        rows: QuerySet[models.Model, models.Model] = apps.get_model(self.model)._base_manager.all()  # noqa: SLF001 -- every row, whatever a manager hides
        length = Func(F(self.field), function="octet_length", output_field=models.IntegerField())
        key = Func(
            F(self.field),
            Value(_KEY_AT),
            Value(rules.KEY_ID_LENGTH),
            function="substring",
            output_field=models.BinaryField(),
        )
        marked: QuerySet[models.Model, models.Model] = rows.annotate(_bytes=length, _key=key)
        return marked


_declared: Final[dict[str, Sealed]] = {}


def declare(*places: Sealed) -> None:
    """Say where a room keeps envelopes; said twice it is the same place."""
    for place in places:
        _declared[place.name] = place


def declared() -> tuple[Sealed, ...]:
    """Return every place where envelopes lie, in the order of their names."""
    return tuple(_declared[name] for name in sorted(_declared))
