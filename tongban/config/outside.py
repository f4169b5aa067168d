"""The department's system beside a sample city, registered with the addresses and the secret of this start."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import Refused

CODE = "sample-housing"
LOCK = 0x746F6E676F7574  # "tongout": of several processes that start together, one registers
HOMES = ("127.0.0.1", "localhost")
SYSTEM_OF_THE_SAMPLE = identity.Registration(
    name="公共租赁住房申请查询（示例）",
    department="ZD320200HUC",
    purpose="查询本人或者所代表单位的公共租赁住房申请和轮候情况（示例）",
    redirects=(),
    scopes=("openid", "profile", "enterprise"),
)


def meet(*, at: datetime) -> bool:
    """Register the system that this start has beside it; tell whether anything was changed.

    Only in sample mode, with the people of the sample. What cannot be done is logged: the portal serves all the same.
    """
    if not settings.OUTSIDE or not settings.OUTSIDE_WORD:
        return False
    try:
        return _meet(at)
    except (DatabaseError, Refused) as error:
        logging.getLogger("tongban.start").warning("the sample department is not registered: %s", type(error).__name__)
        return False


@transaction.atomic
def _meet(at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if not identity.has_cast():
        return False
    wanted, held = _wanted(), identity.registered(CODE)
    changed = held is None or tuple(held.redirects) != wanted.redirects
    if held is None:
        held, _ = identity.register_client(said=wanted, by=SYSTEM, at=at, code=CODE)
    elif changed:
        identity.change_client(client=held.pk, said=wanted, by=SYSTEM, at=at)
    if identity.has_secret(held, settings.OUTSIDE_WORD):
        return changed
    identity.renew_client_secret(client=held.pk, by=SYSTEM, at=at, secret=settings.OUTSIDE_WORD)
    return True


def _wanted() -> identity.Registration:
    port = urlsplit(settings.OUTSIDE).port
    places = [f"http://{home}:{port}/housing/" for home in HOMES]
    return replace(
        SYSTEM_OF_THE_SAMPLE,
        redirects=tuple(place + "back" for place in places),
        leaves=tuple(places),
        calls=places[0] + "ended",
        starts=places[0] + "login",
        sector=HOMES[0],
    )
