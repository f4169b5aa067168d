"""Which identity services outside are in use here. Called once, at start, by ``config``."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.identity.errors import ProviderUnknown
from tongban.identity.ports import CardReader, IdentityProvider, Providers, RealNameCheck


@dataclass(slots=True)
class _Wiring:
    providers: Providers = ()
    check: RealNameCheck | None = None
    reader: CardReader | None = None


_wiring = _Wiring()


def use(*, providers: Providers = (), check: RealNameCheck | None = None, reader: CardReader | None = None) -> None:
    """Put the services in place; without any, people sign in with what they have, and clerks type what a card says."""
    _wiring.providers, _wiring.check, _wiring.reader = tuple(providers), check, reader


def card_reader() -> CardReader | None:
    """Return what reads cards at the counters, None where nothing does."""
    return _wiring.reader


def providers() -> Providers:
    """Return the services that can be chosen, in the order in which they are offered."""
    return _wiring.providers


def provider(code: str) -> IdentityProvider:
    """Return a service by its code; ProviderUnknown for one that is not in use."""
    found = next((one for one in _wiring.providers if one.code == code), None)
    if found is None:
        raise ProviderUnknown
    return found


def real_name_check() -> RealNameCheck | None:
    """Return what tells whether name, number and telephone belong together, None where nothing does."""
    return _wiring.check
