"""Which adapter serves which port. The only place where rooms are given what they do not know themselves."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.cases.window import api as window
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
    settled, folder = _outside()
    providers, check = connectors.configured(settled, folder=folder)
    reader, post = connectors.at_windows(settled, folder=folder)
    identity.use(providers=providers, check=check, reader=reader)
    window.use(post=post)
    messages.use(identity.Outside(), carriers=_carriers(settled, folder), fallback=identity.ByText())


def _carriers(settled: Mapping[str, Mapping[str, Any]], folder: Path) -> dict[messages.Way, messages.Carrier]:
    """Return what brings letters: the mail server that is named, WeChat where a message is registered there."""
    carriers: dict[messages.Way, messages.Carrier] = {}
    if settings.EMAIL_HOST:
        carriers[messages.Way.EMAIL] = connectors.Mail()
    if (notes := connectors.notes(settled, folder=folder)) is not None:
        carriers[messages.Way.WECHAT] = notes
    return carriers


def _keys() -> crypto.KeyRing | None:
    """Return the master keys as a key service outside keeps them, where one is named; else the key files serve."""
    named = settings.KEY_SERVICE
    return crypto.ServiceKeys(settings.STATE_DIR / "keys", crypto.key_service(named)) if named else None


def _outside() -> tuple[Mapping[str, Mapping[str, Any]], Path]:
    """Return which services outside are in use: those of the operator's file; in the sample city, those beside it."""
    if settings.PROVIDERS_FILE:
        file = Path(settings.PROVIDERS_FILE)
        return connectors.read(file), file.parent
    if settings.OUTSIDE:
        return connectors.sample_settings(settings.OUTSIDE, settings.OUTSIDE_KEYS), settings.OUTSIDE_KEYS
    return {}, Path()


def tell_what_is_missing() -> None:
    """Say at start, once a web process, what this machine cannot do; it serves all the same."""
    if not documents.available():
        logging.getLogger("tongban.start").warning(
            "没有中文字体，文书暂时不能生成 PDF；请重新运行 bin/serve 安装 / no Chinese font: documents cannot be drawn"
        )
