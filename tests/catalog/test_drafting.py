"""A guide drafted from facts says what is known, admits what is not, and can be published as it stands."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.catalog.conftest import NOW, WUXI
from tongban.catalog import api as catalog
from tongban.catalog.drafting.materials import kind_of
from tongban.catalog.drafting.outcome import kind_of as result_kind
from tongban.catalog.facts import ItemRow
from tongban.catalog.guide.comparing import longer, longer_by_law
from tongban.catalog.guide.limits import Statutory
from tongban.catalog.guide.parts import Amount
from tongban.catalog.guide.terms import CountedFrom, MaterialKind, ResultKind
from tongban.catalog.models import GuideVersion
from tongban.catalog.reading import item_rows
from tongban.kernel.limits import Unit

ROWS = {row.code: row for row in item_rows(WUXI)}
FORMS = sorted(file.stem for file in (WUXI / "forms").glob("*.toml"))


def guide(code: str) -> catalog.Guide:
    found = catalog.published(code, at=NOW)
    assert found is not None
    return found.guide


def every() -> list[catalog.Guide]:
    found = GuideVersion.objects.filter(effective_to=None).select_related("item").defer("document")
    return [version.guide for version in found]


@pytest.mark.usefixtures("standing")
class TestSample:
    def test_every_material_of_the_facts_is_in_the_guide_and_none_that_nobody_knows_of(self) -> None:
        for code, row in ROWS.items():
            named = [one.name for one in guide(code).materials]
            extra = named[len(row.facts.materials) :]
            assert len(named) >= len(row.facts.materials), code
            assert extra in ([], ["授权委托书和代理人身份证明"]), code

    def test_every_condition_of_a_material_is_decided_by_the_form_or_left_open(self) -> None:
        for one in every():
            for material in one.materials:
                if material.need == catalog.Need.WHEN:
                    assert material.when is not None
                    assert set(catalog.fields_of(material.when)) <= set(one.form.properties)
                    assert material.when_text

    def test_no_promise_is_longer_than_the_law_allows(self) -> None:
        both = [(one.limits.promised, one.limits.statutory) for one in every() if one.limits.statutory]

        assert [pair for pair in both if pair[0].amount and longer(*pair) is not False] == []

    @pytest.mark.parametrize(
        ("code", "limit"), [("ZIPTHZ", "15日"), ("ZISHTT", "60日"), ("ZIMBFQ", "60日"), ("ZIJSZG", "30日")]
    )
    def test_what_another_law_counts_in_natural_days_is_not_made_working_days(self, code: str, limit: str) -> None:
        limits = guide(code).limits

        assert limits.statutory is not None
        assert limits.statutory.legal_text == limit
        assert limits.extension is None or limits.extension.unit == Unit.NATURAL_DAY

    def test_only_what_somebody_looked_up_counts_from_the_receipt_and_names_its_law(self) -> None:
        (permit,) = (one for one in every() if one.limits.from_receipt)

        assert permit.basics.item == "ZISGXK"
        assert permit.limits.statutory is not None
        assert "建筑法" in permit.law(permit.limits.statutory.legal or "").law

    def test_the_limits_are_those_of_the_facts_where_these_are_sure(self) -> None:
        assert guide("ZIGGWS").limits.promised.text == "5个工作日"
        assert guide("ZIGSSL").limits.promised.text == "0.5个工作日"
        assert guide("ZIGTSL").limits.promised.text == "当场"
        assert guide("ZIHKQY").limits.statutory is None
        school = guide("ZIMBXX").limits.statutory
        assert school is not None
        assert (school.amount, school.unit) == (3, Unit.MONTH)  # 民办教育促进法14: 自受理之日起三个月
        assert guide("ZIMBXX").limits.promised.unit == Unit.WORKING_DAY

    @pytest.mark.parametrize(
        ("code", "law"),
        [
            ("ZISPYX", ("中华人民共和国行政许可法", "第四十二条")),
            ("ZIGSSL", ("中华人民共和国市场主体登记管理条例", "第十九条")),
            ("ZIGGWS", ("中华人民共和国行政许可法", "第四十二条")),
        ],
    )
    def test_the_limit_is_made_longer_by_the_law_that_says_so_not_by_what_the_item_rests_on(
        self, code: str, law: tuple[str, str]
    ) -> None:
        found = guide(code)
        assert found.limits.extension is not None
        assert found.limits.extension.legal is not None

        longer_by = found.law(found.limits.extension.legal)

        assert (longer_by.law, longer_by.article) == law
        assert longer_by != found.legal[0]

    def test_a_promise_that_may_exceed_the_law_is_written_as_the_law(self) -> None:
        aid = guide("ZIFLYZ").limits

        assert aid.promised.text == "7个自然日"
        assert "不能确定不超过" in aid.promised.note

    def test_each_sort_of_matter_follows_its_own_rules(self) -> None:
        by_type = {
            one.basics.type: {each.regime for each in every() if each.basics.type == one.basics.type} for one in every()
        }

        assert by_type[catalog.ItemType.LICENCE] == {"ADMINISTRATIVE_LICENCE"}
        assert by_type[catalog.ItemType.PAYMENT] == {"PAYMENT"}
        assert by_type[catalog.ItemType.CONFIRMATION] == {"CONFIRMATION"}
        assert by_type[catalog.ItemType.PUBLIC_SERVICE] == {"PUBLIC_SERVICE"}
        assert by_type[catalog.ItemType.OTHER_POWER] == {"CITY_DEFAULT", "MARKET_REGISTRATION"}

    def test_what_is_not_known_says_so(self) -> None:
        fee = guide("ZIZYDL").fees.entries[0]
        law = guide("ZIZYDL").law(fee.legal)

        assert not law.article_verified
        assert "待核定" in fee.standard
        assert "待核定" in guide("ZIGGWS").limits.promised.note
        assert all("样例" in one.questions[-1].answer for one in every() if one.basics.item != "ZISPJY")

    def test_no_telephone_is_real_and_none_that_is_meant_for_keepers_reaches_the_public(self) -> None:
        phones = {phone for one in every() for phone in one.contacts.consultation.phones}
        texts = "".join(json.dumps(one.model_dump(mode="json"), ensure_ascii=False) for one in every())

        assert all(phone.endswith("（示例）") for phone in phones)
        assert not re.search(r"lawtext|hunan|find_string|LawRefBook", texts)

    @pytest.mark.parametrize(
        ("code", "to"),
        [
            ("ZIGGWS", "无锡市人民政府"),
            ("ZIGGWS320211", "无锡市滨湖区人民政府"),
            ("ZIZJDS", "无锡市锡山区人民政府"),
            ("ZITDQS", "江苏省人民政府"),
            ("ZIXBNS", "国家税务总局江苏省税务局"),
        ],
    )
    def test_an_appeal_goes_to_the_government_above_the_department(self, code: str, to: str) -> None:
        assert guide(code).remedies[0].to == to

    def test_a_dispute_over_land_is_appealed_before_it_is_sued(self) -> None:
        first, then = guide("ZITDQS").remedies

        assert "应当先申请行政复议" in first.text
        assert then.within.text == "15个自然日"

    @pytest.mark.parametrize("code", FORMS)
    def test_a_written_form_decides_which_materials_apply(self, code: str) -> None:
        form = guide(code).form

        assert len(form.groups) >= 3
        assert len(form.properties) >= 13

    def test_a_condition_may_be_promised_where_the_city_says_so_in_its_districts_too(self) -> None:
        plain, pledged = guide("ZIYPLS"), [guide("ZIGGWS"), guide("ZIGGWS320213")]

        assert not any(one.commitment for one in plain.criteria)
        for one in pledged:
            (may,) = [criterion for criterion in one.criteria if criterion.commitment]
            assert may.commitment is not None
            assert (may.text, one.material(may.commitment.spares[0]).name) == ("检测合格。", "卫生检测或者评价报告")
            assert one.law(str(may.commitment.legal)).law_verified is False

    def test_what_an_applicant_answers_switches_the_materials(self) -> None:
        rent = guide("ZIGZTQ").materials_for({"reason": "RENT"})
        purchase = guide("ZIGZTQ").materials_for({"reason": "PURCHASE"})
        closing = {one.material.name for one in guide("ZIGSZX").materials_for({"way": "SIMPLE"})}

        assert {one.material.name for one in rent} == {"身份证", "住房租赁合同备案信息", "无房证明"}
        assert {one.material.name for one in purchase} == {"身份证", "不动产权证书或购房合同"}
        assert "全体投资人承诺书" in closing
        assert "清算报告" not in closing

    def test_sensitive_answers_are_marked_wherever_they_are_asked(self) -> None:
        secret = {"resident-id", "cn-mobile"}
        open_ones = [
            (one.basics.item, name)
            for one in every()
            for name, field in one.form.properties.items()
            if field.format in secret and not field.sensitive
        ]

        assert open_ones == []

    def test_a_district_does_the_same_service_in_another_department(self) -> None:
        city, district = guide("ZIGGWS"), guide("ZIGGWS320211")

        assert district.department.decides.name == "无锡市滨湖区数据局"
        assert district.windows[0].place == "ZP320211"
        assert (city.limits.promised.amount, district.limits.promised.amount) == (5, 3)
        assert district.form.properties["place_region"].within == "320211"
        assert city.form.properties["place_region"].within == "3202"
        assert [one.name for one in city.materials] == [one.name for one in district.materials]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("营业执照", MaterialKind.CERTIFICATE),
        ("教师资格证书", MaterialKind.CERTIFICATE),
        ("入会申请表", MaterialKind.FORM),
        ("施工方案", MaterialKind.OTHER),
    ],
)
def test_the_kind_of_a_material_follows_from_its_name(name: str, kind: MaterialKind) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("营业执照", ResultKind.CERTIFICATE),
        ("中华人民共和国残疾人证", ResultKind.CERTIFICATE),
        ("水土保持方案批复", ResultKind.APPROVAL),
        ("认定工伤决定书", ResultKind.DOCUMENT),
        ("提取到账", ResultKind.OTHER),
    ],
)
def test_the_kind_of_a_result_follows_from_its_name(name: str, kind: ResultKind) -> None:
    assert result_kind(name) == kind


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((15, Unit.WORKING_DAY), (60, Unit.NATURAL_DAY), False),
        ((20, Unit.WORKING_DAY), (3, Unit.MONTH), False),
        ((3, Unit.WORKING_DAY), (7, Unit.NATURAL_DAY), None),
        ((20, Unit.WORKING_DAY), (30, Unit.NATURAL_DAY), None),
        ((1, Unit.HALF_WORKING_DAY), (30, Unit.NATURAL_DAY), False),
        ((1, Unit.MONTH), (20, Unit.WORKING_DAY), None),
        ((3, Unit.MONTH), (20, Unit.WORKING_DAY), True),
        ((60, Unit.NATURAL_DAY), (15, Unit.WORKING_DAY), True),
        ((16, Unit.WORKING_DAY), (15, Unit.NATURAL_DAY), True),
        ((15, Unit.WORKING_DAY), (15, Unit.NATURAL_DAY), True),
        ((5, Unit.WORKING_DAY), (5, Unit.NATURAL_DAY), None),
        ((15, Unit.NATURAL_DAY), (15, Unit.WORKING_DAY), False),
    ],
)
def test_working_days_are_surely_over_within_natural_days_that_leave_room_for_every_holiday(
    one: tuple[int, Unit],
    other: tuple[int, Unit],
    expected: bool | None,  # noqa: FBT001 - what the table says
) -> None:
    assert longer(Amount(amount=one[0], unit=one[1]), Amount(amount=other[0], unit=other[1])) is expected


def test_a_row_of_the_directory_names_its_entry_by_itself() -> None:
    row: ItemRow = ROWS["ZIGSSL"]

    assert row.basic_local_code == "ZBGSSL"
    assert row.model_copy(update={"basic": "ZBANDERS"}).basic_local_code == "ZBANDERS"


def test_no_rule_is_lost_by_the_sample_files() -> None:
    known: dict[str, Any] = json.loads((WUXI / "items.jsonl").read_text("utf-8").splitlines()[0])

    assert known["facts"]["labels"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((10, CountedFrom.RECEIPT), (10, CountedFrom.RECEIPT), False),
        ((11, CountedFrom.RECEIPT), (10, CountedFrom.RECEIPT), True),
        ((10, CountedFrom.RECEIPT), (10, CountedFrom.ACCEPTANCE), False),
        ((11, CountedFrom.RECEIPT), (10, CountedFrom.ACCEPTANCE), None),
        ((10, CountedFrom.ACCEPTANCE), (10, CountedFrom.RECEIPT), None),
        ((11, CountedFrom.ACCEPTANCE), (10, CountedFrom.RECEIPT), True),
    ],
)
def test_limits_that_begin_on_other_days_are_longer_only_where_that_is_sure(
    one: tuple[int, CountedFrom],
    other: tuple[int, CountedFrom],
    expected: bool | None,  # noqa: FBT001 - what the table says
) -> None:
    made = [Statutory(amount=days, unit=Unit.WORKING_DAY, counted_from=since) for days, since in (one, other)]

    assert longer_by_law(*made) is expected
