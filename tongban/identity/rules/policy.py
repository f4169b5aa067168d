"""How signing in is guarded: limits of sessions, codes and attempts, read from named data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tongban.identity.rules.access import Throttled


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts without a request, and at most."""

    idle: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """``kinds`` of characters out of four are asked for, unless the password has at least ``long`` of them."""

    shortest: int
    longest: int
    kinds: int
    long: int


@dataclass(frozen=True, slots=True)
class CodeRule:
    """How long a code that was sent can be used, and how often it may be tried."""

    life: timedelta
    tries: int


@dataclass(frozen=True, slots=True)
class FactorRule:
    """How long the second factor is waited for, how many recovery codes there are, how long an invitation is open."""

    pending: timedelta
    recovery_codes: int
    enrolment: timedelta


@dataclass(frozen=True, slots=True)
class Throttle:
    """How often within a window something may be done; the window runs from the last time if it ``slides``."""

    most: int
    window: timedelta
    slides: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Policy:
    """All of it."""

    citizen: SessionLimits
    staff: SessionLimits
    passwords: PasswordRule
    codes: CodeRule
    factors: FactorRule
    throttles: Mapping[Throttled, Throttle]


def read(raw: Mapping[str, Any]) -> Policy:
    """Read the data; KeyError or ValueError for what is missing or unknown, so that no installation starts with it."""
    sessions, factors = raw["sessions"], raw["factors"]
    return Policy(
        citizen=_session(sessions["citizen"]),
        staff=_session(sessions["staff"]),
        passwords=PasswordRule(**raw["passwords"]),
        codes=CodeRule(timedelta(minutes=raw["codes"]["minutes"]), raw["codes"]["tries"]),
        factors=FactorRule(
            pending=timedelta(minutes=factors["pending_minutes"]),
            recovery_codes=factors["recovery_codes"],
            enrolment=timedelta(days=factors["enrolment_days"]),
        ),
        throttles={purpose: _throttle(raw["throttles"][purpose.value]) for purpose in Throttled},
    )


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data with what an installation says otherwise; ValueError for a name that there is not."""
    if unknown := over.keys() - base.keys():
        raise ValueError(f"unknown names: {', '.join(sorted(unknown))}")
    nested = {key: merge(base[key], value) for key, value in over.items() if isinstance(value, Mapping)}
    return {**base, **over, **nested}


def _session(raw: Mapping[str, int]) -> SessionLimits:
    return SessionLimits(timedelta(minutes=raw["idle_minutes"]), timedelta(hours=raw["most_hours"]))


def _throttle(raw: Mapping[str, Any]) -> Throttle:
    return Throttle(raw["most"], timedelta(seconds=raw["seconds"]), raw["slides"], raw["sentence"])
