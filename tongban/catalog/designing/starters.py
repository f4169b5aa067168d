"""What a new question of each kind begins as."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Starter(StrEnum):
    """The kinds of questions as one adds them; every one can be changed afterwards."""

    TEXT = "TEXT"
    LONG_TEXT = "LONG_TEXT"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"
    BOOLEAN = "BOOLEAN"
    INTEGER = "INTEGER"
    NUMBER = "NUMBER"
    MONEY = "MONEY"
    DATE = "DATE"
    REGION = "REGION"
    RESIDENT_ID = "RESIDENT_ID"
    CREDIT_CODE = "CREDIT_CODE"
    MOBILE = "MOBILE"
    CONFIRMATION = "CONFIRMATION"
    TABLE = "TABLE"


STARTER_NAMES = {
    Starter.TEXT: "一行文字",
    Starter.LONG_TEXT: "多行文字",
    Starter.CHOICE: "选一个",
    Starter.CHOICES: "选几个",
    Starter.BOOLEAN: "是或否",
    Starter.INTEGER: "整数",
    Starter.NUMBER: "数字",
    Starter.MONEY: "金额",
    Starter.DATE: "日期",
    Starter.REGION: "区、街道",
    Starter.RESIDENT_ID: "身份证号",
    Starter.CREDIT_CODE: "统一社会信用代码",
    Starter.MOBILE: "手机号",
    Starter.CONFIRMATION: "必须勾选的声明",
    Starter.TABLE: "表格（一人一行、一台一行）",
}
_OPTIONS = [{"const": "A", "title": "选项一"}, {"const": "B", "title": "选项二"}]
_COLUMN = {"type": "string", "x-label": "名称", "x-order": 1, "maxLength": 100}
_BEGUN: dict[Starter, dict[str, Any]] = {
    Starter.TEXT: {"type": "string", "maxLength": 100},
    Starter.LONG_TEXT: {"type": "string", "x-long": True, "maxLength": 2000},
    Starter.CHOICE: {"type": "string", "oneOf": _OPTIONS},
    Starter.CHOICES: {"type": "array", "items": {"oneOf": _OPTIONS}, "uniqueItems": True},
    Starter.BOOLEAN: {"type": "boolean"},
    Starter.INTEGER: {"type": "integer", "minimum": 0},
    Starter.NUMBER: {"type": "number", "minimum": 0},
    Starter.MONEY: {"type": "string", "format": "money", "x-unit": "元"},
    Starter.DATE: {"type": "string", "format": "date"},
    Starter.REGION: {"type": "string", "format": "region"},
    Starter.RESIDENT_ID: {"type": "string", "format": "resident-id", "x-sensitive": True},
    Starter.CREDIT_CODE: {"type": "string", "format": "credit-code"},
    Starter.MOBILE: {"type": "string", "format": "cn-mobile", "x-sensitive": True},
    Starter.CONFIRMATION: {"type": "boolean", "const": True},
    Starter.TABLE: {
        "type": "array",
        "maxItems": 20,
        "items": {"type": "object", "additionalProperties": False, "properties": {"name": _COLUMN}},
    },
}


def begun(starter: Starter) -> dict[str, Any]:
    """Return what a question of this kind begins as, without its name and place."""
    return dict(_BEGUN[starter])
