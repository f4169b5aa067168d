"""重新申请: applying anew where an earlier application came to no result; nothing of the earlier one changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import NotToApplyAnew
from tongban.cases.models import Case, CaseMaterial, Supplied
from tongban.cases.queries import sealing
from tongban.cases.services import drafting
from tongban.cases.services.moving import note
from tongban.cases.states import REAPPLICABLE
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7


@transaction.atomic
def reapply(*, number: str, by: Actor, at: datetime) -> Case:
    """Begin an application anew under the guide in force, with what was written and handed in before (工作规范21(2)).

    Only the applicant does, and only of what was refused, not accepted, withdrawn or ended: NotToApplyAnew otherwise.
    A changed application is a new one, with a receipt and clocks of its own; the two name each other. A draft that is
    being filled in already is gone on with as it stands. Who acts by a mandate takes along only what they see whole.
    """
    old = queries.case_for(by, number)
    if Role.APPLICANT not in queries.roles_of(by, old):
        raise NotAllowed
    if old.state not in REAPPLICABLE:
        raise NotToApplyAnew
    case = drafting.open_draft(item=old.item_code, by=by, at=at)
    if case.follows_id is not None or case.opened_at != at:
        return case
    case.follows, case.answers = old, sealing.seal(case.id, _answers(case, old, by))
    case.save(update_fields=["follows", "answers"])
    taken = _take_along(case, old, at)
    note(case, "case.reapply", actor=by, at=at, facts={"follows": str(old.pk), "files": taken}, basis=drafting.APPLYING)
    return case


def _answers(case: Case, old: Case, by: Actor) -> dict[str, Any]:
    """Return the earlier answers that the form of today still asks for; what the registration holds now goes first."""
    form, whole = case.guide.guide.form, queries.sees_all_answers(by, old)
    kept = {
        name: value
        for name, value in queries.answers(old).items()
        if name in form.properties and (whole or not form.properties[name].sensitive)
    }
    return dict(catalog.only_visible(form, kept | queries.answers(case)))


def _take_along(case: Case, old: Case, at: datetime) -> int:
    """Hand in the same files again, by reference: the applicant's own, for materials that are still asked for."""
    asked = {one.id: one for one in case.guide.guide.materials if one.source not in queries.NOT_HANDED_IN}
    rows: dict[str, list[CaseMaterial]] = {}
    for row in old.materials.order_by("-at", "-id"):
        held = rows.setdefault(row.material, [])
        if row.material in asked and len(held) < asked[row.material].accepted.max_files:
            held.append(row)
    copies = [
        CaseMaterial(
            id=uuid7(at), case=case, material=row.material, file_id=row.file_id, supplied=Supplied.FIRST, at=at
        )
        for held in rows.values()
        for row in reversed(held)
    ]
    return len(CaseMaterial.objects.bulk_create(copies))
