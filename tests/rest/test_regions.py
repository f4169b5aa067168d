from __future__ import annotations

import pytest

from tests.rest.conftest import Ask, refused

pytestmark = pytest.mark.usefixtures("small_city")


class TestRegions:
    def test_all_are_listed_by_code(self, ask: Ask) -> None:
        codes = [each["code"] for each in ask.json("regions")]

        assert codes == sorted(codes)
        assert len(codes) == 8

    def test_children_of_one(self, ask: Ask) -> None:
        found = ask.json("regions", parent="320200")

        assert [each["name"] for each in found] == ["锡山区", "滨湖区"]
        assert {each["parent"] for each in found} == {"320200"}

    def test_one_level(self, ask: Ask) -> None:
        assert [each["code"] for each in ask.json("regions", level="TOWN")] == ["320205001", "320211006"]

    @pytest.mark.parametrize("parent", ["abc", "3202", "990000"])
    def test_parent_that_is_no_region_code_is_refused(self, ask: Ask, parent: str) -> None:
        problem = refused(ask("regions", parent=parent), 422)

        assert "区划代码" in problem.errors["parent"]

    def test_parent_that_does_not_exist_is_a_wrong_parameter(self, ask: Ask) -> None:
        problem = refused(ask("regions", parent="320299"), 422)

        assert "没有找到这个地区" in problem.errors["parent"]

    def test_unknown_level_is_refused_with_the_right_ones(self, ask: Ask) -> None:
        assert "VILLAGE" in refused(ask("regions", level="county"), 422).errors["level"]


class TestRegion:
    def test_comes_with_those_above_it(self, ask: Ask) -> None:
        found = ask.json("regions/320205001")

        assert found["name"] == "东亭街道"
        assert [each["name"] for each in found["path"]] == ["无锡市", "锡山区", "东亭街道"]

    def test_padded_code_means_the_same_region(self, ask: Ask) -> None:
        assert ask.json("regions/320205000000")["code"] == "320205"

    def test_that_does_not_exist_is_not_found(self, ask: Ask) -> None:
        problem = refused(ask("regions/320299"), 404)

        assert problem.code == "unknown_region"
        assert problem.body["type"] == "/api/v1/docs#not_found"
        assert list(problem.errors) == ["code"]

    @pytest.mark.parametrize("code", ["32020", "wuxi", "无锡", "320200 ' OR 1=1"])
    def test_that_is_no_code_is_refused(self, ask: Ask, code: str) -> None:
        assert "6位、9位或12位" in refused(ask(f"regions/{code}"), 422).errors["code"]


class TestDepartments:
    def test_of_a_region(self, ask: Ask) -> None:
        found = ask.json("departments", area="320205")

        assert [each["code"] for each in found] == ["ZD320205AMR"]
        assert (found[0]["region"], found[0]["credit_code"]) == ("320205", None)

    def test_of_an_area_that_does_not_exist(self, ask: Ask) -> None:
        assert "没有这个地区" in refused(ask("departments", area="320299"), 422).errors["area"]
