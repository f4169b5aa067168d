"""Reads what is translated out of templates and Python, so that tests can compare it with the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "tongban" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
STAFF = {"desk", "counter", "ops", "audit", "watch", "words", "revising", "designing", "directory"}
CHINESE_ONLY = {"design.html", "500.html"}

HAN = re.compile(r"[\u4e00-\u9fff]")
_TRANSLATE = re.compile(r'\{%\s*(?:translate|trans)\s+"([^"]*)"[^%]*%\}')
_BLOCK = re.compile(r"\{%\s*blocktranslate(?P<head>[^%]*)%\}(?P<body>.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
_PLURAL = re.compile(r"\{%\s*plural\s*%\}")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_CALLS = {"gettext", "gettext_lazy", "_", "ngettext", "pgettext"}


def portal_templates() -> Iterator[Path]:
    for path in sorted(WEB.rglob("*.html")):
        if not STAFF & set(path.parts) and path.name not in CHINESE_ONLY:
            yield path


def portal_modules() -> Iterator[Path]:
    for path in sorted(WEB.rglob("*.py")):
        if not STAFF & set(path.parts) and "migrations" not in path.parts:
            yield path


def in_template(text: str) -> Iterator[str]:
    for match in _TRANSLATE.finditer(text):
        yield match[1]
    for match in _BLOCK.finditer(text):
        body = _VARIABLE.sub(r"%(\1)s", match["body"])
        if "trimmed" in match["head"].split():
            body = " ".join(line.strip() for line in body.splitlines() if line.strip())
        yield _PLURAL.split(body)[0]


def in_module(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _CALLS:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def outside_tags(text: str) -> str:
    """Return what of a template is sent as it stands: no comments, no translated words, no tags."""
    text = re.sub(r"\{#.*?#\}|\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", "", text, flags=re.DOTALL)
    text = _BLOCK.sub("", text)
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)


def all_strings() -> set[str]:
    found: set[str] = set()
    for path in portal_templates():
        found |= set(in_template(path.read_text("utf-8")))
    for path in portal_modules():
        found |= set(in_module(path.read_text("utf-8")))
    return found
