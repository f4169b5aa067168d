"""What is said of a run: a line for each thing that is not as expected, or all of it as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongban.config.scenarios.playing import Outcome, Wrong
from tongban.kernel.days import SHANGHAI

WELL, DIFFERENT, UNREADABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Played:
    """A line of a file and what came of it. ``fault``: why it is no scenario."""

    file: str
    line: int
    outcome: Outcome | None = None
    fault: str = ""

    @property
    def unreadable(self) -> str:
        """Return why the line could not be played to its end, if it could not."""
        return self.fault or (self.outcome.fault if self.outcome else "")


def code(rows: Sequence[Played]) -> int:
    """Return the exit status: 0 all as expected, 1 some are otherwise, 2 something could not be read or played."""
    if any(row.unreadable for row in rows):
        return UNREADABLE
    return DIFFERENT if any(row.outcome and row.outcome.wrong for row in rows) else WELL


def lines(row: Played) -> Iterator[str]:
    """Yield what is wrong with one scenario: file, line, step, what was expected and what there is."""
    where = f"{row.file}:{row.line}" if row.line else row.file
    if row.outcome is None:
        yield f"{where}: 读不了：{row.fault}"
        return
    head = f"{where}: [{row.outcome.scenario.id}]"
    for one in row.outcome.wrong:
        yield f"{head} {_step(one)}：{one.difference}"
    if row.outcome.fault:
        yield f"{head} 演不下去：{row.outcome.fault}"


def summary(rows: Sequence[Played], seconds: float) -> str:
    """Return the last line: how many were as expected."""
    good, broken = sum(_status(row) == "ok" for row in rows), sum(bool(row.unreadable) for row in rows)
    rest = len(rows) - good - broken
    return f"情景{len(rows)}个：符合{good}个，不符合{rest}个，读不了或者演不下去{broken}个，用时{seconds:.1f}秒"


def as_json(rows: Sequence[Played], seconds: float) -> str:
    """Return the whole run as one JSON object."""
    states = [_status(row) for row in rows]
    found = {
        "exit": code(rows),
        "total": len(rows),
        "ok": states.count("ok"),
        "differ": states.count("differ"),
        "unreadable": states.count("unreadable"),
        "seconds": round(seconds, 2),
        "scenarios": [_row(row) for row in rows],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _status(row: Played) -> str:
    if row.unreadable:
        return "unreadable"
    return "differ" if row.outcome and row.outcome.wrong else "ok"


def _row(row: Played) -> dict[str, object]:
    found: dict[str, object] = {"file": row.file, "line": row.line, "status": _status(row)}
    if row.unreadable:
        found["fault"] = row.unreadable
    if row.outcome is not None:
        found |= {"id": row.outcome.scenario.id, "title": row.outcome.scenario.title}
        found["seconds"] = round(row.outcome.seconds, 3)
        found["differences"] = [_difference(one) for one in row.outcome.wrong]
    return found


def _difference(one: Wrong) -> dict[str, object]:
    return {
        "step": one.step or "end",
        "do": one.do,
        "at": one.at.astimezone(SHANGHAI).isoformat(timespec="minutes"),
        "what": one.difference.what,
        "expected": one.difference.expected,
        "got": one.difference.got,
    }


def _step(one: Wrong) -> str:
    when = one.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return f"第{one.step}步 {one.do} {when}" if one.step else f"最后 {when}"
