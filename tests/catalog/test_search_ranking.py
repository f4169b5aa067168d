"""Which documents answer, in which order, and why: over a handful of documents, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.catalog.search import ranking
from tongban.catalog.search.doubting import doubtful
from tongban.catalog.search.explaining import corrected, explained
from tongban.catalog.search.index import Document, Index
from tongban.catalog.search.lexicon import Group, Lexicon
from tongban.catalog.search.plain import plain

FOOD = Document(
    1,
    "食品经营许可（新办）",
    words=("开饭店",),
    themes=("餐饮",),
    materials=("健康证明",),
    traits=frozenset({"PERSON"}),
)
FOOD_LONGER = Document(2, "食品经营许可（延续）", words=("许可证到期",))
ID_CARD = Document(3, "居民身份证换领、补领", words=("身份证丢了",))
FUND = Document(4, "住房公积金提取（租房、购房、退休等）", results=("提取凭证",))
CAR = Document(5, "机动车驾驶证期满换证", bodies=("公安局",))
GROUPS = (Group("food", ("饭馆", "餐馆", "饭店"), ("食品经营",)), Group("car", ("驾照", "车本"), ("机动车驾驶证",)))


@pytest.fixture
def index() -> Index:
    return Index(Lexicon.of(GROUPS), [FOOD, FOOD_LONGER, ID_CARD, FUND, CAR])


def best(words: str, index: Index) -> list[Document]:
    return [hit.document for hit in ranking.ranked(ranking.question_of(words, index), index)]


def hit_of(question: ranking.Question, document: Document, index: Index) -> ranking.Hit:
    return next(hit for hit in ranking.ranked(question, index) if hit.document == document)


@pytest.mark.parametrize(
    ("words", "document"),
    [
        ("食品经营许可", FOOD),
        ("食品经营许可延续", FOOD_LONGER),
        ("我想开个小餐馆要什么手续", FOOD),
        ("車本到期", CAR),
        ("jiazhao", CAR),
        ("gjjtq", FUND),
        ("公鸡金提取", FUND),
        ("zhufang gongjijin", FUND),
        ("身份正", ID_CARD),
        ("sfz", ID_CARD),
        ("shenfenz", ID_CARD),
        ("健康证明", FOOD),
        ("提取凭证", FUND),
        ("公安局", CAR),
    ],
)
def test_the_right_document_comes_first(words: str, document: Document, index: Index) -> None:
    assert best(words, index)[0] == document


@pytest.mark.parametrize("words", ["", "怎么办", "你好", "麒麟饲养", "zzzz"])
def test_what_says_nothing_finds_nothing(words: str, index: Index) -> None:
    assert best(words, index) == []


@pytest.mark.parametrize(
    "words",
    [
        "行李到期",  # only what is to be done to the thing
        "矿产许可",  # the general half of a name
        "健身证",  # half a word, and a sign that many names have
        "诗品",  # a word that sounds like another
        "时评许可",
        "gjjbg",  # the initials of part of a name and of something else
        "jm",  # two letters of a name
    ],
)
def test_a_part_that_tells_nothing_from_anything_else_is_no_answer(words: str, index: Index) -> None:
    assert best(words, index) == []


def test_what_leaves_the_telling_word_open_is_doubted_and_what_answers_it_is_not(index: Index) -> None:
    asked = [ranking.question_of(words, index) for words in ("房车驾驶证", "机动车驾驶证到期", "架照")]

    assert [doubtful(one, ranking.ranked(one, index)[0]) for one in asked] == [True, False, False]


def test_the_name_counts_more_than_a_word_and_that_more_than_a_material() -> None:
    index = Index(Lexicon(), [Document(1, "甲", materials=("开店证明",)), Document(2, "乙", words=("开店证明",))])
    index.put(Document(3, "开店证明"))

    assert [document.id for document in best("开店证明", index)] == [3, 2]


def test_only_documents_with_every_trait_are_found(index: Index) -> None:
    question = ranking.question_of("食品经营许可", index)

    found = ranking.ranked(question, index, having={"PERSON"})

    assert [hit.document for hit in found] == [FOOD]


def test_a_changed_document_is_found_by_its_new_words_only(index: Index) -> None:
    index.put(Document(5, "游泳馆开放"))

    assert [document.id for document in best("游泳馆", index)] == [5]
    assert best("机动车驾驶证", index) == []


def test_a_dropped_document_leaves_nothing_behind(index: Index) -> None:
    empty = Index(Lexicon.of(GROUPS))
    for document in list(index.documents):
        index.drop(document)

    assert index._postings == empty._postings == {}


def test_a_learnt_group_is_gone_by_at_once_and_a_forgotten_one_no_more(index: Index) -> None:
    assert best("馆子", index) == []

    index.learn(Lexicon.of([*GROUPS[1:], Group("food", ("饭馆", "馆子"), ("食品经营",))]))
    assert best("馆子", index)[0] == FOOD

    index.learn(Lexicon.of(GROUPS[1:]))
    assert best("馆子", index) == []


def test_learning_gives_the_same_as_beginning_anew(index: Index) -> None:
    lexicon = Lexicon.of([*GROUPS, Group("id", ("身份证", "证件"), ("居民身份证",))])

    index.learn(lexicon)

    anew = Index(lexicon, index.documents.values())
    assert index._postings == anew._postings


def test_what_answers_is_marked_in_the_text_as_it_is_written(index: Index) -> None:
    question = ranking.question_of("开饭店的食品经营许可", index)

    name, also = explained(question, hit_of(question, FOOD, index), index)

    assert "".join(piece.text for piece in name.pieces) == FOOD.name
    assert name.words == ["食品经营许可"]
    assert (also.field, also.label, also.words) == ("words", "也叫", ["开饭店"])


def test_a_mark_stands_right_behind_brackets(index: Index) -> None:
    question = ranking.question_of("租房", index)

    [name] = explained(question, hit_of(question, FUND, index), index)

    assert name.words == ["租房"]


@pytest.mark.parametrize(
    ("words", "meant"),
    [("身份正丢了", "身份证丢了"), ("架照", "驾照"), ("公鸡金提取", "公积金提取"), ("jiazhao", "驾照"), ("身份证", "")],
)
def test_what_only_sounds_right_is_written_as_it_was_meant(words: str, meant: str, index: Index) -> None:
    question = ranking.question_of(words, index)
    hits = ranking.ranked(question, index)

    assert corrected(question, hits[0], index) == meant


@given(st.text(max_size=80))
def test_every_question_has_an_answer_in_a_fixed_order(words: str) -> None:
    index = Index(Lexicon.of(GROUPS), [FOOD, FOOD_LONGER, ID_CARD, FUND, CAR])
    question = ranking.question_of(words, index)

    hits = ranking.ranked(question, index)

    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert ranking.ranked(ranking.question_of(words, index), index) == hits
    for hit in hits:
        for match in explained(question, hit, index):
            assert match.text in {text for _weight, texts in hit.document.fields() for text in texts}


@given(st.lists(st.text(alphabet="甲乙丙丁戊开店证明", min_size=1, max_size=6), min_size=1, max_size=8))
def test_an_index_changed_step_by_step_is_the_one_made_at_once(names: list[str]) -> None:
    lexicon = Lexicon.of([Group("g", ("开店", "甲乙"), ("证明",))])
    grown = Index(lexicon)
    for number, name in enumerate(names):
        grown.put(Document(number % 3, name))
    last = {number % 3: Document(number % 3, name) for number, name in enumerate(names)}

    made = Index(lexicon, last.values())

    assert grown._postings == made._postings
    assert plain(names[-1]) in {plain(one.name) for one in grown.documents.values()}
