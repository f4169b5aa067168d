from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tests.web import strings
from tongban.catalog import api as catalog
from tongban.catalog.guide.labels import labelled
from tongban.web import labels, themes, vocabulary
from tongban.web.fields import Field, FieldKind
from tongban.web.templatetags import tongban as tags

MONDAY = date(2026, 11, 23)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def catalogue() -> dict[str, tuple[str, ...]]:
    with strings.CATALOGUE.open("rb") as file:
        read = read_po(file, abort_invalid=True)
    return {
        (entry.id if isinstance(entry.id, str) else entry.id[0]): (
            (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        )
        for entry in read
        if entry.id
    }


def test_every_sentence_of_the_portal_has_its_english() -> None:
    english = catalogue()

    assert sorted(one for one in strings.all_strings() if not all(english.get(one, ("",)))) == []


def test_the_english_holds_no_sentence_that_is_gone() -> None:
    assert sorted(catalogue().keys() - strings.all_strings()) == []


def test_the_english_fills_in_exactly_what_the_chinese_fills_in() -> None:
    wrong = [
        chinese
        for chinese, forms in catalogue().items()
        if any(set(PLACEHOLDER.findall(chinese)) != set(PLACEHOLDER.findall(form)) for form in forms)
    ]

    assert wrong == []


@pytest.mark.parametrize("path", list(strings.portal_templates()), ids=lambda path: path.name)
def test_no_portal_template_holds_chinese_that_cannot_be_translated(path: object) -> None:
    left = strings.outside_tags(path.read_text("utf-8"))  # type: ignore[attr-defined]

    assert [line.strip() for line in left.splitlines() if strings.HAN.search(line)] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (MONDAY, "2026年11月23日（周一）"),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), "2026年11月23日（周一）"),
        (None, ""),
    ],
)
def test_a_day_is_shown_with_its_weekday_by_the_clock_of_shanghai(value: object, shown: str) -> None:
    assert tags.day(value) == shown  # type: ignore[arg-type]


def test_a_moment_is_shown_to_the_minute() -> None:
    assert tags.moment(datetime(2026, 11, 22, 17, 5, tzinfo=UTC)) == "2026年11月23日（周一）01:05"


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (3, "还有 3 个工作日（11月26日前）"),
        (0, "今天是最后一天（11月26日 24:00 前）"),
        (-2, "已超过 2 个工作日（应在 11月26日前）"),
    ],
)
def test_what_is_left_of_a_limit_is_said_in_words(left: int, sentence: str) -> None:
    assert tags.time_left(left, date(2026, 11, 26)) == sentence


def test_every_coded_word_of_a_guide_is_said_in_english() -> None:
    words = {catalog.label(word) for kind in labelled() for word in kind} | set(catalog.SECTIONS.values())

    assert words - {*vocabulary.WORDS, *labels.WORDS} == set()
    with translation.override("en"):
        assert [word for word in words if strings.HAN.search(labels.said(word))] == []


@pytest.mark.usefixtures("city")
def test_every_theme_of_the_sample_is_said_in_english() -> None:
    names = {name for name, _ in catalog.themes()}

    assert names - set(vocabulary.WORDS) == set()
    assert set(themes.WORDS.values()) - set(vocabulary.WORDS) == set()


def test_dates_are_english_on_an_english_page() -> None:
    with translation.override("en"):
        shown = (tags.day(MONDAY), tags.short_day(MONDAY), tags.short_weekday(MONDAY))

    assert shown == ("Mon 23 Nov 2026", "23 Nov", "Mon 23 Nov")


def test_another_page_of_a_list_keeps_every_filter() -> None:
    request = RequestFactory().get("/items/?for=PERSON&page=2")

    link = Template("{% page_link 3 %}").render(Context({"request": request}))

    assert link == "?for=PERSON&amp;page=3"


def test_an_icon_says_nothing_to_a_screen_reader() -> None:
    assert 'aria-hidden="true"' in tags.icon("search")


@pytest.mark.parametrize("kind", list(FieldKind))
def test_a_field_in_error_is_tied_to_its_sentence(kind: FieldKind) -> None:
    field = Field("x", "名称", kind, error="请填写名称", hint="提示", source="营业执照")

    drawn = Template("{% field field %}").render(Context({"field": field}))

    assert 'aria-describedby="id_x-hint id_x-source id_x-error"' in drawn
    assert 'id="id_x-error"' in drawn
    assert "已从营业执照带出，请核对" in drawn


def test_a_value_typed_by_a_person_is_never_markup() -> None:
    field = Field("x", "名称", value='"><script>')

    drawn = Template("{% field field %}").render(Context({"field": field}))

    assert "<script>" not in drawn


def test_a_page_without_faults_shows_no_summary() -> None:
    assert Template("{% error_summary faults %}").render(Context({"faults": {}})).strip() == ""
