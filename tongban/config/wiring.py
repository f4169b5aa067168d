"""Which adapter serves which port. The only place where rooms are given what they do not know themselves."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from tongban.connectors import api as connectors
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.identity import api as identity
from tongban.messages import api as messages


def wire() -> None:
    """Put the adapters of this installation in place: software keys, counted document numbers, the inbox and texts.

    A timestamp authority only if one is named. What a setting gets wrong is refused here, before anything is served.
    """
    crypto.suite()
    address = settings.TIMESTAMP_URL
    crypto.use(keys=_keys(), timestamps=crypto.HttpAuthority(address) if address else None)
    documents.use()
    providers, check = _providers()
    identity.use(providers=providers, check=check)
    messages.use(identity.ByText())


def _keys() -> crypto.KeyRing | None:
    """Return the master keys as a key service outside keeps them, where one is named; else the key files serve."""
    named = settings.KEY_SERVICE
    return crypto.ServiceKeys(settings.STATE_DIR / "keys", crypto.key_service(named)) if named else None


def _providers() -> tuple[Sequence[identity.IdentityProvider], identity.RealNameCheck | None]:
    """Return the identity services of the operator's file; in the sample city, without one, those beside it."""
    if settings.PROVIDERS_FILE:
        file = Path(settings.PROVIDERS_FILE)
        return connectors.configured(connectors.read(file), folder=file.parent)
    if settings.OUTSIDE:
        beside = connectors.sample_settings(settings.OUTSIDE, settings.OUTSIDE_KEYS)
        return connectors.configured(beside, folder=settings.OUTSIDE_KEYS)
    return (), None


def tell_what_is_missing() -> None:
    """Say at start, once a web process, what this machine cannot do; it serves all the same."""
    if not documents.available():
        logging.getLogger("tongban.start").warning(
            "没有中文字体，文书暂时不能生成 PDF；请重新运行 bin/serve 安装 / no Chinese font: documents cannot be drawn"
        )
