from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.wording import punctuated


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("住宅80元/件,非住宅550元/件", "住宅80元/件，非住宅550元/件"),
        ("普通注销:完成清算,债权人公告45日", "普通注销：完成清算，债权人公告45日"),
        ("5年(最长10年)", "5年（最长10年）"),
        ("行政审批局(AMR监管)", "行政审批局（AMR监管）"),
        ("简易注销公示期20日(自然日)由申请人完成;期满申请", "简易注销公示期20日（自然日）由申请人完成；期满申请"),
        ("1,200 元", "1,200 元"),
        ("24:00 前", "24:00 前"),
        ("第32条(1)", "第32条（1）"),
        ("lawtext/laws (2026, 05)", "lawtext/laws (2026, 05)"),
        ("", ""),
        ("见附件((中文))", "见附件（（中文））"),
        ("((中))", "（（中））"),
    ],
)
def test_a_chinese_sentence_has_chinese_punctuation(typed: str, read: str) -> None:
    assert punctuated(typed) == read


@given(st.text("中文a1,;:!?() （），。", max_size=30))
def test_what_is_punctuated_once_stays(text: str) -> None:
    once = punctuated(text)

    assert punctuated(once) == once
