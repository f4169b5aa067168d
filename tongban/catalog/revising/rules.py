"""The law and the house rules of revising, as predicates and arithmetic: no database, no clock."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from tongban.catalog.revising.states import State, Verb
from tongban.kernel.actors import Actor, Role
from tongban.kernel.reach import ALL, Reach

DEEPEST, LARGEST, EXACT = 16, 1_000_000, 2**53
LONGEST_WORDS = 2000
_CONTROLS = frozenset(map(chr, range(32))) - {"\n", "\t", "\r"}
# Who writes, who judges, and who watches over them.
ROLES = (
    Role.ITEM_MANAGER,
    Role.ITEM_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.ITEM_APPROVER,
    Role.SUPERVISOR,
)
REACH = Reach(roles=dict.fromkeys(ROLES, ALL))
"""Which revisions exist for whom: those of items of the department and region of a grant."""
ASKED = Reach(roles=dict.fromkeys((Role.ITEM_MANAGER, Role.ITEM_REVIEWER), ALL), department="department_id")
"""Which opinions are asked of whom: of those who manage or review items in the department that was asked."""
# What is the directory's and not the guide's (第六条): where it stands in the guide.
INHERITED = {"item": "事项编码", "name": "事项名称", "type": "事项类型"}


class Written(Protocol):
    """What four eyes need to know of a revision."""

    @property
    def drafters(self) -> Sequence[UUID]:
        """Return the accounts that wrote something of it."""

    @property
    def reviewed_by(self) -> UUID | None:
        """Return the account that let it pass the review."""

    @property
    def checked_by(self) -> UUID | None:
        """Return the account that let it pass the legal check."""


class Said(Protocol):
    """What has to be known of a remark to tell who answers it and who settles it."""

    @property
    def by(self) -> UUID:
        """Return the account that made it."""

    @property
    def roles(self) -> Sequence[str]:
        """Return the roles it was made in."""


def barred(verb: str, state: str, revision: Written, account: UUID) -> bool:
    """Tell whether somebody has done a step already that keeps them from this one (四眼: BXT.2)."""
    judging = verb in {Verb.PASS_REVIEW, Verb.PASS_CHECK, Verb.APPROVE, Verb.RETURN}
    if not judging or state == State.APPROVED:  # to take one's own text back, once it was judged, judges nothing
        return False
    before: set[UUID | None] = {*revision.drafters}
    if state in {State.LEGAL_CHECK, State.APPROVAL}:
        before.add(revision.reviewed_by)
    if state == State.APPROVAL:
        before.add(revision.checked_by)
    return account in before


def speaks_as(roles: Collection[Role]) -> list[Role]:
    """Return in which roles somebody says something of a revision: as who judges or watches, before as who writes."""
    return sorted(set(roles) - {Role.ITEM_MANAGER} or set(roles))


def may_answer(remark: Said, roles: Collection[Role], account: UUID) -> bool:
    """Tell whether a remark is addressed to somebody: to who writes; what writers say, to everybody else."""
    return account != remark.by and (Role.ITEM_MANAGER in roles or Role.ITEM_MANAGER in remark.roles)


def may_settle(remark: Said, roles: Collection[Role], account: UUID, drafters: Collection[UUID]) -> bool:
    """Tell whether somebody may say that a remark is settled: whoever made it, or a colleague of their role.

    Nobody of them who wrote something of the text, for nobody judges what they wrote (四眼: BXT.2). What was said by
    somebody without a role of the item's own, such as a department that was asked, is settled by who judges too.
    """
    if account == remark.by:
        return True
    judges = set(roles) - {Role.ITEM_MANAGER}
    if Role.ITEM_MANAGER in remark.roles:
        return Role.ITEM_MANAGER in roles
    return account not in drafters and bool(judges & set(remark.roles) if remark.roles else judges)


def may_revise(actor: Actor) -> bool:
    """Tell whether somebody has anything to do with revisions at all."""
    return any(actor.holds(role) for role in ROLES)


def canonical(document: Mapping[str, Any]) -> str:
    """Return the one spelling of a draft that its digest is taken of: sorted keys, no blanks."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return what was read from any file as JSON holds it: days as text, what is not said left out."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value if one is not None]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def storable(value: object, *, depth: int = 0) -> bool:
    """Tell whether JSON content can be kept exactly: no control characters, no numbers that readers round."""
    if isinstance(value, Mapping):
        inside: Collection[object] = [*value, *value.values()]
    elif isinstance(value, list):
        inside = value
    else:
        return _exact(value)
    return depth < DEEPEST and all(storable(one, depth=depth + 1) for one in inside)


def _exact(value: object) -> bool:
    if isinstance(value, str):
        return not any(one in _CONTROLS or "\ud800" <= one <= "\udfff" for one in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or (isinstance(value, int) and abs(value) <= EXACT)


def fits(document: Mapping[str, Any]) -> bool:
    """Tell whether a draft can be kept: exactly, and no larger than a guide ever is."""
    return storable(document) and len(canonical(document).encode()) <= LARGEST


def contradicted(document: Mapping[str, Any], *, item: Mapping[str, str], decides: str) -> list[str]:
    """Return in Chinese what a draft says otherwise than the list of items; what it does not say is no fault."""
    basics, department = document.get("basics"), document.get("department")
    found = []
    if isinstance(basics, Mapping):
        found = [INHERITED[name] for name, held in item.items() if basics.get(name, held) != held]
    body = department.get("decides") if isinstance(department, Mapping) else None
    if isinstance(body, Mapping) and body.get("code", decides) != decides:
        found.append("决定部门")
    return found


def merged(base: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    """Return our text with every section of theirs that we left as it was; what both changed stays as we wrote it."""
    found = {name: ours[name] for name in ours if ours[name] != base.get(name)}
    untouched = {name: value for name, value in theirs.items() if ours.get(name) == base.get(name)}
    return {**untouched, **found}


def missing_laws(document: Mapping[str, Any], laws: Sequence[str]) -> list[str]:
    """Return which laws of the basic directory a draft does not name (第六条: 依据相统一)."""
    parts = document.get("legal")
    if not isinstance(parts, list):
        return []
    named = {_short(str(one.get("law", ""))) for one in parts if isinstance(one, Mapping)}
    return [law for law in laws if _short(law) not in named]


def _short(law: str) -> str:
    return law.strip().removeprefix("中华人民共和国")


def laws_of(document: Mapping[str, Any], among: Sequence[str]) -> list[str]:
    """Return which of some laws a draft names."""
    return [law for law in among if law not in missing_laws(document, among)]
