"""Figures of the probes in the words and units that an operator reads."""

from __future__ import annotations

NAMES = {
    "answer_seconds": "应答用时",
    "silence_seconds": "距上次心跳",
    "waiting_jobs": "等待中",
    "oldest_wait_seconds": "最久等待",
    "failed_last_day_jobs": "近一天失败",
    "stalled_jobs": "中断的",
    "waiting_letters": "等待发出",
    "oldest_letter_seconds": "最久等待",
    "failed_last_day_letters": "近一天没有发成",
    "free_bytes": "剩余空间",
    "free_ratio": "剩余比例",
    "unplaced_entries": "等待编号",
    "lag_seconds": "最久等待编号",
    "lost_entries": "没有编号",
    "unsealed_entries": "等待封存",
    "seal_lag_seconds": "最久等待封存",
    "bent_entries": "与封存不符",
    "unclosed_days": "未封存的日期",
    "bent_calendar_entries": "与留痕不一致",
    "old_key_entries": "还在用旧密钥",
    "renewed_entries": "已改用新密钥",
    "announced_years": "已公布放假安排的年数",
    "announced_days": "已公布的日历还剩",
}


def spoken(name: str, value: float) -> tuple[str, str]:
    """Return a figure's Chinese name and its value with the unit that the end of its name stands for."""
    unit = name.rpartition("_")[2]
    written = {
        "seconds": lambda: f"{value:.3f}秒" if value < 1 else f"{value:,.0f}秒",
        "bytes": lambda: f"{value / 2**30:,.1f} GB",
        "ratio": lambda: f"{value:.0%}",
        "jobs": lambda: f"{value:,.0f}个",
        "letters": lambda: f"{value:,.0f}件",
        "entries": lambda: f"{value:,.0f}条",
        "days": lambda: f"{value:,.0f}天",
        "years": lambda: f"{value:,.0f}年",
    }
    return NAMES.get(name, name), written[unit]()
