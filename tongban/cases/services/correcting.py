"""补正: taking in what was corrected, all of it at once, as it was asked for at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.corrections import rules as correction_rules
from tongban.cases.errors import CorrectedAlready, Incomplete, NotToCorrect, TooManyFiles
from tongban.cases.models import Case, Supplied
from tongban.cases.queries import sealing
from tongban.cases.services import drafting
from tongban.cases.services.drafting import Upload
from tongban.cases.services.moving import (
    ANSWERING,
    begin_examination,
    lock,
    owe_notice,
    owe_prescreening,
    owe_renewal,
    shift,
    tell,
)
from tongban.cases.services.papers import issue
from tongban.cases.states import MOVES, State, Verb
from tongban.cases.window.visiting import took_in
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger

TODAY = "按告知的要求全部补正，自提交之日起即为受理，受理通知书同时发出。"


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
    unmet: Mapping[str, str] | None = None,
    on_paper: bool = False,
) -> Case:
    """Take in what was corrected: all of it at once, as it was asked for at once (行政许可法32(1)4, 5).

    A material is answered by files; a field of the form by its own answer (``posted``, as a browser sends it), which
    from now on is the answer of the case, while the form as it was handed in is kept; anything else by words
    (``replies``: element → text), by files (an upload under the element) or both. ``stands_by``: fields that the
    applicant says were right. ``unmet``: points that they leave unmet (element → why). ``on_paper``: paper of it stays
    at the window, to be handed over. A supplement of all that was asked for is acceptance on that day, where the regime
    says so; with any other the notice limit begins anew where the regime says that. What was left unmet may follow, all
    or some of it, until acceptance is decided: one notice is a limit on the authority. No clock begins anew by that.
    CorrectedAlready for what was answered before, NotToCorrect for what nobody asked for. Incomplete names all that is
    missing or wrong: field or element → what to do.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.SUPPLEMENT, state=case.state, roles=queries.roles_of(by, case))
    again = case.state == State.CORRECTED
    given = _Given(uploads, replies, posted or {}, stands_by, unmet or {})
    now, said, left = _taken(case, given, again=again)
    _complete(case, now, uploads, said, left, at)
    original, case.answers = bytes(case.answers), sealing.seal(case.id, now.answers)
    facts: dict[str, ledger.Fact] = {"files": len(uploads), "replies": len(said), "changed": now.changed}
    shift(case, Verb.SUPPLEMENT, actor=by, at=at, facts=facts | ({"unmet": sorted(left)} if left else {}))
    _keep(case, now, uploads, by, at)
    answer = partial(_answer_again, now=now) if again else partial(_answer_notice, original=original, at=at)
    answer(case, said, sorted(left))
    _go_on(case, at, again=again)
    return _at_window(case, on_paper, by, at) if by.kind is ActorKind.STAFF else case


def _at_window(case: Case, on_paper: bool, by: Actor, at: datetime) -> Case:  # noqa: FBT001 - as the verb says
    took_in(case, Supplied.CORRECTION, on_paper=on_paper, place=identity.post_place(by), at=at)
    return case


@dataclass(frozen=True, slots=True)
class _Given:
    """What an applicant hands in with a supplement, as ``supplement`` takes it."""

    uploads: Sequence[Upload]
    replies: Mapping[str, str]
    posted: Mapping[str, Sequence[str]]
    stands_by: Collection[str]
    unmet: Mapping[str, str]


def _taken(case: Case, given: _Given, *, again: bool) -> tuple[queries.Correcting, dict[str, str], dict[str, str]]:
    """Return the correction with what was handed in, what is kept in words, and which points are left unmet, and why.

    ``again``: only open points are answered, and of those of which nothing is said now holds what was said before.
    """
    kept = {key.removeprefix("form.") for key in given.unmet} | (_untyped(case, given.posted) if again else set())
    now = queries.correcting(case, given.posted, stands_by={*given.stands_by, *kept})
    points = now.correction.points
    if again:
        _refuse_done(case, points, {*(one.material for one in given.uploads), *given.replies, *given.unmet})
    came = _came(now, given.uploads, given.replies)
    left = correction_rules.left_unmet(points, given.unmet, came=came)
    said = correction_rules.said(points, given.replies, stands_by=given.stands_by) | left
    if again:
        said |= _said_before(points, said, came)
        left = {point.element: said[point.element] for point in points if _left(point, said, left)}
    return now, said, left


def _untyped(case: Case, posted: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the fields of which a later supplement says nothing: they stay as they are."""
    typed = {catalog.field_of(key) for key in posted}
    told = queries.correction_of(case)
    return {point.field for point in told.points if point.field} - typed if told else set()


def _refuse_done(case: Case, points: Sequence[correction_rules.AskedPoint], named: Collection[str]) -> None:
    """Refuse (CorrectedAlready) a later supplement where nothing is open, or of what was answered."""
    told = queries.correction_of(case)
    done = [point for point in told.points if point not in points] if told else []
    if not points or any({point.element, point.upload} & set(named) for point in done):
        raise CorrectedAlready


def _said_before(
    points: Sequence[correction_rules.AskedPoint], said: Mapping[str, str], came: Collection[str]
) -> dict[str, str]:
    found = correction_rules.said_before(points, said, came=came)
    if found is None:
        raise CorrectedAlready
    return found


def _left(point: correction_rules.AskedPoint, said: Mapping[str, str], left: Mapping[str, str]) -> bool:
    """Tell whether a point stays unmet after a later supplement: said so now, or before and nothing else since."""
    return point.element in left or (point.unmet and said.get(point.element) == point.reply)


def _came(now: queries.Correcting, uploads: Sequence[Upload], replies: Mapping[str, str]) -> set[str]:
    """Return the elements that were answered: by files, in words, or by another answer of the form."""
    files, points = {upload.material for upload in uploads}, now.correction.points
    answered = {p.element for p in points if p.upload in files or p.element in files or p.field in now.changed}
    return answered | {key for key, text in replies.items() if text.strip()}


def _keep(case: Case, now: queries.Correcting, uploads: Sequence[Upload], by: Actor, at: datetime) -> None:
    beside = {point.element for point in now.correction.points if point.in_words}
    for one in uploads:
        if one.material in beside:
            drafting.keep_file(
                case,
                one.material,
                field=one.material,
                data=one.data,
                name=one.name,
                by=by,
                at=at,
                supplied=Supplied.CORRECTION,
            )
        else:
            drafting.add_file(
                case, one.material, data=one.data, name=one.name, by=by, at=at, supplied=Supplied.CORRECTION
            )


def _go_on(case: Case, at: datetime, *, again: bool) -> None:
    """Say that it came in, and let the notice limit begin anew, or the case be accepted, as the regime has it.

    ``again``: the clocks run since the first supplement, and what comes later gives the authority no more time.
    """
    told = queries.correction_of(case)
    whole = told is not None and correction_rules.in_full(told.points)
    accepts = whole and queries.regime_of(case).full_is_acceptance and not queries.originals_due(case)
    if not again:
        _restart_notice(case, at, again=not accepts)
        owe_renewal(case, event=Verb.SUPPLEMENT, at=at)
    elif accepts:
        duties.meet(kinds=ANSWERING, subject=case.id, at=at)
    issue(case, "supplement", at=at, more={"received_on": day_of(at)} | ({"next_step": TODAY} if accepts else {}))
    tell(case, "case.supplemented", at=at)
    if accepts:
        _accept_in_full(case, at)


def _accept_in_full(case: Case, at: datetime) -> None:
    """Let a supplement that answers every point be acceptance on that day, where the regime says so (32(1)5).

    As to the form: every point has its file or its answer. Whether what was handed in bears out the application is for
    the examination.
    """
    begin_examination(case, verb=Verb.ACCEPT_IN_FULL, accepted_at=at, at=at)
    shift(case, Verb.ACCEPT_IN_FULL, actor=SYSTEM, at=at)
    issue(case, "acceptance", at=at)
    tell(case, "case.accepted", at=at)


def _complete(
    case: Case,
    now: queries.Correcting,
    uploads: Sequence[Upload],
    said: Mapping[str, str],
    left: Mapping[str, str],
    at: datetime,
) -> None:
    points, files = now.correction.points, {upload.material for upload in uploads}
    beside = {point.element for point in points if point.in_words}
    if foreign := sorted(files - now.needed.keys() - {point.upload for point in points} - beside):
        raise NotToCorrect(field=f"materials.{foreign[0]}")
    if crowded := [key for key in beside if sum(one.material == key for one in uploads) > rules.MOST_ADDED_FILES]:
        raise TooManyFiles(field=crowded[0])
    missing = {f"materials.{key}" for key in now.needed.keys() - files} | (beside - said.keys() - files)
    same = {name for name in now.same if f"form.{name}" not in said}
    new = {key: one.name for key, one in now.newly_needed.items() if key not in files}
    faults = {
        **correction_rules.not_mended(points, same=same, both=now.both, missing=missing - left.keys()),
        **rules.asked_for(new),
        **_wrong(case, now, said, at),
    }
    if faults:
        raise Incomplete(faults)


def _wrong(case: Case, now: queries.Correcting, said: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Return what is wrong with the fields that may be filled in; what the applicant stands by was taken once."""
    found = {**queries.not_their_own(case, now.answers), **queries.wrong_answers(case, now.answers, on=day_of(at))}
    asked = [name for name in now.fields if f"form.{name}" not in said]
    return {key: sentence for name in asked for key, sentence in found.items() if catalog.field_of(key) == name}


def _answer_notice(case: Case, said: Mapping[str, str], unmet: list[str], *, original: bytes, at: datetime) -> None:
    notice = case.correction
    notice.answered_at, notice.replies, notice.original = at, sealing.seal(case.id, said), original
    notice.unmet = unmet
    notice.save(update_fields=["answered_at", "replies", "original", "unmet"])


def _answer_again(case: Case, said: Mapping[str, str], unmet: list[str], *, now: queries.Correcting) -> None:
    """Keep a later supplement beside the first, which stays the day from which the notice limit runs."""
    notice, answered = case.correction, {point.element for point in now.correction.points}
    before = sealing.unseal(case.id, bytes(notice.replies or b""))
    kept = {key: text for key, text in before.items() if key not in answered} | dict(said)
    notice.replies, notice.unmet = sealing.seal(case.id, kept), unmet
    notice.save(update_fields=["replies", "unmet"])


def _restart_notice(case: Case, at: datetime, *, again: bool) -> None:
    duties.meet(kinds=(duties.Kind.CORRECTION,), subject=case.id, at=at)
    if again and queries.regime_of(case).restarts:
        owe_notice(case, event=Verb.SUPPLEMENT, at=at)
        owe_prescreening(case, event=Verb.SUPPLEMENT, at=at)
