"""A browser that goes out to a service, confirms there as somebody, and comes back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client

NAMED = ("national", "jiangsu", "lingxi")
OPAQUE = ("wechat", "alipay")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def browser() -> Client:
    return Client(HTTP_HOST="127.0.0.1:8000")


def out(client: Client, code: str, **query: str) -> str:
    """Press the button; return the address outside."""
    answer = client.get(f"/outside/{code}/", query)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer.headers["Location"])


def confirm(address: str, person: str) -> str:
    """Confirm at the service as somebody; return the address it sends the browser back to."""
    page = requests.get(address, timeout=5)
    assert page.status_code == 200, page.text
    hidden = dict(HIDDEN.findall(page.text.split("</form>")[0]))
    hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
    where = address.split("?", maxsplit=1)[0]
    answer = requests.post(where, hidden | {"person": person}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(client: Client, address: str) -> Any:  # noqa: ANN401 - the test client's own answer
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def through(client: Client, code: str, person: str, **query: str) -> Any:  # noqa: ANN401 - the same
    return come_back(client, confirm(out(client, code, **query), person))
