from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.identity import api as identity
from tongban.identity.queries.policy import common_passwords
from tongban.identity.rules.passwords import kinds, weakness

RULE = identity.policy().passwords
OWN = ("zhangsan", "张三", "19900000011", "320200198804169015")


def wrong(password: str) -> str:
    return weakness(password, RULE, own=OWN, common=common_passwords())


@pytest.mark.parametrize(
    "password", ["Lake7-heron", "白鹭飞过Taihu湖7", "correct horse battery", "一盏灯在湖边的小屋里亮着等人回来"]
)
def test_long_or_mixed_is_good_enough(password: str) -> None:
    assert wrong(password) == ""


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Ab1-xyz", "至少要有10个字符"),
        ("x7-" * 50, "最多128个字符"),
        ("password123", "太常见"),
        ("Admin@123456", "太常见"),
        ("tongban-sample", "太常见"),
        ("ｐａｓｓｗｏｒｄ１２３", "太常见"),
        ("Kx-12345-Lq", "连续或者重复"),
        ("Kx-54321-Lq", "连续或者重复"),
        ("Kx-aaaaa-Lq", "连续或者重复"),
        ("ZhangSan-8842", "不要包含"),
        ("我是张三呀Taihu7", "不要包含"),
        ("Tel-19900000011", "不要包含"),
        ("lakeheronbird", "至少3种"),
        ("1472583690000100", "只有数字"),
        ("lakeheron90417", "至少3种"),
    ],
)
def test_what_is_easily_guessed_is_refused_with_what_to_do_better(password: str, said: str) -> None:
    assert said in wrong(password)


@pytest.mark.parametrize(("password", "count"), [("abc", 1), ("aB", 2), ("aB3", 3), ("aB3-", 4), ("白鹭", 1), ("", 0)])
def test_kinds_of_characters_are_counted(password: str, count: int) -> None:
    assert kinds(password) == count


@given(st.text(max_size=RULE.shortest - 1))
def test_no_short_password_is_ever_good_enough(password: str) -> None:
    assert wrong(password)


@given(st.text(min_size=1, max_size=60), st.sampled_from(OWN))
def test_no_password_around_ones_own_words_is_ever_good_enough(around: str, word: str) -> None:
    assert wrong(around + word + around)


@given(st.sampled_from(sorted(common_passwords())), st.text("0123456789!@#", max_size=8))
def test_what_everybody_tries_is_never_good_enough_with_figures_behind_it(word: str, tail: str) -> None:
    assert wrong(word + tail)
