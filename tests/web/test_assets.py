from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.web.strings import WEB
from tongban.web import themes

ROOT = Path(__file__).resolve().parents[2]
ICON = re.compile(r'\{% icon "([a-z0-9-]+)" %\}')
ASSETS = WEB / "assets"


def listed() -> set[str]:
    lines = (ASSETS / "icons.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def used() -> set[str]:
    templates = {name for path in WEB.rglob("*.html") for name in ICON.findall(path.read_text("utf-8"))}
    nav = set(
        re.findall(r'self\._link\("[^"]+", _\("[^"]+"\), "([a-z0-9-]+)"\)', (WEB / "context.py").read_text("utf-8"))
    )
    return templates | nav | set(themes.PICTURES.values()) | {themes.ANY}


def test_the_sprite_holds_every_icon_that_is_used_and_no_other() -> None:
    assert listed() == used()


def test_every_icon_exists_in_the_set() -> None:
    folder = ROOT / "node_modules" / "lucide-static" / "icons"

    assert sorted(name for name in listed() if not (folder / f"{name}.svg").exists()) == []


def test_the_lock_of_npm_holds_no_address_to_fetch_from() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))

    packages = lock["packages"].values()
    assert [one for one in packages if "resolved" in one] == []
    assert all("integrity" in one for path, one in lock["packages"].items() if path)


@pytest.mark.parametrize("name", ["tongban.css", "tongban.js", "icons.svg", "favicon.svg"])
def test_what_is_sent_to_browsers_names_no_other_host(name: str) -> None:
    built = (settings.BUILD_DIR / "web" / name).read_text("utf-8")

    addresses = set(re.findall(r"https?://[^\"')\s]+|url\(//[^)]+\)", built)) - {"http://www.w3.org/2000/svg"}
    assert addresses == set()


def test_no_font_is_sent_and_no_crown() -> None:
    css = (settings.BUILD_DIR / "web" / "tongban.css").read_text("utf-8")

    assert "@font-face" not in css
    assert "GDS Transport" not in css
    assert "crown" not in css


@pytest.mark.parametrize("path", sorted(ASSETS.rglob("*.scss")), ids=lambda path: path.name)
def test_colours_are_written_in_the_tokens_alone(path: Path) -> None:
    if path.name in {"_tokens.scss", "_print.scss"}:
        pytest.skip("the tokens are where colours are written; paper is black on white")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", re.sub(r"//.*", "", path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", sorted(WEB.rglob("*.html")), ids=lambda path: str(path.relative_to(WEB)))
def test_every_class_of_ours_in_a_template_is_drawn(path: Path) -> None:
    css = (settings.BUILD_DIR / "web" / "tongban.css").read_text("utf-8")
    drawn = set(re.findall(r"\.(tb-[a-z0-9_-]+)", css))
    drawn |= {"tb-desk-queue"}  # only a name to find it by

    named = {
        name
        for value in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
        for name in re.findall(r"\btb-[a-z0-9_-]+(?![a-z0-9_{-])", value)
    }

    assert sorted(name for name in named - drawn if not name.endswith(("-", "--"))) == []
