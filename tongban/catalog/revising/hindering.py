"""Why a verb that is open by the table would be refused now, so that nobody presses in vain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tongban.catalog.errors import GuideFaulty
from tongban.catalog.models import Revision
from tongban.catalog.revising import judging, publishing
from tongban.catalog.revising.errors import NotAsked
from tongban.catalog.revising.states import Verb
from tongban.kernel.errors import Broken, WrongState


def hindrance(held: Revision, verb: str, *, at: datetime) -> str:
    """Return in Chinese why a verb that is open by the table would be refused now, nothing if it would not be."""
    require = _REQUIRED.get(verb)
    if require is None:
        return ""
    try:
        require(held, at)
    except GuideFaulty as refusal:
        return f"还有{len(refusal.faults)}处问题，改好以后才能办。"
    except (Broken, WrongState, NotAsked) as refusal:
        return refusal.message
    return ""


_REQUIRED: Mapping[str, Callable[[Revision, datetime], None]] = {
    Verb.SUBMIT: judging.require_whole,
    Verb.HAND_UP: judging.require_heard,
    Verb.TAKE_BACK_OPINION: lambda held, _: judging.require_waiting(held),
    Verb.PUBLISH: publishing.require_ready,
}
