"""Every entry says on which law it rests: no verb is recorded without a citation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest

from tests.city import City
from tongban.config.motion import load_cases
from tongban.kernel import law
from tongban.ledger import api as ledger
from tongban.ledger.rules.purposes import LOOKING

ROOT = Path(__file__).parents[1]
WITHOUT = {
    "sample.load_orgs": "the places and departments of a city made up for trying out rest on no law",
}
"""What is recorded without a provision, and why."""

# The one who takes the basis over from each caller, and the words by which it is given there.
WRITERS = {"record": "why", "note": "basis"}
LEDGER = ROOT / "tongban/ledger/services/writing.py"


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call that writes an entry, looks apart: their basis follows from their purpose."""
    for path in sorted((ROOT / "tongban").rglob("*.py")):
        if path == LEDGER:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in WRITERS and "at" in _words(node):
                yield path, node


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _words(call: ast.Call) -> dict[str, ast.expr]:
    return {word.arg: word.value for word in call.keywords if word.arg}


def _verb(call: ast.Call) -> str:
    found = _words(call).get("verb") or call.args[1]
    return str(ast.literal_eval(found)) if isinstance(found, ast.Constant) else ast.unparse(found)


def _basis(call: ast.Call) -> ast.expr | None:
    """Return the expression of the basis: of ``note`` its own word, of ``record`` the second of ``Why``."""
    given = _words(call).get(WRITERS[_name(call)])
    if isinstance(given, ast.Call) and _name(given) == "Why":
        return _words(given).get("basis") or (given.args[1] if len(given.args) > 1 else None)
    return given if _name(call) == "note" else None


def _said(path: Path, basis: ast.expr | None) -> bool:
    """Tell whether a basis is said: by words of its own or of its module, or taken over from elsewhere."""
    if basis is None:
        return False
    if isinstance(basis, ast.IfExp):
        return _said(path, basis.body) and _said(path, basis.orelse)
    if isinstance(basis, ast.Constant):
        return bool(law.parsed(str(basis.value)))
    if isinstance(basis, ast.Name):
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        known = getattr(module, basis.id, None)
        return known is None or bool(law.parsed(known))
    return True


def _why(path: Path, call: ast.Call) -> bool:
    """Tell whether a whole ``Why`` of the module is given that has a basis."""
    given = _words(call).get("why")
    if not isinstance(given, ast.Name):
        return False
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    known = getattr(module, given.id, None)
    return isinstance(known, ledger.Why) and bool(known.basis)


def test_every_verb_that_is_recorded_cites_the_law() -> None:
    found = list(calls())

    silent = {
        _verb(call): f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in found
        if not _said(path, _basis(call)) and not _why(path, call)
    }

    assert len(found) > 20
    assert silent.keys() - WITHOUT.keys() == set()


@pytest.mark.parametrize("purpose", ledger.Purpose)
def test_every_look_cites_the_law_of_its_purpose(purpose: ledger.Purpose) -> None:
    assert law.parsed(LOOKING[purpose])


def test_what_a_whole_city_records_cites_the_law(city: City, at: datetime) -> None:
    assert city
    assert load_cases(at=at) > 0

    silent = ledger.Entry.objects.filter(basis="").values_list("verb", flat=True)
    assert set(silent) <= WITHOUT.keys()
    assert ledger.Entry.objects.values("verb").distinct().count() > 15
