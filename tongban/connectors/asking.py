"""The one way out of the house: to a host that was agreed on, for a few seconds, for an answer of limited size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import requests

from tongban.identity.api import ProviderUnavailable

CONNECT, READ = 3.0, 5.0  # seconds
MOST_BYTES: Final = 64 * 1024
AGENT: Final = "tongban"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the very bytes, for whoever checks a signature over them, and one header."""

    body: bytes
    sign: str

    def data(self) -> dict[str, Any]:
        """Return the object that was answered; ProviderUnavailable for anything else."""
        try:
            found = json.loads(self.body)
        except ValueError:
            raise ProviderUnavailable from None
        if not isinstance(found, dict):
            raise ProviderUnavailable
        return found


def get(address: str, params: Mapping[str, str]) -> Answer:
    """Ask with the parameters in the address."""
    return _ask("GET", f"{address}?{urlencode(params)}", None)


def post(address: str, form: Mapping[str, str]) -> Answer:
    """Ask with a form."""
    return _ask("POST", address, form)


def post_json(address: str, said: Mapping[str, object]) -> Answer:
    """Ask with an object."""
    return _ask("POST", address, json.dumps(said, ensure_ascii=False).encode())


def fit_address(address: str) -> bool:
    """Tell whether an address of a partner may be asked: under TLS, or on this very machine, for trying out."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _here(host))


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ask(method: str, address: str, form: Mapping[str, str] | bytes | None) -> Answer:
    """Ask once. The host is the partner's: a redirect would lead elsewhere with what was sent, so none is followed."""
    try:
        with (
            requests.Session() as session,
            session.request(
                method,
                address,
                data=form,
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,
                headers={"User-Agent": AGENT, "Accept": "application/json"},
            ) as answer,
        ):
            if answer.status_code != requests.codes.ok:
                raise ProviderUnavailable
            return Answer(_read(answer), answer.headers.get("X-Sign", ""))
    except requests.RequestException:
        raise ProviderUnavailable from None


def _read(answer: requests.Response) -> bytes:
    body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
    if len(body) > MOST_BYTES:
        raise ProviderUnavailable
    return bytes(body)
