"""补正: taking in what was corrected, all of it at once, as it was asked for at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import Incomplete, NotToCorrect
from tongban.cases.models import Case, Supplied
from tongban.cases.queries import sealing
from tongban.cases.services import drafting
from tongban.cases.services.drafting import Upload
from tongban.cases.services.moving import (
    begin_examination,
    lock,
    owe_notice,
    owe_prescreening,
    owe_renewal,
    shift,
    tell,
)
from tongban.cases.services.papers import issue
from tongban.cases.states import MOVES, Verb
from tongban.cases.window.visiting import took_in
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger


@transaction.atomic
def supplement(
    *,
    number: str,
    uploads: Sequence[Upload],
    replies: Mapping[str, str],
    by: Actor,
    at: datetime,
    posted: Mapping[str, Sequence[str]] | None = None,
    stands_by: Collection[str] = (),
) -> Case:
    """Take in what was corrected: all of it at once, as it was asked for at once (行政许可法32(1)4, 5).

    A material is answered by files; a field of the form by its own answer (``posted``, as a browser sends it), which
    from now on is the answer of the case, while the form as it was handed in is kept; anything else by words
    (``replies``: element → text). ``stands_by``: fields of which the applicant says that they were right as they were.
    Nothing else changes: other fields are not read, and a file that nobody asked for is NotToCorrect. With it the
    notice limit begins anew where the regime says so; or the application is accepted on that day, where it says that.
    Incomplete names everything that is missing or wrong: field or element → what to do.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.SUPPLEMENT, state=case.state, roles=queries.roles_of(by, case))
    now = queries.correcting(case, posted or {}, stands_by=stands_by)
    said = rules.said(now.correction.points, replies, stands_by=stands_by)
    _complete(case, now, uploads, said, at)
    original, case.answers = bytes(case.answers), sealing.seal(case.id, now.answers)
    facts: dict[str, ledger.Fact] = {"files": len(uploads), "replies": len(said), "changed": now.changed}
    shift(case, Verb.SUPPLEMENT, actor=by, at=at, facts=facts)
    for upload in uploads:
        drafting.add_file(
            case, upload.material, data=upload.data, name=upload.name, by=by, at=at, supplied=Supplied.CORRECTION
        )
    _answer_notice(case, said, original, at)
    _go_on(case, at)
    if by.kind is ActorKind.STAFF:
        took_in(case, Supplied.CORRECTION, place=identity.post_place(by), at=at)
    return case


def _go_on(case: Case, at: datetime) -> None:
    """Say that it came in, and let the notice limit begin anew, or the case be accepted, as the regime has it."""
    in_full = queries.regime_of(case).full_is_acceptance and not queries.originals_due(case)
    _restart_notice(case, at, again=not in_full)
    owe_renewal(case, event=Verb.SUPPLEMENT, at=at)
    issue(case, "supplement", at=at)
    tell(case, "case.supplemented", at=at)
    if in_full:
        _accept_in_full(case, at)


def _accept_in_full(case: Case, at: datetime) -> None:
    """Let a supplement that answers every point be acceptance on that day, where the regime says so (32(1)5).

    A supplement is taken in whole or not at all, so that one that came in answers every point.
    """
    begin_examination(case, verb=Verb.ACCEPT_IN_FULL, accepted_at=at, at=at)
    shift(case, Verb.ACCEPT_IN_FULL, actor=SYSTEM, at=at)
    issue(case, "acceptance", at=at)
    tell(case, "case.accepted", at=at)


def _complete(
    case: Case, now: queries.Correcting, uploads: Sequence[Upload], said: Mapping[str, str], at: datetime
) -> None:
    points, files = now.correction.points, {upload.material for upload in uploads}
    if foreign := sorted(files - now.needed.keys() - {point.upload for point in points}):
        raise NotToCorrect(field=f"materials.{foreign[0]}")
    missing = {f"materials.{key}" for key in now.needed.keys() - files}
    missing |= {point.element for point in points if point.in_words} - said.keys()
    same = {name for name in now.same if f"form.{name}" not in said}
    new = {key: one.name for key, one in now.newly_needed.items() if key not in files}
    faults = {
        **rules.not_mended(points, same=same, both=now.both, missing=missing),
        **rules.asked_for(new),
        **_wrong(case, now, said, at),
    }
    if faults:
        raise Incomplete(faults)


def _wrong(case: Case, now: queries.Correcting, said: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Return what is wrong with the fields that may be filled in; what the applicant stands by was taken once."""
    guide = case.guide.guide
    held = queries.known(guide.form, case.applicant_id, keys=queries.IDENTITY)
    found = {
        **rules.not_their_own(held, now.answers),
        **catalog.check_answers(guide, now.answers, on=day_of(at)),
    }
    asked = [name for name in now.fields if f"form.{name}" not in said]
    return {key: sentence for name in asked for key, sentence in found.items() if catalog.field_of(key) == name}


def _answer_notice(case: Case, said: Mapping[str, str], original: bytes, at: datetime) -> None:
    notice = case.correction
    notice.answered_at, notice.replies, notice.original = at, sealing.seal(case.id, said), original
    notice.save(update_fields=["answered_at", "replies", "original"])


def _restart_notice(case: Case, at: datetime, *, again: bool) -> None:
    duties.meet(kinds=(duties.Kind.CORRECTION,), subject=case.id, at=at)
    if again and queries.regime_of(case).restarts:
        owe_notice(case, event=Verb.SUPPLEMENT, at=at)
        owe_prescreening(case, event=Verb.SUPPLEMENT, at=at)
