"""Which services outside are in use, read from one file that the operator writes. See docs/login.md."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tongban.cases.window.api import Post
from tongban.connectors.alipay import Alipay
from tongban.connectors.asking import fit_address
from tongban.connectors.cards import Readers
from tongban.connectors.partner import Partner
from tongban.connectors.post import PostalService
from tongban.connectors.unified import Jiangsu, LingXi, National, RealName
from tongban.connectors.wechat import WeChat
from tongban.connectors.wechat_notes import WeChatNotes
from tongban.identity.api import CardReader, IdentityProvider, RealNameCheck

KINDS: Mapping[str, tuple[str, Callable[[Partner], IdentityProvider]]] = {
    "national": ("国家政务服务平台", National),
    "jiangsu": ("江苏政务服务网", Jiangsu),
    "lingxi": ("灵锡", LingXi),
    "wechat": ("微信", WeChat),
    "alipay": ("支付宝", Alipay),
}
SAMPLE_TEMPLATE = "sample-case-told"
CHECK, CARDS, POST = "realname", "cards", "post"
NEEDED = frozenset({"app", "pages", "address", "secret_file"})
SAMPLE_APPS = {
    "national": "tongban-national",
    "jiangsu": "tongban-jiangsu",
    "lingxi": "tongban-lingxi",
    "wechat": "wx-sample-tongban",
    "alipay": "2021000000000000",
    CHECK: "tongban-realname",
    CARDS: "tongban-cards",
    POST: "tongban-post",
}


class BadConfiguration(Exception):
    """The file is not as it must be; the sentence says what and where."""


def configured(
    settings: Mapping[str, Mapping[str, Any]], *, folder: Path
) -> tuple[list[IdentityProvider], RealNameCheck | None]:
    """Return the services of a configuration in their fixed order, and the check if there is one.

    ``folder``: what relative file names are relative to. BadConfiguration for an unknown service, a missing entry, or
    an address that may not be asked. Whether the services are there is not tried: they may come later.
    """
    if unknown := set(settings) - {*KINDS, CHECK, CARDS, POST}:
        raise BadConfiguration(f"不认识的登录方式：{'、'.join(sorted(unknown))} / unknown service")
    partners = {code: _partner(code, said, folder) for code, said in settings.items()}
    found = [make(partners[code]) for code, (_, make) in KINDS.items() if code in partners]
    return found, RealName(partners[CHECK]) if CHECK in partners else None


def at_windows(settings: Mapping[str, Mapping[str, Any]], *, folder: Path) -> tuple[CardReader | None, Post | None]:
    """Return what the windows use of a configuration: the card readers and the postal service, None for what is not.

    BadConfiguration as in ``configured``.
    """
    found = {code: _partner(code, settings[code], folder) for code in (CARDS, POST) if code in settings}
    reader = Readers(found[CARDS]) if CARDS in found else None
    return reader, PostalService(found[POST]) if POST in found else None


def notes(settings: Mapping[str, Mapping[str, Any]], *, folder: Path) -> WeChatNotes | None:
    """Return what brings messages by WeChat, None where no message is registered there; BadConfiguration as above."""
    said = settings.get("wechat", {})
    return WeChatNotes(_partner("wechat", said, folder)) if said.get("template") else None


def read(file: Path) -> dict[str, Any]:
    """Return what stands in the operator's file; BadConfiguration if it cannot be read."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"登录方式的配置文件 {file} 不能读取 / cannot be read: {error}") from error


def sample_settings(outside: str, keys: Path) -> dict[str, dict[str, str]]:
    """Return the configuration of the simulators beside the sample city."""
    found = {}
    for code, app in SAMPLE_APPS.items():
        at = f"{outside}/{code}"
        found[code] = {"app": app, "pages": at, "address": at, "secret_file": str(keys / f"{code}.secret")}
    found["wechat"]["template"] = SAMPLE_TEMPLATE
    found["alipay"] |= {
        "secret_file": str(keys / "alipay-app.pem"),
        "public_key_file": str(keys / "alipay-public.pem"),
    }
    return found


def _partner(code: str, said: Mapping[str, Any], folder: Path) -> Partner:
    missing = NEEDED - set(said)
    if missing or not all(isinstance(said[name], str) for name in NEEDED):
        raise BadConfiguration(f"登录方式 {code} 缺少 {'、'.join(sorted(missing))} / incomplete")
    if not all(fit_address(said[name]) for name in ("pages", "address")):
        raise BadConfiguration(f"登录方式 {code} 的地址应为https，不带参数 / addresses are https without a query")
    public = said.get("public_key_file")
    if code == "alipay" and not public:
        raise BadConfiguration("登录方式 alipay 缺少 public_key_file / incomplete")
    return Partner(
        code=code,
        name=str(said.get("name") or KINDS.get(code, ("",))[0]),
        app=said["app"],
        pages=said["pages"].rstrip("/"),
        address=said["address"].rstrip("/"),
        secret=folder / said["secret_file"],
        public=folder / public if public else None,
        template=str(said.get("template") or ""),
    )
