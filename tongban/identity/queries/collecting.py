"""Who may take home what is somebody else's: the person themselves, or who holds a mandate for the matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity import rules
from tongban.identity.models import Party
from tongban.identity.queries.mandates import MANDATED, all_mandates_of
from tongban.identity.queries.sealing import by_document
from tongban.identity.states import DocumentType
from tongban.kernel.actors import Mandate
from tongban.kernel.codes.document_type import CITIZEN_NUMBER
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken


@dataclass(frozen=True, slots=True)
class Collector:
    """Somebody who may collect. ``mandate``: by what, None for the party itself; ``words``: as a receipt names them."""

    person: UUID
    mandate: UUID | None
    words: str


def who_may_collect(
    *, party: UUID, item: str, name: str, document_type: str, number: str, at: datetime
) -> Collector | None:
    """Return in which capacity the holder of a document may collect what is a party's, or None if they may not.

    The party itself; of an organisation, its legal representative; who holds a mandate in force for the item
    (民法典162, 173). Broken for a number or name that cannot be right. What somebody holds on a paper only is
    registered first (``register_delegation``).
    """
    if document_type not in DocumentType.__members__:
        raise Broken("请选择证件类型。", field="document_type")
    kind = DocumentType(document_type)
    plain = rules.fit_number(kind, number, on=day_of(at))
    # The citizen's own number is one number, whichever document shows it.
    kinds = sorted(CITIZEN_NUMBER) if kind in CITIZEN_NUMBER else [kind]
    known = next(filter(None, (by_document(one, plain) for one in kinds)), None)
    if known is None or known.name != rules.fit_name(name):
        return None
    if known.id == party:
        return Collector(known.id, None, f"申请人本人：{known.name}")
    return _mandated(known, party, item, at)


def _mandated(person: Party, party: UUID, item: str, at: datetime) -> Collector | None:
    held: list[Mandate] = [one for one in all_mandates_of(person.id, party, at=at) if one.is_for(item)]
    if not held:
        return None
    return Collector(person.id, held[0].id, MANDATED[held[0].kind].format(name=person.name))
