"""The exchange sets of a case as typed rows, and the order in which they may be sent. Values only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from tongban.kernel.errors import Broken


class RowUnfit(Broken):
    """交换数据缺少必填项，不能报送。请核对办件和事项的信息。"""

    code = "row_unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """up_pro_accept: the case as it was taken in and accepted. Empty texts are what the set leaves optional."""

    project_no: str
    catalog_code: str
    task_code: str
    task_name: str
    task_version: int
    applyer_name: str
    applyer_type: str
    applyer_page_type: str
    applyer_page_code: str
    apply_date: datetime
    apply_type: str
    accept_date: datetime
    org_code: str
    org_name: str
    project_type: str
    accept_doc_no: str = ""
    promise_date: date | None = None
    status: str = ""

    OPTIONAL = frozenset({"accept_doc_no", "promise_date", "status"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """up_pro_process: one thing that was done, by whom, from when to when."""

    project_no: str
    process_name: str
    event_name: str
    event_start_time: datetime
    event_end_time: datetime
    handle_user_name: str
    handle_explain: str

    OPTIONAL = frozenset[str]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """up_pro_special_procedure: a time that did not count, or an extension."""

    project_no: str
    special_type: str
    special_name: str
    special_reason: str
    special_time: datetime
    end_time: datetime | None = None

    # While it lasts there is no end: the row is sent when it is over.
    OPTIONAL = frozenset[str]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """up_pro_material: a material as it was handed in."""

    project_no: str
    material_name: str
    get_type: str
    get_num: int

    OPTIONAL = frozenset[str]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """up_pro_result: how it ended."""

    project_no: str
    result_date: datetime
    result_type: str
    is_delivery_results: str
    result_cetr_name: str = ""
    result_cetr_no: str = ""

    OPTIONAL = frozenset({"result_cetr_name", "result_cetr_no"})


Row = Accept | Process | Special | Material | Result
SETS: Mapping[type, str] = {
    Accept: "up_pro_accept",
    Material: "up_pro_material",
    Process: "up_pro_process",
    Special: "up_pro_special_procedure",
    Result: "up_pro_result",
}
"""Name of each set, in the order in which they are sent: the receiver knows no case before its acceptance."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Everything that is exchanged of one case; no acceptance, nothing else."""

    accept: Accept | None
    materials: tuple[Material, ...] = ()
    process: tuple[Process, ...] = ()
    special: tuple[Special, ...] = ()
    result: Result | None = None

    def in_order(self) -> Iterator[tuple[str, Row]]:
        """Yield the rows that can be sent now, each under the name of its set, in the order of SETS.

        A case that was not accepted is unknown to the receiver, and nothing of it is sent. RowUnfit for a row without
        what its set demands.
        """
        if self.accept is None:
            return
        ended = tuple(one for one in self.special if one.end_time is not None)
        rows: tuple[Row, ...] = (self.accept, *self.materials, *self.process, *ended)
        for row in (*rows, *((self.result,) if self.result else ())):
            demand(row)
            yield SETS[type(row)], row


def demand(row: Row) -> None:
    """Refuse (RowUnfit) a row without something that its set demands."""
    missing = [one.name for one in fields(row) if one.name not in row.OPTIONAL and getattr(row, one.name) in {None, ""}]
    if missing:
        message = f"交换数据“{SETS[type(row)]}”缺少：{'、'.join(missing)}。请核对办件和事项的信息。"
        raise RowUnfit(message)


def written(row: Row) -> dict[str, Any]:
    """Return a row as it is written: moments and days as text."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(row).items()}
