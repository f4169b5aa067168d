"""The verbs of the search: item managers teach it words, and a city brings its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.catalog.errors import UnknownSynonyms
from tongban.catalog.search import keeping, written
from tongban.catalog.search.entering import touch
from tongban.catalog.search.lexicon import Group
from tongban.catalog.search.plain import plain
from tongban.catalog.search.tables import MissedWords, SynonymGroup
from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Role
from tongban.kernel.errors import Broken, NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

# 工作规范6: guides are published so that they are found.
TEACHING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6")
ALL = uuid5(NAMESPACE_OID, "tongban/synonyms")
"""Under this the ledger knows the groups of a file, taken in at once."""
NOWHERE = "没有事项写着这些词，加了也找不到。请在“事项里的写法”里填事项名称或者材料、证照里的词。"


@transaction.atomic
def put_synonyms(
    *, say: Sequence[str], means: Sequence[str] = (), by: Actor, at: datetime, group: UUID | None = None
) -> SynonymGroup:
    """Teach the search words that mean the same; it goes by them at once (第六条: what is published has to be found).

    ``say``: how people speak; ``means``: how items are written. ``group``: changes this one instead of making one.
    Refuses (NotAllowed) whoever manages no item, (Broken) what is no group or leads to no item, and (UnknownSynonyms).
    Words that were missed and are in the group now are no longer shown as missed.
    """
    _require_manager(by)
    if fault := written.fault_of(say, means):
        raise Broken(fault, field="say")
    if not _leads_somewhere((*say, *means)):
        raise Broken(NOWHERE, field="means")
    row = _locked(group) if group else SynonymGroup(id=uuid7(at))
    row.say, row.means, row.active, row.by_hand, row.changed_at = list(say), list(means), True, True, at
    row.save()
    MissedWords.objects.filter(words__in=[plain(word) for word in say]).delete()
    _note("put", row, by=by, at=at)
    touch()
    return row


@transaction.atomic
def withdraw_synonyms(*, group: UUID, by: Actor, at: datetime) -> SynonymGroup:
    """Take a group out of use, at once and also when its file is loaded again. Refuses as ``put_synonyms`` does."""
    _require_manager(by)
    row = _locked(group)
    row.active, row.by_hand, row.changed_at = False, True, at
    row.save()
    _note("withdraw", row, by=by, at=at)
    touch()
    return row


@transaction.atomic
def load_synonyms(*, path: Path, at: datetime, by: Actor = SYSTEM) -> int:
    """Take in the groups of a directory; return how many were new or changed. What people changed stays as they did.

    Refuses (BadItems) a file with faults, all of them at once; then nothing is loaded.
    """
    kept = {row.pk: row for row in SynonymGroup.objects.select_for_update()}
    changed = [group for group in written.groups_of(path) if _differs(group, kept.get(written.key_of(group)))]
    for group in changed:
        row = SynonymGroup(id=written.key_of(group), say=list(group.say), means=list(group.means), changed_at=at)
        row.save(force_insert=row.pk not in kept, force_update=row.pk in kept)
    if changed:
        facts: dict[str, ledger.Fact] = {"groups": len(changed)}
        ledger.record(at=at, actor=by, verb="synonyms.load", kind="synonyms", subject=ALL, facts=facts, why=TEACHING)
        touch()
    return len(changed)


def synonyms(containing: str = "") -> QuerySet[SynonymGroup]:
    """Return the groups in use that hold a word, or all of them, the latest first."""
    found = SynonymGroup.objects.filter(active=True)
    words = written.words_in(containing)
    return found.filter(Q(say__overlap=list(words)) | Q(means__overlap=list(words))) if words else found


def synonym_group(key: UUID) -> SynonymGroup:
    """Return one group; UnknownSynonyms when there is none in use."""
    found = SynonymGroup.objects.filter(pk=key, active=True).first()
    if found is None:
        raise UnknownSynonyms
    return found


def _differs(group: Group, row: SynonymGroup | None) -> bool:
    if row is None:
        return True
    return not row.by_hand and (tuple(row.say), tuple(row.means)) != (group.say, group.means)


def _locked(group: UUID) -> SynonymGroup:
    row = SynonymGroup.objects.select_for_update().filter(pk=group).first()
    if row is None:
        raise UnknownSynonyms
    return row


def _require_manager(by: Actor) -> None:
    if by.kind != ActorKind.SYSTEM and not by.holds(Role.ITEM_MANAGER):
        raise NotAllowed


def _leads_somewhere(words: Sequence[str]) -> bool:
    index = keeping.current()
    compared = [plain(word) for word in words]
    return any(word in plain(text) for one in index.documents.values() for text in one.texts() for word in compared)


def _note(verb: str, row: SynonymGroup, *, by: Actor, at: datetime) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=f"synonyms.{verb}",
        kind="synonyms",
        subject=row.pk,
        after="ACTIVE" if row.active else "WITHDRAWN",
        facts={"words": len(row.say) + len(row.means)},
        why=TEACHING,
    )
