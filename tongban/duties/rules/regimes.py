"""Legal regimes: the general rules that one kind of matter is handled by, as dated data with their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from tongban.duties.errors import UnknownRegime
from tongban.duties.rules.limits import Extension, Ground, Limit
from tongban.duties.states import Silence
from tongban.kernel.limits import Direction, Roll, Unit

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Joint:
    """统一、联合、集中办理 by several authorities (行政许可法42(2)): a limit and an extension of its own."""

    limit: Limit
    extension: Extension


@dataclass(frozen=True, slots=True)
class Renewal:
    """延续 (行政许可法50). ``apply`` is counted back from the expiry; ``silence``: what follows without a decision."""

    apply: Limit
    silence: Silence


@dataclass(frozen=True, slots=True)
class Hearing:
    """听证 (行政许可法47, 48): to ask for it, to hold it once asked, and how long before it place and time are told.

    ``views``: how long interested parties have to say what they think (36), who are told of their right to it as well.
    """

    ask: Limit
    hold: Limit
    tell: Limit
    views: Limit


@dataclass(frozen=True, slots=True)
class Dispatch:
    """检验、检测、检疫 (行政许可法55(2)): on which grounds, within what time after acceptance how many are sent."""

    limit: Limit
    people: int
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """核查 (行政许可法34(3)): how many members of staff verify what the material says, where it has to be verified."""

    people: int
    basis: str


@dataclass(frozen=True, slots=True)
class Regime:
    """The general rules that one kind of matter is handled by, in force from a date.

    ``notice``: within how long acceptance, refusal or the one correction notice must be told, counted from receipt.
    ``silence``: what the law concludes when that limit passes. ``restarts``: whether the limit begins anew with the
    corrected material. ``correction``: how long the applicant has to correct (None: no limit is set by law).
    ``decision``: within how long to decide where the guide has no limit of its own (None: the law sets none), and
    ``extension`` of it. ``lower``: for the first examination below (行政许可法43). ``excluded``: the times that do not
    count. ``endings``: the grounds on which an application ends without a decision (终止). ``full_is_acceptance``: a
    supplement that answers every point is acceptance on that day, without a further word. ``acts``: the articles each
    act is done by. What is None does not exist under this regime.
    """

    code: str
    name: str
    effective_from: date
    effective_to: date | None
    source: str
    notice: Limit
    silence: Silence
    restarts: bool
    correction: Limit | None
    delivery: Limit
    acts: Mapping[str, tuple[str, ...]]
    decision: Limit | None = None
    extension: Extension | None = None
    joint: Joint | None = None
    lower: Limit | None = None
    renewal: Renewal | None = None
    hearing: Hearing | None = None
    verification: Verification | None = None
    dispatch: Dispatch | None = None
    excluded: tuple[Ground, ...] = ()
    endings: tuple[Ground, ...] = ()
    full_is_acceptance: bool = False

    def ground(self, code: str) -> Ground | None:
        """Return the ground of this code on which a clock may stop, None when the regime knows none."""
        return next((ground for ground in self.excluded if ground.code == code), None)

    def ending(self, code: str) -> Ground | None:
        """Return the ground of this code on which an application may end, None when the regime knows none."""
        return next((ground for ground in self.endings if ground.code == code), None)


def parse_regime(raw: Raw) -> Regime:
    """Read one regime as it stands in the data file; a missing key is an error of the data."""
    return Regime(
        code=raw["code"],
        name=raw["name"],
        effective_from=raw["effective_from"],
        effective_to=raw.get("effective_to"),
        source=raw["source"],
        notice=_limit(raw["notice"]),
        silence=Silence(raw["silence"]),
        restarts=raw["restarts_after_correction"],
        correction=_limit(raw["correction"]) if "correction" in raw else None,
        delivery=_limit(raw["delivery"]),
        acts={act: tuple(articles) for act, articles in raw["acts"].items()},
        decision=_limit(raw["decision"]) if "decision" in raw else None,
        extension=_extension(raw["extension"]) if "extension" in raw else None,
        joint=_joint(raw["joint"]) if "joint" in raw else None,
        lower=_limit(raw["lower"]) if "lower" in raw else None,
        renewal=_renewal(raw["renewal"]) if "renewal" in raw else None,
        hearing=_hearing(raw["hearing"]) if "hearing" in raw else None,
        verification=Verification(**raw["verification"]) if "verification" in raw else None,
        dispatch=_dispatch(raw["dispatch"]) if "dispatch" in raw else None,
        excluded=_grounds(raw.get("excluded", ())),
        endings=_grounds(raw.get("endings", ())),
        full_is_acceptance=raw.get("full_supplement_is_acceptance", False),
    )


def parse_regimes(rows: Sequence[Raw]) -> list[Regime]:
    """Read all regimes. One that is ``like`` another says only what differs from that one, which stands before it."""
    whole: dict[str, Raw] = {}
    found = []
    for row in rows:
        given = _like(whole[row["like"]], row) if "like" in row else row
        whole[row["code"]] = given
        found.append(parse_regime(given))
    return found


def _like(other: Raw, row: Raw) -> Raw:
    return {**other, **row, "acts": {**other["acts"], **row.get("acts", {})}}


def in_force(regimes: Iterable[Regime], code: str, on: date) -> Regime:
    """Return the regime of this code on a day (half-open); UnknownRegime if there is none."""
    for regime in regimes:
        ended = regime.effective_to is not None and on >= regime.effective_to
        if regime.code == code and regime.effective_from <= on and not ended:
            return regime
    raise UnknownRegime


def overlapping(regimes: Sequence[Regime]) -> list[str]:
    """Return the codes of which two regimes are in force on one day: an error of the data."""
    ordered = sorted(regimes, key=lambda row: (row.code, row.effective_from))
    return [
        later.code
        for earlier, later in pairwise(ordered)
        if earlier.code == later.code and (earlier.effective_to is None or later.effective_from < earlier.effective_to)
    ]


def _grounds(rows: Iterable[Raw]) -> tuple[Ground, ...]:
    return tuple(Ground(row["code"], row["name"], row["basis"], row.get("note", "")) for row in rows)


def _limit(raw: Raw) -> Limit:
    return Limit(
        amount=raw["amount"],
        unit=Unit(raw["unit"]),
        basis=raw["basis"],
        direction=Direction(raw.get("direction", Direction.FORWARD)),
        inclusive=raw.get("inclusive", False),
        roll=Roll(raw.get("roll", Roll.NEXT_WORKDAY)),
        note=raw.get("note", ""),
    )


def _extension(raw: Raw) -> Extension:
    note = raw.get("note", "")
    return Extension(raw["amount"], Unit(raw["unit"]), raw["approver"], raw["basis"], raw["times"], note)


def _joint(raw: Raw) -> Joint:
    return Joint(_limit(raw["limit"]), _extension(raw["extension"]))


def _renewal(raw: Raw) -> Renewal:
    return Renewal(_limit(raw["apply"]), Silence(raw["silence"]))


def _dispatch(raw: Raw) -> Dispatch:
    return Dispatch(_limit(raw), raw["people"], tuple(raw["grounds"]))


def _hearing(raw: Raw) -> Hearing:
    return Hearing(_limit(raw["ask"]), _limit(raw["hold"]), _limit(raw["tell"]), _limit(raw["views"]))
