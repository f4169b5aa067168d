"""The floors of the house, as tests: what the design promises of the structure is checked on every run."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models

from tongban.cases.states import MOVES, State
from tongban.config.management.commands import draw_states
from tongban.kernel.actors import Role
from tongban.kernel.moves import Moves

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "statements",
    "crypto",
    "ledger",
    "orgs",
    "messages",
    "identity",
    "duties",
    "files",
    "documents",
    "catalog",
    "cases",
    "privacy",
    "connectors",
)
FLOORS = (*ROOMS, "web", "rest", "config")
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def sources(*tops: str) -> list[Path]:
    found = [path for top in tops for path in (ROOT / top).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_layer_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_room_is_entered_only_by_its_api() -> None:
    graph = grimp.build_graph("tongban", cache_dir=None)
    trespasses = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if room_of(importer) != room_of(imported)
        and room_of(imported) in FLOORS
        and room_of(importer) != "config"
        and not imported.endswith(".api")
    ]

    assert trespasses == []


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = grimp.build_graph("tongban", "launch", cache_dir=None)
    order = TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})

    try:
        order.prepare()
        circle: list[str] = []
    except CycleError as error:
        circle = error.args[1]

    assert circle == []


def test_every_room_has_its_page() -> None:
    missing = [room for room in ("kernel", *ROOMS) if not (ROOT / "tongban" / room / "README.md").exists()]

    assert missing == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_lists_what_it_opens_and_holds_no_logic(room: str) -> None:
    door = tree(ROOT / "tongban" / room / "api.py")

    kinds = {type(node) for node in door.body}
    names = [ast.literal_eval(node.value) for node in door.body if isinstance(node, ast.Assign)]

    assert kinds <= {ast.Expr, ast.ImportFrom, ast.Assign}
    assert len(names) == 1
    assert sorted(names[0]) == sorted(set(names[0]))


def test_no_file_is_longer_than_one_can_hold_in_the_head() -> None:
    long = {str(p.relative_to(ROOT)): n for p in sources("tongban", "launch") if (n := _lines(p)) > LONGEST_FILE}

    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources("tongban", "launch")
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_verbs_take_keywords_only() -> None:
    positional = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in _services()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and _is_verb(node, path) and node.args.args
    ]

    assert positional == []


def test_nothing_below_the_edge_reads_the_clock() -> None:
    reading = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|time\.time\(|localdate\(|utcnow\(")
    guilty = [
        str(path.relative_to(ROOT))
        for path in sources(*(f"tongban/{room}" for room in ("kernel", *ROOMS)))
        if path.name != "tasks.py" and reading.search(path.read_text(encoding="utf8"))
    ]

    assert guilty == []


def test_there_are_no_signals_and_no_save_overrides() -> None:
    words = ("django.db.models.signals", "django.dispatch", "@receiver(")
    signals = [str(p) for p in sources("tongban") if any(word in p.read_text(encoding="utf8") for word in words)]
    overrides = [model.__name__ for model in _models() if "save" in vars(model) or "delete" in vars(model)]

    assert signals == []
    assert overrides == []


def test_keys_across_rooms_point_down_and_leave_no_way_back() -> None:
    order = {room: height for height, room in enumerate(ROOMS)}
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in _models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.model._meta.app_label != model._meta.app_label
        and (
            order[field.remote_field.model._meta.app_label] >= order[model._meta.app_label]
            or field.remote_field.on_delete is not models.PROTECT
            or field.remote_field.related_name != "+"
        )
    ]

    assert wrong == []


def test_every_constraint_has_a_name_and_check_constraints_a_sentence() -> None:
    nameless = [
        f"{model.__name__}.{constraint.name}"
        for model in _models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and not re.search(r"[\u4e00-\u9fff]", str(constraint.violation_error_message))
    ]

    assert nameless == []


def test_the_state_of_a_case_changes_in_one_place() -> None:
    setting = re.compile(r"\.state\s*=(?!=)")
    places = {
        str(path.relative_to(ROOT / "tongban/cases"))
        for path in sources("tongban/cases")
        if setting.search(path.read_text(encoding="utf8"))
    }

    assert places == {"services/moving.py"}


def test_every_verb_of_the_table_has_a_service_and_tests() -> None:
    by_law = {line.verb for line in MOVES.lines if line.roles == {Role.LAW}}
    verbs = {verb.lower() for verb in MOVES.verbs() if verb not in by_law}
    services = {node.name for path in sources("tongban/cases/services") for node in functions(path)}
    tested = " ".join(path.read_text(encoding="utf8") for path in sources("tests/cases"))

    assert verbs <= services
    assert {verb for verb in verbs if f"{verb}(" not in tested} == set()
    assert {verb for verb in by_law if verb not in tested and verb.lower() not in tested} == set()


def test_every_state_is_initial_or_reached() -> None:
    reached = {line.target for line in MOVES.lines}

    assert set(State) - reached == {State.DRAFT}


@pytest.mark.parametrize(("name", "title", "path", "moves"), draw_states.TABLES)
def test_diagrams_are_what_the_tables_print(name: str, title: str, path: str, moves: Moves) -> None:
    drawn = (ROOT / f"docs/states/{name}.md").read_text(encoding="utf8")

    assert drawn == draw_states.page(title, path, moves)
    assert (ROOT / path).is_file()


def test_every_public_function_tells_what_it_means() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in _services()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_the_project_names_no_registry_and_no_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    word = re.compile("|".join(["pypi" + r"\.org", "npmjs" + r"\.(org|com)", "python" + "hosted", r"\.py" + "env/"]))
    guilty = [
        name
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).is_file() and word.search(_text(ROOT / name))
    ]

    assert guilty == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf8").splitlines())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf8", errors="ignore")


def _services() -> list[Path]:
    rooms = [ROOT / "tongban" / room for room in ROOMS]
    return [p for room in rooms for p in (room / "services.py", *sorted(room.glob("services/*.py"))) if p.exists()]


def _is_verb(node: ast.FunctionDef, path: Path) -> bool:
    """A verb is what the room's door opens of its services, and what happens in one transaction."""
    room = path.relative_to(ROOT / "tongban").parts[0]
    opened = next(n for n in tree(ROOT / "tongban" / room / "api.py").body if isinstance(n, ast.Assign))
    return node.name in ast.literal_eval(opened.value) and "transaction.atomic" in map(ast.unparse, node.decorator_list)


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("tongban.")]
