"""Adding files to a draft that were chosen together: what can be kept is kept, and each that cannot is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tongban.cases.models import CaseMaterial, Supplied
from tongban.cases.services.drafting import APPLYING, Upload, add_file, hold
from tongban.cases.services.moving import note
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of files that came together: those that were kept, and of each other one its name and why not."""

    rows: list[CaseMaterial]
    refused: list[str]


@transaction.atomic
def attach_files(
    *, draft: UUID, material: str, uploads: Sequence[Upload], by: Actor, at: datetime, key: UUID | None = None
) -> Attached:
    """Add several files to a material at once: every one that can be kept, with each other one named and why not.

    工作规范21(2): 提出申请, with its material. Where none can be kept it is a refusal (Broken) that names them all,
    a line each. ``key`` names one attempt to send one file: the same one again adds nothing, so that an answer that was
    lost on a bad line makes no second file.
    """
    case = hold(draft, by, at)
    if key is not None and (sent := CaseMaterial.objects.filter(case=case, pk=key).first()):
        return Attached([sent], [])
    rows, refused = [], []
    for place, one in enumerate(uploads):
        # They are shown in the order in which they were chosen.
        moment = at + timedelta(microseconds=place)
        try:
            # What is refused is refused before anything of it is written.
            rows.append(
                add_file(case, material, data=one.data, name=one.name, by=by, at=moment, supplied=Supplied.FIRST)
            )
        except Broken as refusal:
            refusal.message = f"{one.name}：{refusal.message}"
            refused.append(refusal)
    told = [refusal.message for refusal in refused]
    if refused and not rows:
        refused[0].message = "\n".join(told)
        raise refused[0]
    if key is not None and len(rows) == 1:
        rows = [_known_as(rows[0], key)]
    facts: dict[str, ledger.Fact] = {"material": material, "files": len(rows)}
    note(case, "case.attach", actor=by, at=at, facts=facts, basis=APPLYING)
    return Attached(rows, told)


def _known_as(row: CaseMaterial, key: UUID) -> CaseMaterial:
    """Keep a row under the name of the attempt that sent it, unless a row of somebody else has it."""
    if CaseMaterial.objects.filter(pk=key).exists():
        return row
    CaseMaterial.objects.filter(pk=row.pk).update(id=key)
    row.id = key
    return row
