"""How texts are compared and heard: the parts of the search that know no item."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.catalog.search import sounds, terms
from tongban.catalog.search.lexicon import Group, Lexicon
from tongban.catalog.search.plain import LONGEST, asked, plain
from tongban.catalog.search.speech import fillers_in


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("ＨＵＺＨＡＯ", "huzhao"),
        ("護照", "护照"),
        ("環境影響報告表", "环境影响报告表"),
        ("食品经营许可（新办）", "食品经营许可新办"),
        ("shēn fèn", "shenfen"),
        ("lǜ", "lu"),
        ("②类", "2类"),
        ("🙂 ？", ""),
    ],
)
def test_texts_are_compared_in_one_writing(text: str, compared: str) -> None:
    assert plain(text) == compared


def test_a_character_that_both_writings_have_stays() -> None:
    assert plain("乾坤著作") == "乾坤著作"


def test_words_in_latin_letters_stay_apart_and_chinese_ones_join() -> None:
    assert asked("  jiazhao  huanzheng 到期 了！") == "jiazhao huanzheng到期了"
    assert len(asked("食" * 500)) == LONGEST


@pytest.mark.parametrize(
    ("letters", "pieces"),
    [
        ("shenfenzheng", ["shen", "fen", "zheng"]),
        ("shen1fen4", ["shen", "fen"]),
        ("sfz", ["s", "f", "z"]),
        ("gjjtq", ["g", "j", "j", "t", "q"]),
        ("shenfenz", ["shen", "fen", "z"]),
        ("lihun", ["li", "hun"]),
        ("shenfe", ["shen", "fe"]),
        ("nvhai", ["nv", "hai"]),
        ("ktv", []),
        ("zzzz", []),
        ("", []),
    ],
)
def test_letters_are_read_as_syllables_begun_syllables_or_initials(letters: str, pieces: list[str]) -> None:
    assert [piece.text for piece in sounds.read(letters)] == pieces


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz12345", max_size=30))
def test_what_is_read_covers_the_letters_without_a_gap(letters: str) -> None:
    pieces = sounds.read(letters)

    assert [piece.start for piece in pieces][1:] == [piece.end for piece in pieces][:-1]
    assert not pieces or pieces[0].start == 0


@pytest.mark.parametrize(("one", "other"), [("zheng", "zen"), ("chan", "cang"), ("shing", "sin"), ("lv", "lu")])
def test_sounds_that_many_do_not_tell_apart_are_one(one: str, other: str) -> None:
    assert sounds.fold(one) == sounds.fold(other)


@given(st.text(max_size=40))
def test_every_character_has_one_sound(text: str) -> None:
    compared = plain(text)

    assert len(sounds.syllables(compared)) == len(compared)


def test_the_longest_filler_is_taken_and_no_part_of_a_word() -> None:
    text = "我想开个小饭馆要办什么手续"
    idle = terms.idle(text, [])

    assert "".join(char for place, char in enumerate(text) if place not in idle) == "开饭馆"
    assert fillers_in("怎么办") == [(0, 3)]
    assert terms.idle("中介所", []) == set()


def test_what_a_word_of_the_lexicon_says_is_no_filler() -> None:
    lexicon = Lexicon.of([Group("g", ("老人", "上年纪"))])
    units = list(terms.meanings("老人上年纪", lexicon))

    assert terms.idle("老人上年纪", units) == set()


def test_words_people_use_lead_to_official_words_and_not_back() -> None:
    lexicon = Lexicon.of([Group("g", ("饭馆", "餐馆"), ("食品经营",))])

    assert [word.group for word in lexicon.said("开饭馆")] == ["g"]
    assert list(lexicon.said("食品经营许可")) == []
    assert [(word.group, word.sure < 1) for word in lexicon.written("食品经营许可")] == [("g", True)]


def test_words_of_one_sound_are_heard_and_spelt() -> None:
    lexicon = Lexicon.of([Group("g", ("公积金", "住房金"))])

    assert lexicon.heard(" ".join(map(sounds.fold, sounds.syllables("公鸡金")))) == [("g", 1.0)]
    assert lexicon.heard("gjj") == [("g", 1.0)]
    assert lexicon.spelt("gjj") == "公积金"
    assert lexicon.spelt("gjj", {"other"}.__contains__) == ""
    assert lexicon.spelt("xyz") == ""


def test_of_groups_that_sound_alike_the_one_of_which_more_words_do_is_likelier() -> None:
    lexicon = Lexicon.of([Group("a", ("等候室", "大厅")), Group("b", ("大货商", "电话商"))])

    assert dict(lexicon.heard("dhs")) == {"a": 0.5, "b": 1.0}
    assert lexicon.spelt("dhs") == "大货商"


@given(st.text(max_size=80))
def test_every_unit_stands_within_the_question(text: str) -> None:
    question = asked(text)
    lexicon = Lexicon.of([Group("g", ("饭馆", "餐馆"))])
    units = [
        *terms.characters(question),
        *terms.spoken(question),
        *terms.typed(question),
        *terms.meanings(question, lexicon),
        *terms.sounding(list(terms.spoken(question)), question, lexicon),
        *terms.heard(question),
    ]

    assert all(0 <= unit.start < unit.end <= len(question) for unit in units)
    assert all(0 < unit.strength <= 1 for unit in units)
