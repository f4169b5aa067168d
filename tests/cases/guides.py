"""Guides with more to do than that of the sample: steps in turn, and steps of several departments at once."""

from __future__ import annotations

from typing import Any

from tests.cases.samples import WENT, Desk
from tests.cases.versions import adjusted
from tongban.cases import api as cases
from tongban.kernel.actors import Actor

OWN, MARKET, HOUSING = "ZD320213ADM", "ZD320213AMR", "ZD320213HUC"
DAYS = {"amount": 3, "unit": "WORKING_DAY"}


def step(key: str, by: str = OWN, *, parallel: str | None = None, **more: object) -> dict[str, Any]:
    named = {"id": key, "kind": "EXAMINATION", "name": f"环节{key}", "by": by, "role": "EXAMINER", "text": "核对。"}
    return named | {"parallel": parallel} | more


TWO = (step("first", limit=DAYS), step("second"))
JOINT = (
    step("first"),
    step("market", MARKET, parallel="joint", limit=DAYS),
    step("housing", HOUSING, parallel="joint"),
)


def with_steps(document: dict[str, Any], *steps: dict[str, Any]) -> None:
    """Put these steps in the place of the one that the guide has, with the departments that join in."""
    rest = [one for one in document["process"] if one["kind"] != "EXAMINATION"]
    document["process"] = [*rest[:2], *steps, *rest[2:]]
    others = sorted({one["by"] for one in steps} - {OWN})
    document["department"]["joint"] = [{"code": code, "name": code} for code in others]


def less(document: dict[str, Any], *steps: dict[str, Any]) -> None:
    """Name no limit of the law, so that the rules of the kind of matter give one, if any."""
    with_steps(document, *steps)
    document["limits"] |= {"statutory": None, "extension": None}


def on_the_spot(document: dict[str, Any]) -> None:
    document["basics"]["project_type"] = "IMMEDIATE"
    document["limits"]["promised"] = {"amount": 0, "unit": "WORKING_DAY"}


def under(desk: Desk, *steps: dict[str, Any]) -> Desk:
    """Let the cases that the desk begins from now on be handled by a guide with these steps."""
    adjusted(desk, lambda document: with_steps(document, *steps), by_revision=False)
    return desk


def finish(desk: Desk, case: cases.Case, by: str | Actor = "examiner", key: str = "") -> cases.Case:
    actor = desk.staff(by) if isinstance(by, str) else by
    return cases.finish_step(
        number=case.number, passed=True, opinion="符合。", others=WENT, by=actor, at=desk.now(), step=key
    )


def standing(desk: Desk, case: cases.Case) -> dict[str, str]:
    """Say how the steps of a case stand."""
    return {one.step: str(one.state) for one in cases.step_list(desk.staff("decider"), case, at=desk.at)}
