"""How far a draft is: everything to mend is told at once and where it is mended, whatever of it cannot be read."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.catalog.conftest import DOCUMENT, NOW
from tests.catalog.test_revising import begun
from tongban.catalog import api as catalog
from tongban.catalog.forms.places import place_in
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.faults import ALONE, LINTED, faults_of, located
from tongban.catalog.models import Revision
from tongban.catalog.revising.assessing import Problem, section_sentences
from tongban.catalog.revising.filing import read_file

pytestmark = pytest.mark.usefixtures("sample")


@pytest.fixture
def held() -> Revision:
    """A draft with faults of three sorts: a catch-all material, no lawsuit, a promise beyond the law."""
    held = begun()
    held.document = copy.deepcopy(held.document)
    held.document["materials"][-1] |= {"name": "其他有关材料"}
    held.document["remedies"] = held.document["remedies"][:1]
    held.document["limits"]["promised"]["amount"] = 99
    return held


def told(held: Revision) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in catalog.assess(held, at=NOW).must:
        found.setdefault(one.section, []).append(one.text)
    return found


FAULTY = {"materials", "remedies", "limits"}


def test_what_is_faulty_is_told_by_section_and_of_one_matter_once(held: Revision) -> None:
    found = told(held)

    assert {section: len(texts) for section, texts in found.items()} == {"materials": 1, "limits": 1, "remedies": 1}
    assert found["materials"][0].startswith("办理材料：“其他有关材料”是兜底材料")


@pytest.mark.parametrize("broken", [None, "x", 7, [{}], {"id": "1"}])
def test_whatever_section_cannot_be_read_the_faults_of_the_others_are_told_with_it(
    held: Revision, broken: object
) -> None:
    whole, kept = told(held), held.document
    # What a fault follows from besides its own section.
    looks_at = {"materials": {"materials"}, "remedies": {"remedies"}, "limits": {"limits"}}

    for section in catalog.SECTION_NAMES:
        held.document = {**kept, section: broken}
        if broken is None:
            del held.document[section]
        found = catalog.assess(held, at=NOW)
        if section not in {"special", "regime", "questions"}:
            assert (found.guide, found.score) == (None, None)
            assert any(one.section == section for one in found.must), section
        texts = {one.text for one in found.must}
        for faulty in FAULTY:
            if section not in looks_at[faulty]:
                assert set(whole[faulty]) <= texts, (section, faulty)


def test_of_a_list_the_rows_that_can_be_read_are_judged_beside_one_that_cannot(held: Revision) -> None:
    held.document["materials"][0] |= {"copies": "两份"}

    found = catalog.assess(held, at=NOW).must

    there = [one for one in found if one.section == "materials"]
    assert (there[0].row, there[0].path[:2]) == (held.document["materials"][0]["id"], ("0", "copies"))
    assert "是兜底材料" in there[-1].text
    assert there[-1].row == held.document["materials"][-1]["id"]


def test_nothing_is_said_of_a_whole_guide_that_publication_does_not_say(held: Revision) -> None:
    guide = Guide.model_validate(held.document)

    sentences = [sentence for _, sentence in (*located(guide, LINTED), *located(guide, ALONE))]

    assert sentences == list(faults_of(guide))
    assert {section for section, _ in located(guide, LINTED)} == FAULTY


class TestPlacesOfAForm:
    FORM: dict[str, Any] = DOCUMENT["form"]

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            (("x-groups", 0, "title"), "第1组“{group}” · 名称"),
            (("properties", "subject_name", "pattern"), "问题“{name}”（subject_name） · 要符合的格式（正则表达式）"),
            (("properties", "subject_name", "x-evil"), "问题“{name}”（subject_name） · “x-evil”"),
            (("properties", "gone", "oneOf", 1), "问题 gone · 选项 · 第2项"),
            (("required", 0), "必填的问题 · 第1项"),
            ((), ""),
        ],
    )
    def test_a_place_is_told_as_the_designer_tells_it(self, path: tuple[str | int, ...], words: str) -> None:
        group, name = self.FORM["x-groups"][0]["title"], self.FORM["properties"]["subject_name"]["x-label"]

        assert place_in(self.FORM, path) == words.format(group=group, name=name)
        assert bool(place_in("no form", path)) == bool(path)

    def test_a_column_of_a_table_is_told_within_its_table(self) -> None:
        form = {"properties": {"staff": {"x-label": "人员", "items": {"properties": {"name": {"x-label": "姓名"}}}}}}

        words = place_in(form, ("properties", "staff", "items", "properties", "name", "format"))

        assert words == "问题“人员”（staff） · 问题“姓名”（name） · 答案的格式"

    def test_no_fault_of_a_form_is_told_by_a_machine_word(self) -> None:
        form = copy.deepcopy(self.FORM)
        form["properties"]["subject_name"] |= {"$ref": "http://example.org/x", "x-order": "first"}

        (first, second) = sorted(section_sentences({"form": form}, "form"))
        with pytest.raises(catalog.BadGuideFile) as refusal:
            read_file(catalog.to_toml({"form": form}).encode())

        assert "问题“" in first
        assert "表单不能引用别处的内容" in first + second
        assert "properties" not in first + second + refusal.value.message
        assert first in refusal.value.message


def test_a_problem_is_told_with_its_section_once() -> None:
    assert Problem("fees", "收费情况：不能为空").text == "收费情况：不能为空"
    assert Problem("fees", "要写明依据").text == "收费情况：要写明依据"
    assert Problem("", "编号重复").text == "编号重复"
