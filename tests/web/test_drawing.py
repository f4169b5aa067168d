"""The drawing of the steps: every step is there, nothing lies on anything else, and it can be heard as well as seen."""

from __future__ import annotations

from itertools import combinations

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.catalog import api as catalog
from tongban.web.drawing import NAME_LINES, WIDTH, Box, Mark, draw, in_words, stages, wrapped

RECEIPT, SITE, EXPERTS, DECISION = (
    Mark("收件", "综合窗口收件"),
    Mark("现场核查", "审查", "5个工作日", parallel="look"),
    Mark("专家评审", "审查", parallel="look"),
    Mark("决定", "决定", "3个工作日"),
)
MARKS = st.lists(
    st.builds(
        Mark,
        name=st.text(min_size=1, max_size=40),
        who=st.text(max_size=30),
        limit=st.text(max_size=10),
        parallel=st.sampled_from(["", "a", "b"]),
    ),
    max_size=14,
)


def test_steps_done_at_the_same_time_are_one_stage() -> None:
    assert stages([RECEIPT, SITE, EXPERTS, DECISION]) == [[RECEIPT], [SITE, EXPERTS], [DECISION]]


def test_the_words_tell_the_order_and_what_runs_side_by_side() -> None:
    said = in_words([RECEIPT, SITE, EXPERTS, DECISION], then="；然后", together="，同时")

    assert said == (
        "收件（综合窗口收件）；然后现场核查（审查，5个工作日），同时专家评审（审查）；然后决定（决定，3个工作日）"
    )


@settings(deadline=None)
@given(MARKS, st.integers(1, 5))
def test_no_box_lies_on_another_and_all_are_within_the_drawing(marks: list[Mark], columns: int) -> None:
    drawing = draw(marks, columns=columns, together="同时办理")
    boxes = [box for box in drawing.boxes if not box.frame]

    assert [box.name for box in boxes] == [mark.name for mark in marks]
    assert len(drawing.lines) == max(len(stages(marks)) - 1, 0)
    assert not [pair for pair in combinations(boxes, 2) if _overlap(*pair)]
    assert all(box.x + box.width <= drawing.width and box.y + box.height <= drawing.height for box in drawing.boxes)


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(4, 12), st.integers(1, 3))
def test_words_keep_within_their_lines_and_say_when_they_are_cut(text: str, room: int, most: int) -> None:
    lines = wrapped(text, room, most)

    assert len(lines) <= most
    assert "".join(lines) == text or lines[-1].endswith("…")


def test_a_long_name_is_cut_after_two_lines() -> None:
    (box,) = draw([Mark("关于" * 40)], columns=1, together="").boxes

    assert len(box.words) == NAME_LINES
    assert box.width == WIDTH


@pytest.mark.usefixtures("city")
def test_the_drawing_of_a_published_guide_is_read_aloud_and_written_as_text() -> None:
    guide = catalog.version_of("ZISPJY", 1).guide

    page = Template("{% steps_drawing guide %}").render(Context({"guide": guide}))

    assert page.count("<svg") == page.count('role="img"') == 2
    assert "受理" in page.split("<desc")[1]
    assert "style=" not in page


def test_a_name_with_markup_is_drawn_as_text() -> None:
    page = Template("{% marks_drawing marks %}").render(Context({"marks": [Mark("<script>x</script>")]}))

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height
