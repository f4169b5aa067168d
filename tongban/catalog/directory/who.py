"""Who may do what with the directory: those who keep it, and those who answer for a department."""

from __future__ import annotations

from functools import lru_cache

from tongban.catalog.directory.states import CLAIMER, KEEPER
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.errors import NotAllowed
from tongban.orgs import api as orgs

AUTHORITY = "ADM"
"""The line (条线) of the department in charge of government services, by the files of this city (工作规范5; 待核定)."""


def keeps_directory(actor: Actor) -> bool:
    """Tell whether somebody keeps the basic directory: in the city's department in charge, or over all of them."""
    body = authority()
    if actor.kind == ActorKind.SYSTEM:
        return True
    return body is not None and KEEPER in actor.roles_for(department=body.code, region=body.region_id)


def may_bring(actor: Actor) -> bool:
    """Tell whether somebody may bring a file of any kind."""
    return actor.holds(CLAIMER) or keeps_directory(actor)


def require_keeper(actor: Actor) -> None:
    """Refuse (NotAllowed) whoever does not keep the basic directory."""
    if not keeps_directory(actor):
        raise NotAllowed("基本目录由市政务服务主管部门维护，您的岗位不能导入。需要时请联系市政务服务主管部门。")


def answers_for(actor: Actor, department: orgs.Department) -> bool:
    """Tell whether somebody claims and declines for a department."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    return CLAIMER in actor.roles_for(department=department.code, region=department.region_id)


def department_of(actor: Actor, code: str) -> orgs.Department:
    """Return a department the actor answers for; NotAllowed where they do not, or where there is none."""
    try:
        department = orgs.department(code)
    except orgs.UnknownDepartment:
        raise NotAllowed from None
    if not answers_for(actor, department):
        raise NotAllowed("您不管理这个部门的事项，不能替它认领。请联系该部门的事项管理人员。")
    return department


def departments_of(actor: Actor) -> list[orgs.Department]:
    """Return the departments the actor answers for, by region and code."""
    return [one for one in orgs.departments() if answers_for(actor, one)]


def authority() -> orgs.Department | None:
    """Return the city's department in charge of government services; None where no organisations are loaded."""
    return _authority(orgs.stamp())


@lru_cache(maxsize=4)
def _authority(known: orgs.Stamp) -> orgs.Department | None:
    areas = orgs.areas(known)
    city = areas[0].code if areas else ""
    return next((one for one in orgs.departments(city) if one.line == AUTHORITY and one.parent_id is None), None)
