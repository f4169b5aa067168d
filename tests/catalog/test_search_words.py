"""Words: taught by item managers, brought by the city, missed and counted."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.catalog.conftest import NOW, WUXI, staff
from tests.conftest import in_threads
from tongban.catalog import api as catalog
from tongban.catalog.errors import BadItems
from tongban.catalog.search import counting, written
from tongban.catalog.search.tables import HotWords, MissedWords, SynonymGroup
from tongban.kernel.actors import VISITOR, Role
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger

MANAGER = staff(Role.ITEM_MANAGER, "ZD320213ADM", "320213")
TODAY = date(2026, 11, 23)


def write(folder: Path, text: str) -> Path:
    (folder / written.FILE).write_text(text, "utf8")
    return folder


class TestTeaching:
    @pytest.fixture(autouse=True)
    def _sample(self, sample: object) -> None:  # noqa: ARG002 - it only has to be there
        catalog.note_missed("撸串店", on=TODAY)

    def test_a_taught_word_is_found_by_at_once(self) -> None:
        assert catalog.search_items("撸串店") == []

        catalog.put_synonyms(say=["撸串店", "烤串店"], means=["食品经营许可"], by=MANAGER, at=NOW)

        assert catalog.search_items("开个撸串店")[0].code == "ZISPJY"

    def test_it_is_no_longer_shown_as_missed(self) -> None:
        catalog.put_synonyms(say=["撸串店"], means=["食品经营许可"], by=MANAGER, at=NOW)

        assert not MissedWords.objects.filter(words="撸串店").exists()

    def test_a_withdrawn_group_is_not_gone_by_any_more(self) -> None:
        made = catalog.put_synonyms(say=["撸串店"], means=["食品经营许可"], by=MANAGER, at=NOW)

        catalog.withdraw_synonyms(group=made.pk, by=MANAGER, at=NOW + timedelta(minutes=1))

        assert catalog.search_items("撸串店") == []
        with pytest.raises(catalog.UnknownSynonyms):
            catalog.synonym_group(made.pk)

    def test_each_verb_writes_one_entry_without_the_words(self) -> None:
        made = catalog.put_synonyms(say=["撸串店"], means=["食品经营许可"], by=MANAGER, at=NOW)
        catalog.withdraw_synonyms(group=made.pk, by=MANAGER, at=NOW + timedelta(minutes=1))

        entries = ledger.Entry.objects.filter(subject=made.pk).order_by("id")

        assert [(one.verb, one.after) for one in entries] == [
            ("synonyms.put", "ACTIVE"),
            ("synonyms.withdraw", "WITHDRAWN"),
        ]
        assert [one.facts for one in entries] == [{"words": 2}, {"words": 2}]

    @pytest.mark.parametrize("by", [staff(Role.RECEIVER), staff(Role.OPERATOR), VISITOR])
    def test_only_item_managers_teach(self, by: object) -> None:
        with pytest.raises(NotAllowed):
            catalog.put_synonyms(say=["撸串店"], means=["食品经营许可"], by=by, at=NOW)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            catalog.withdraw_synonyms(group=uuid4(), by=by, at=NOW)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("say", "means", "why"),
        [
            ([], ["食品"], "人们会说的词"),
            (["撸串店"], [], "两个词"),
            (["店"], ["食品"], "2到20"),
            (["撸" * 21], ["食品"], "2到20"),
            (["320200198804169015"], ["食品"], "号码"),
            ([f"词{n}" for n in range(100)], [], "最多"),
            (["撸串店"], ["麒麟饲养"], "没有事项写着"),
        ],
    )
    def test_what_is_no_group_or_leads_nowhere_is_refused(self, say: list[str], means: list[str], why: str) -> None:
        with pytest.raises(Broken, match=why):
            catalog.put_synonyms(say=say, means=means, by=MANAGER, at=NOW)

    def test_a_group_there_is_not_cannot_be_changed(self) -> None:
        with pytest.raises(catalog.UnknownSynonyms):
            catalog.put_synonyms(say=["撸串店"], means=["食品"], by=MANAGER, at=NOW, group=uuid4())

    def test_groups_are_looked_up_by_a_word(self) -> None:
        assert [row.say[0] for row in catalog.synonyms("驾照")] == ["驾照"]
        assert catalog.synonyms().count() > 200


class TestLoading:
    def test_the_sample_is_loaded_once_and_says_so_in_one_entry(self, sample: object) -> None:  # noqa: ARG002
        assert catalog.load_synonyms(path=WUXI, at=NOW) == 0
        assert ledger.Entry.objects.filter(verb="synonyms.load").count() == 1

    def test_what_people_changed_no_file_replaces(self, sample: object, tmp_path: Path) -> None:  # noqa: ARG002
        row = SynonymGroup.objects.get(say__0="驾照")
        catalog.put_synonyms(say=["驾照", "开车本本"], means=["驾驶证"], by=MANAGER, at=NOW, group=row.pk)

        changed = catalog.load_synonyms(path=write(tmp_path, '[groups]\n"驾照 本子" = "驾驶证"\n'), at=NOW)

        assert changed == 0
        assert SynonymGroup.objects.get(pk=row.pk).say == ["驾照", "开车本本"]

    def test_a_changed_line_changes_its_group(self, sample: object, tmp_path: Path) -> None:  # noqa: ARG002
        assert catalog.load_synonyms(path=write(tmp_path, '[groups]\n"驾照 本子" = "驾驶证"\n'), at=NOW) == 1
        assert SynonymGroup.objects.get(say__0="驾照").say == ["驾照", "本子"]

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("groups = 1", r"\[groups\]"),
            ("[groups", "读不出来"),
            ('[groups]\n"驾照" = ""', "两个词"),
            ('[groups]\n"驾照 本子" = 1', "一行字"),
            ('[groups]\n"驾照 本子" = ""\n"驾照 车本" = ""', "写了两次"),
            ('[groups]\n"车 本子" = "驾驶证"\n"人 证件" = "驾驶证"', "车.*人"),
            ('[more]\n[groups]\n"驾照 本子" = ""', r"\[groups\]"),
        ],
    )
    def test_a_faulty_file_is_refused_with_every_fault(self, text: str, why: str, tmp_path: Path) -> None:
        with pytest.raises(BadItems, match=re.compile(why, re.DOTALL)):
            written.groups_of(write(tmp_path, text))

    def test_a_city_without_a_file_has_no_groups(self, tmp_path: Path) -> None:
        assert written.groups_of(tmp_path) == []

    def test_the_sample_has_several_hundred_words(self) -> None:
        groups = written.groups_of(WUXI)

        assert len(groups) > 250
        assert len({word for group in groups for word in group.say}) > 1500


@pytest.mark.django_db
class TestCounting:
    @pytest.fixture(autouse=True)
    def _nothing_counted_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counting, "_tally", counting._Tally())

    def test_missed_words_are_counted_and_nothing_else_is_kept(self) -> None:
        for words in ("撸串店", "撸串店！", " 撸串店"):
            assert catalog.note_missed(words, on=TODAY)
        catalog.note_missed("撸串店", on=TODAY, told=True)

        [row] = catalog.missed()
        assert (row.words, row.asked, row.told, row.first_on, row.last_on) == ("撸串店", 3, 1, TODAY, TODAY)
        assert {field.name for field in MissedWords._meta.fields} == {
            "id",
            "words",
            "asked",
            "told",
            "first_on",
            "last_on",
        }

    @pytest.mark.parametrize(
        "words",
        ["320200198804169015", "我的手机19900000001", "a@b.cn", "３２０２００１９８８", "12 34 56", "？！", "", "1234"],
    )
    def test_what_may_be_a_number_or_an_address_is_not_kept(self, words: str) -> None:
        assert not catalog.note_missed(words, on=TODAY)
        assert not MissedWords.objects.exists()

    def test_a_flood_of_words_has_an_end_and_known_ones_are_still_counted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(counting, "MOST_MISSED", 2)
        for words in ("甲甲", "乙乙", "丙丙", "甲甲"):
            catalog.note_missed(words, on=TODAY)

        assert sorted(MissedWords.objects.values_list("words", "asked")) == [("乙乙", 1), ("甲甲", 2)]

    def test_hot_words_are_what_really_answered_often_enough(self) -> None:
        for text, times in (("食品经营许可", 4), ("结婚登记", 3), ("离婚登记", 2)):
            for _ in range(times):
                catalog.note_hit(text, on=TODAY)
        catalog.write_hits()

        assert catalog.hot_words(on=TODAY) == ["食品经营许可", "结婚登记"]
        assert catalog.hot_words(1, on=TODAY) == ["食品经营许可"]
        assert catalog.hot_words(on=TODAY + timedelta(days=31)) == []

    def test_hits_are_written_when_there_are_enough_of_them(self) -> None:
        for _ in range(counting._WRITE_AT):
            catalog.note_hit("食品经营许可", on=TODAY)

        assert HotWords.objects.get().asked == counting._WRITE_AT

    def test_old_counts_are_forgotten(self) -> None:
        catalog.note_missed("撸串店", on=TODAY)
        catalog.note_missed("新词", on=TODAY + timedelta(days=counting.KEPT_DAYS))

        forgotten = counting.forget(on=TODAY + timedelta(days=counting.KEPT_DAYS + 1))

        assert forgotten == 1
        assert [row.words for row in catalog.missed()] == ["新词"]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_every_one_is_counted() -> None:
    in_threads(*[lambda: [catalog.note_missed("撸串店", on=TODAY) for _ in range(10)]] * 4)

    assert MissedWords.objects.get().asked == 40


def test_the_large_dictionaries_are_read_when_they_are_needed_and_not_by_every_process_that_starts() -> None:
    early = re.compile(r"^(import|from) (rjieba|pypinyin)", re.MULTILINE)
    ours = Path(catalog.__file__).parents[1]

    assert [path.name for path in ours.rglob("*.py") if early.search(path.read_text("utf-8"))] == []
