"""Taking in the sample city, which says of itself what is invented."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from tongban.kernel.actors import SYSTEM, Actor
from tongban.ledger import api as ledger
from tongban.orgs import reading
from tongban.orgs.errors import BadData
from tongban.orgs.services.organisations import digest_of, loaded, take_in

SUBJECT = uuid5(NAMESPACE_OID, "tongban/sample/orgs")


@transaction.atomic
def load_sample(*, path: Path, at: datetime, by: Actor = SYSTEM) -> dict[str, int]:
    """Load the regions, departments and places of a sample city; return how many of each.

    Loading the same files again changes nothing and records nothing; changed files change the rows they name. Refuses
    (BadData) files that contradict themselves, lack a window the regulation asks for, or whose contact looks real; then
    nothing is loaded.
    """
    digest = digest_of(path)
    if loaded(digest, kind="sample", subject=SUBJECT):
        return {}
    if not reading.places_file(path).contact.sample:
        raise BadData("示例数据的电话和地址必须写明“示例”，没有载入任何内容。")
    counts = take_in(path)
    ledger.record(
        at=at,
        actor=by,
        verb="sample.load_orgs",
        kind="sample",
        subject=SUBJECT,
        facts={"digest": digest, **counts},
        why=ledger.OPERATION,
    )
    return counts
