"""Signing in through the pages, the second one included."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from tongban.identity import api as identity
from tongban.identity.models import TotpSecret

PASSWORD = "tongban-sample"  # noqa: S105 - shown on the sign-in page of the sample
FACTOR = "/signin/factor/"


def sign_in(client: Client, username: str, **more: str) -> str:
    """Sign in as one of the cast; return where the last page leads."""
    answer = client.post("/signin/", {"username": username, "password": PASSWORD, **more})
    if answer.headers.get("Location") == FACTOR:
        answer = client.post(FACTOR, {"code": unused_code(username)})
    return answer.headers.get("Location", "")


def unused_code(username: str) -> str:
    """Return a code that counts now, however often somebody signed in within this half minute.

    The mark of the last code used is taken back, as only the owner of the tables can; the rule stays as it is.
    """
    user = identity.User.objects.get(username=username)
    TotpSecret.objects.filter(user=user).update(last_step=0)
    return identity.sample_code(user.pk, at=timezone.now())
