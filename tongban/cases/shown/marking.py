"""核对页: a mark of what the page showed that is signed for, by which it is known whether it is handed in as shown."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from json import dumps
from typing import Any

from tongban.cases.models import Case
from tongban.cases.promises.rules import element_of
from tongban.cases.queries.prefilling import MARK
from tongban.cases.services.drafting import Application
from tongban.cases.shown.errors import NotAsShown
from tongban.kernel.actors import Actor

PART = 8
"""So many characters tell one answer from another of the same question; whether anything moved, the whole tells."""


def shown_mark(case: Case, told: Application, *, by: Actor) -> str:
    """Return a mark of everything that a submission would take over from a draft, as it was read.

    The guide and the channel, who applies and by which mandate, the answers, of each material its files in their order
    (name and digest) and what lay on the counter, and the promises in their words. Whoever signs answers for the truth
    of what they saw (行政许可法31(1)). The contents count, and not when they were written: what was changed and changed
    back is the same. Behind the mark of the whole stands a short one of each part, which tells nobody what it was of.
    """
    parts = (f"{key}={_digest([str(case.pk), key, one], PART)}" for key, one in _parts(case, told, by))
    return " ".join((_whole(case, told, by), *parts))


def refuse_unshown(case: Case, told: Application, *, by: Actor, shown: str | None) -> None:
    """Refuse to hand in anything else than the page showed; ``shown``: its mark, None without a page.

    NotAsShown names what is otherwise: what is there now and was not so, and what was there and is gone.
    """
    if shown is None or shown.partition(" ")[0] == _whole(case, told, by):
        return
    before, now = _by_key(shown), _by_key(shown_mark(case, told, by=by))
    moved = [key for key in now if before.get(key) != now[key]] + [key for key in before if key not in now]
    raise NotAsShown([key for key in moved if before])


def _whole(case: Case, told: Application, by: Actor) -> str:
    promised = sorted([one.material, one.kind, one.digest] for one in told.promises)
    materials = [[key, *one] for key, one in _materials(told)]
    return _digest([str(case.guide_id), case.channel, _who(case, by), told.given, promised, materials], MARK)


def _parts(case: Case, told: Application, by: Actor) -> Iterator[tuple[str, Any]]:
    """Yield what a submission takes over part by part, in the order in which the page shows it."""
    yield "applicant", _who(case, by)
    yield from ((f"form.{name}", told.given[name]) for name, _ in case.guide.guide.form.ordered() if name in told.given)
    yield from ((f"materials.{key}", one) for key, one in _materials(told) if any(one))
    yield from ((f"promises.{element_of(one.material)}", [one.kind, one.digest]) for one in told.promises)


def _materials(told: Application) -> Iterator[tuple[str, list[Any]]]:
    for one in told.rows:
        paper, files = one.paper, [[row.file.name, row.file.sm3] for row in one.row.files]
        yield one.row.material.id, [files, paper.seen, paper.copies, paper.kept]


def _who(case: Case, by: Actor) -> list[str]:
    return [case.applicant.name, str(by.mandate.id) if by.mandate else ""]


def _by_key(mark: str) -> dict[str, str]:
    return {key: one for key, _, one in (part.partition("=") for part in mark.split(" ")[1:]) if one}


def _digest(of: list[Any], length: int) -> str:
    return sha256(dumps(of, sort_keys=True).encode()).hexdigest()[:length]
