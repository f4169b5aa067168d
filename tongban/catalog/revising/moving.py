"""What every verb of revising does: hold the revision, ask who acts, move it by the table, note it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.catalog.models import AskedOpinion, Revision, RevisionStep
from tongban.catalog.revising import rules
from tongban.catalog.revising.errors import FourEyes, ReasonNeeded, TooLong, UnknownRevision
from tongban.catalog.revising.states import Verb, moves_of
from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger


def visible_to(actor: Actor) -> QuerySet[Revision]:
    """Return the revisions that exist for somebody: of what they manage, judge or watch, or were asked about."""
    if actor.kind == ActorKind.SYSTEM:
        return Revision.objects.all()
    asked = AskedOpinion.objects.filter(identity.granted(rules.ASKED, actor)).values("revision")
    return Revision.objects.filter(identity.granted(rules.REACH, actor) | Q(pk__in=asked))


def hold(key: UUID, actor: Actor) -> Revision:
    """Lock a revision and its item for a verb; UnknownRevision for one that does not exist for the actor."""
    if not visible_to(actor).filter(pk=key).exists():
        raise UnknownRevision
    return Revision.objects.select_for_update(of=("self", "item")).select_related("item__basic", "base").get(pk=key)


def roles_of(actor: Actor, revision: Revision) -> frozenset[Role]:
    """Return in which roles somebody acts on a revision."""
    if actor.kind == ActorKind.SYSTEM:
        return frozenset({Role.LAW, *rules.ROLES})
    return rules.REACH.roles_of(actor, revision)


def move(
    revision: Revision, verb: Verb, *, by: Actor, at: datetime, words: str = "", facts: Mapping[str, ledger.Fact] = {}
) -> None:
    """Lead a revision on by the table, and note it; NotAllowed, WrongState or FourEyes as the table and the rules say.

    What has its effect by law is done by nobody, whoever noticed it.
    """
    table, before = moves_of(revision.kind), revision.state
    roles = frozenset({Role.LAW}) if verb == Verb.TAKE_EFFECT else roles_of(by, revision)
    after = table.target(verb, state=before, roles=roles)
    if by.kind != ActorKind.SYSTEM and rules.barred(verb, before, revision, by.id):
        raise FourEyes
    if after != before:
        revision.state, revision.stage_at = after, at
    basis = table.article(verb, before)
    note(revision, f"revision.{verb.lower()}", by=by, at=at, before=before, words=words, basis=basis, facts=facts)


def note(
    revision: Revision,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    basis: str,
    before: str = "",
    words: str = "",
    section: str = "",
    facts: Mapping[str, ledger.Fact] = {},
) -> None:
    """Write the revision with its step, and one entry of the ledger, which never holds the words."""
    revision.changed_at, revision.changed_by = at, by.id
    revision.save(force_insert=revision._state.adding)  # noqa: SLF001 - Django's documented way to tell a new row
    RevisionStep.objects.create(
        id=uuid7(at),
        revision=revision,
        verb=verb.partition(".")[2].upper(),
        by=by.id,
        at=at,
        before=before,
        after=revision.state,
        section=section,
        words=words,
        digest=revision.digest,
        basis=basis,
    )
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="revision",
        subject=revision.id,
        before=before,
        after=revision.state,
        facts={"item": revision.item.code, "kind": revision.kind, "digest": revision.digest, **facts},
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, basis),
    )


def words_of(text: str, *, field: str, most: int = rules.LONGEST_WORDS, needed: bool = False, lacking: str = "") -> str:
    """Return what somebody wrote without blanks around it; ReasonNeeded for nothing, TooLong for too much.

    ``lacking``: what to write where there is nothing, in a sentence of the verb; the refusal's own is for sending back.
    """
    kept = text.strip()
    if needed and not kept:
        raise ReasonNeeded(lacking, field=field)
    if len(kept) > most:
        raise TooLong(f"最多{most}个字，请缩短。", field=field)
    return kept


def digest_of(document: Mapping[str, object]) -> str:
    """Return the digest by which two editors tell whether they saw the same text."""
    return crypto.sm3(rules.canonical(document).encode())
