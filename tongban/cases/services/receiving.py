"""收件: the application is received the moment the system takes it, and the notice clock runs from then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tongban.cases import queries
from tongban.cases.errors import GuideChanged, Incomplete
from tongban.cases.models import Case, Supplied
from tongban.cases.queries import sealing
from tongban.cases.services import drafting
from tongban.cases.services.moving import lock, lock_draft, owe_notice, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.states import State, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.codes import case_number
from tongban.kernel.days import day_of

LONGEST_REPLY = 2000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: for which material, its bytes, its name."""

    material: str
    data: bytes
    name: str


@transaction.atomic
def submit(*, draft: UUID, token: UUID, by: Actor, at: datetime) -> Case:
    """Take the application in (收件), number it, give a receipt and start the notice clock (行政许可法32).

    ``token`` names one attempt: the same one again returns the case and changes nothing, so a double click or a lost
    answer makes one case. Incomplete carries every fault at once; GuideChanged when another guide came into force.
    """
    case = lock_draft(draft, actor=by, at=at)
    if case.submission == token:
        return case
    if case.state == State.DRAFT:
        _ready(case, at)
        case.number = _next_number(case.region_id, at)
        case.received_at, case.submission = at, token
    shift(case, Verb.SUBMIT, actor=by, at=at, facts={"guide": str(case.guide_id), "number": case.number})
    owe_notice(case, event=Verb.SUBMIT, at=at)
    issue(case, "receipt", at=at)
    tell(case, "case.received", at=at)
    return case


@transaction.atomic
def supplement(*, number: str, uploads: Sequence[Upload], replies: Mapping[str, str], by: Actor, at: datetime) -> Case:
    """Take in what was corrected: all of it at once, as it was asked for at once.

    A material is answered by files, anything else by words (``replies``: element → text). With it the notice limit
    begins anew where the regime says so. Incomplete names every point without an answer.
    """
    case = lock(number, actor=by, at=at)
    said = {key: text.strip()[:LONGEST_REPLY] for key, text in replies.items() if text.strip()}
    if case.state == State.CORRECTION:
        _all_points_answered(case, uploads, said)
    shift(case, Verb.SUPPLEMENT, actor=by, at=at, facts={"files": len(uploads), "replies": len(said)})
    for upload in uploads:
        drafting.add_file(
            case, upload.material, data=upload.data, name=upload.name, by=by, at=at, supplied=Supplied.CORRECTION
        )
    case.correction.answered_at, case.correction.replies = at, sealing.seal(case.id, said)
    case.correction.save(update_fields=["answered_at", "replies"])
    _restart_notice(case, at)
    issue(case, "supplement", at=at)
    tell(case, "case.supplemented", at=at)
    return case


def _restart_notice(case: Case, at: datetime) -> None:
    duties.meet(kinds=(duties.Kind.CORRECTION,), subject=case.id, at=at)
    if queries.regime_of(case).restarts:
        owe_notice(case, event=Verb.SUPPLEMENT, at=at)


def _ready(case: Case, at: datetime) -> None:
    if drafting.offered(case.item_code, at).pk != case.guide_id:
        raise GuideChanged
    if wrong := drafting.faults(case, at=at):
        raise Incomplete(wrong)


def _all_points_answered(case: Case, uploads: Sequence[Upload], replies: Mapping[str, str]) -> None:
    materials = {f"materials.{entry.id}" for entry in case.guide.guide.materials}
    answered = {f"materials.{upload.material}" for upload in uploads} | (replies.keys() - materials)
    missing = {
        point["element"]: f"请按告知的要求补正：{point['text']}"
        for point in case.correction.points
        if point["element"] not in answered
    }
    if missing:
        raise Incomplete(missing)


def _next_number(region: str, at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (value,) = cursor.fetchone()
    return case_number.build(region=region, day=day_of(at), sequence=int(value)).code
