from __future__ import annotations

import resource
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pypdf import PdfReader
from pytest_django import Settings

from tests.documents import samples
from tests.documents.conftest import AT
from tests.documents.test_templates import PUBLISHED
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.documents import templates, typesetting
from tongban.kernel.errors import Unavailable

Freeze = Callable[..., documents.IssuedDocument]


def read(pdf: bytes) -> str:
    """The text of a document as a reader or a screen reader finds it, without the spacing of its lines."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def kept(state: Path) -> list[Path]:
    return [path for path in (state / "files" / "documents").rglob("*") if path.is_file()]


def overwrite(document: documents.IssuedDocument, **columns: object) -> None:
    """Change a row as somebody could who has the database in hand and turns the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        documents.IssuedDocument.objects.filter(id=document.id).update(**columns)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.parametrize("template", samples.KINDS)
def test_every_kind_says_what_it_must(freeze: Freeze, template: str) -> None:
    document = freeze(template)

    text = read(documents.render(document.id))

    title = samples.KINDS[template][0]
    for words in (
        title,
        document.number,
        "无锡市示例小面馆：",
        "2026年11月23日",
        "食品经营许可（首次申请）",
        "第1页，共1页",
    ):
        assert words in text
    assert all(article in text for article in samples.facts(template)["articles"])  # type: ignore[attr-defined]  # a list
    assert "无锡市梁溪区市场监督管理局" in text


def test_a_long_number_breaks_where_its_line_ends_and_is_copied_as_it_is(freeze: Freeze) -> None:
    number = "11320213014006888L3000131012"
    pdf = documents.render(freeze("grant", case_number=number).id)

    pages = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    first = next(line for line in pages.splitlines() if "申请（办件编号" in "".join(line.split()))
    assert number[:6] in "".join(first.split())
    assert f"（办件编号{number}）" in "".join(pages.split())


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("receipt", ["一网通办网站", "营业执照", "免交，由电子证照库核验", "不表示申请已经受理", "2026年11月30日前"]),
        (
            "correction",
            ["一次性告知", "经营布局图", "图上没有标明清洗消毒区", "请最晚在2026年12月23日（含当日）完成补正"],
        ),
        (
            "acceptance",
            ["自2026年11月24日起予以受理", "10个工作日内作出决定，最晚为2026年12月8日（含当日）", "现场核查所需时间"],
        ),
        ("non_acceptance", ["决定不予受理", "可以向无锡市惠山区市场监督管理局提出申请"]),
        (
            "extension",
            [
                "原定的10个工作日内不能作出决定",
                "经本机关负责人批准，办理期限延长5个工作日",
                "最晚在2026年12月15日（含当日）作出决定",
                "承诺的办理时限（7个工作日）不因延长而改变",
            ],
        ),
        (
            "special_procedure",
            [
                "依法需要进行专家评审",
                "没有现行标准",
                "预计最晚在2026年12月18日（含当日）完成",
                "自2026年11月26日起，法定办结时限、承诺办结时限停止计算",
            ],
        ),
        (
            "new_version",
            [
                "原来按办事指南第1版办理",
                "第2版已于2026年11月25日起施行",
                "不再要求提交经营布局图",
                "承诺办结时限由7个工作日改为5个工作日",
                "已经开始计算的期限不因此改变",
            ],
        ),
        ("grant", ["决定准予行政许可", "餐饮服务（热食类食品制售）", "2031年11月29日"]),
        ("refusal", ["决定不予行政许可", "未设置独立的清洗消毒区域"]),
    ],
)
def test_each_kind_says_what_is_its_own(freeze: Freeze, template: str, words: list[str]) -> None:
    text = read(documents.render(freeze(template).id))

    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("template", ["non_acceptance", "refusal"])
def test_an_unfavourable_decision_names_both_remedies_with_the_periods_of_the_guide(
    freeze: Freeze, template: str
) -> None:
    remedies = [{**samples.RECONSIDERATION, "within": "61日"}, {**samples.LITIGATION, "within": "7个月"}]

    text = read(documents.render(freeze(template, remedies=remedies).id))

    assert "之日起61日内向无锡市梁溪区人民政府申请行政复议" in text
    assert "之日起7个月内向有管辖权的人民法院提起行政诉讼" in text
    assert "行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条" in text


def test_acceptance_by_silence_says_that_it_follows_from_the_law(freeze: Freeze) -> None:
    text = read(documents.render(freeze("acceptance", by_silence=True).id))

    assert "未在法定期限内告知需要补正的内容" in text
    assert "即为受理" in text


BY_LAW = {
    "since": "2026-11-23",
    "called": "收到申请之日",
    "law": "《建筑法》第八条",
    "limit": "7个工作日",
    "due_on": "2026-12-02",
}


@pytest.mark.parametrize(
    ("alone", "over", "says"),
    [
        (
            False,
            False,
            "《建筑法》第八条规定的7个工作日，自收到申请之日（2026年11月23日）起计算，到2026年12月2日（含当日）为止",
        ),
        (True, False, "本机关将自收到申请之日（2026年11月23日）起7个工作日内作出决定，最晚为2026年12月2日（含当日）"),
        (True, True, "最晚为2026年12月2日（含当日）。受理时这个期限已经届满"),
    ],
)
def test_acceptance_says_from_what_day_the_law_counts_where_it_is_the_receipt(
    freeze: Freeze,
    alone: bool,  # noqa: FBT001 - what the table says
    over: bool,  # noqa: FBT001 - what the table says
    says: str,
) -> None:
    text = read(documents.render(freeze("acceptance", from_receipt=BY_LAW | {"alone": alone, "over": over}).id))

    assert says in text
    assert ("自受理之日起10个工作日内作出决定" in text) is not alone


def test_a_limit_that_is_extended_while_its_clock_stands_promises_no_day(freeze: Freeze) -> None:
    text = read(documents.render(freeze("extension", due_on=None).id))

    assert "结束后继续计算，延长的时间一并计入" in text
    assert "最晚在" not in text


@pytest.mark.parametrize("template", ["extension", "special_procedure"])
def test_what_makes_a_decision_take_longer_is_told_on_one_page(freeze: Freeze, template: str) -> None:
    document = freeze(template, reason="现场核查发现的问题需要由专业机构检验后才能判断。" * 12)

    assert len(PdfReader(BytesIO(documents.render(document.id))).pages) == 1


def test_in_sample_mode_every_page_says_that_it_has_no_legal_effect(freeze: Freeze) -> None:
    points = [{"name": f"材料{index}", "text": "请补充说明。" * 9} for index in range(40)]
    pages = PdfReader(BytesIO(documents.render(freeze("correction", points=points).id))).pages

    assert len(pages) > 3
    assert all("未用印（样例）示例，不具有法律效力" in "".join(page.extract_text().split()) for page in pages)
    assert f"第2页，共{len(pages)}页" in "".join(pages[1].extract_text().split())


def test_outside_sample_mode_the_place_of_the_seal_is_left_free(freeze: Freeze) -> None:
    assert "示例，不具有法律效力" not in read(documents.render(freeze(sample=False).id))


LONG: list[dict[str, str]] = [
    {"label": "许可事项", "value": "食品经营许可（首次申请）"},
    {"label": "被许可人", "value": "无锡示例餐饮管理有限公司"},
    {"label": "经营者名称", "value": "无锡示例餐饮管理有限公司"},
    {"label": "经营场所详细地址", "value": "江苏省无锡市梁溪区示例街道示例路128号示例广场3号楼1层101、102室"},
    {"label": "主体业态", "value": "餐饮服务经营者"},
    {"label": "经营项目", "value": "热食类食品制售、冷食类食品制售、自制饮品制售、糕点类制售"},
    {"label": "有效期", "value": "自决定之日起5年"},
]


def test_an_ordinary_decision_fits_one_page(freeze: Freeze) -> None:
    laws = ["《中华人民共和国食品安全法》第三十五条", *samples.facts("grant")["articles"]]  # type: ignore[misc]

    assert len(PdfReader(BytesIO(documents.render(freeze(contents=LONG, articles=laws).id))).pages) == 1


@pytest.mark.parametrize("you", ["您", "贵单位"])
@pytest.mark.parametrize("template", sorted(samples.KINDS.keys() - {"hearing_minutes"}))
def test_a_person_and_an_organisation_are_spoken_to_as_what_they_are(freeze: Freeze, template: str, you: str) -> None:
    text = read(documents.render(freeze(template, you=you).id))

    assert SPOKEN.get(template, "无锡市示例小面馆：{you}").format(you=you) in text
    assert "（单位）" not in text


SPOKEN = {
    "hearing_rights": "经审查，这项申请直接关系{you}的重大利益",
    "hearing_notice": "听证公开举行。{you}可以提出证据",
    "hearing_postponed": "以本通知书为准；{you}在听证中的权利不变",
}
"""Where a paper speaks to whom it is for, when that is not at once: of a matter of somebody else, or of a hearing."""


@pytest.mark.parametrize("you", ["您", "贵单位"])
def test_the_applicant_is_told_of_a_hearing_as_what_they_are(freeze: Freeze, you: str) -> None:
    text = read(documents.render(freeze("hearing_rights", you=you, interested=False, code=None).id))

    assert f"无锡市示例小面馆：{you}提出的" in text


@pytest.mark.parametrize("you", ["您", "贵单位"])
def test_the_minutes_of_a_hearing_speak_to_nobody(freeze: Freeze, you: str) -> None:
    text = read(documents.render(freeze("hearing_minutes", you=you).id))

    assert "您" not in text
    assert "贵单位" not in text


def test_a_document_of_an_older_version_is_drawn_as_it_was_issued(
    freeze: Freeze, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {name: templates.pinned(name, 1, digest) for (name, version), digest in PUBLISHED.items() if version == 1}
    monkeypatch.setattr(templates, "current", first.__getitem__)

    assert "您（单位）提出的" in read(documents.render(freeze().id))


def test_the_signature_is_never_alone_on_a_page(freeze: Freeze) -> None:
    for length in range(0, 1500, 100):
        pages = PdfReader(BytesIO(documents.render(freeze("refusal", reason="理由" * length + "。").id))).pages
        last = "".join(pages[-1].extract_text().split())

        assert "联系方式" in last
        assert last.index("联系方式") < last.rindex("2026年11月23日")


@pytest.mark.parametrize(
    "words",
    [
        '#import "/frame/1.typ": *',
        '#read("1.typ") #panic() #sys.inputs',
        "*粗* _斜_ $x^2$ `原文` @ref <label> = 标题",
        "\\n \\u{41} \\ // 注释 /* 注释 */",
        "]#emph[ } ) \"引号\" '单引号'",
        '","lacking":true,"x":"',
    ],
)
def test_what_a_person_wrote_is_printed_and_never_obeyed(freeze: Freeze, words: str) -> None:
    document = freeze("refusal", addressee=words, item=words, reason=words)

    text = read(documents.render(document.id))

    assert text.count("".join(words.split())) == 3


def test_reasons_in_several_paragraphs_stay_so(freeze: Freeze) -> None:
    pdf = documents.render(freeze("refusal", reason="第一段理由。\n\n第二段理由。").id)
    lines = [line.strip() for page in PdfReader(BytesIO(pdf)).pages for line in page.extract_text().splitlines()]

    assert "第一段理由。" in lines
    assert "第二段理由。" in lines


@pytest.mark.parametrize("name", ["很长的企业名称" * 60, "A" * 500, "https://示例.example/" + "a1-" * 200])
def test_a_very_long_name_stays_on_the_paper(freeze: Freeze, name: str) -> None:
    reader = PdfReader(BytesIO(documents.render(freeze(addressee=name).id)))
    ends: list[float] = []

    def visit(text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
        ends.append(matrix[4] + (0.55 * size if text.strip() else 0))

    text = "".join(page.extract_text(visitor_text=visit) for page in reader.pages)

    assert "".join(text.replace("\u200b", "").split()).startswith("无锡市梁溪区市场监督管理局准予行政许可决定书")
    assert max(ends) < 595 - 60
    assert "".join(name.split()) in "".join(text.replace("\u200b", "").split())


def test_a_character_the_font_lacks_is_named_and_never_an_empty_box(freeze: Freeze) -> None:
    text = read(documents.render(freeze(addressee="𠮷田示例").id))

    assert "〓（U+20BB7）田示例：" in text
    assert "“〓”代表本系统字库中暂缺的字" in text


def test_rare_characters_that_the_font_has_are_printed_as_they_are(freeze: Freeze) -> None:
    text = read(documents.render(freeze(addressee="䶮㛃鿏龘").id))

    assert "䶮㛃鿏龘：" in text
    assert "〓" not in text


def test_marks_that_turn_the_reading_direction_are_not_printed(freeze: Freeze) -> None:
    text = read(documents.render(freeze(addressee="示例\u202e名称\u0000\u200b").id))

    assert "示例名称：" in text


def test_the_pdf_is_chinese_tagged_titled_and_dated(freeze: Freeze) -> None:
    document = freeze()

    reader = PdfReader(BytesIO(documents.render(document.id)))

    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"准予行政许可决定书 {document.number}"
    assert reader.metadata.author == "无锡市梁溪区市场监督管理局"
    assert reader.pages[0].mediabox.height == pytest.approx(842, abs=1)


def test_only_our_fonts_are_used_and_they_are_embedded(freeze: Freeze) -> None:
    page = PdfReader(BytesIO(documents.render(freeze().id))).pages[0]

    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]  # a dictionary

    assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all("/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts)


def test_the_same_document_is_the_same_bytes_every_time(freeze: Freeze, state: Path) -> None:
    document = freeze()
    first = documents.render(document.id)
    for path in kept(state):
        path.unlink()

    assert documents.render(document.id) == first


def test_it_is_drawn_once_and_kept_encrypted(freeze: Freeze, state: Path) -> None:
    document = freeze()
    assert kept(state) == []

    pdf = documents.render(document.id)

    (path,) = kept(state)
    assert b"%PDF" not in path.read_bytes()
    assert documents.render(document.id) == pdf


def test_a_kept_drawing_that_was_altered_is_drawn_anew(freeze: Freeze, state: Path) -> None:
    document = freeze()
    pdf = documents.render(document.id)
    (path,) = kept(state)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")

    assert documents.render(document.id) == pdf


def test_a_full_disk_does_not_stop_anybody_from_reading_a_decision(freeze: Freeze, state: Path) -> None:
    document = freeze()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        pdf = documents.render(document.id)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert pdf.startswith(b"%PDF")
    assert kept(state) == []


@pytest.mark.django_db
def test_an_unknown_document_is_not_found() -> None:
    with pytest.raises(documents.DocumentNotFound):
        documents.render(uuid4())


@pytest.mark.parametrize(
    "columns",
    [
        {"number": "锡梁市监许准〔2026〕999号"},
        {"subject": UUID(int=43)},
        {"issued_at": AT.replace(year=2025)},
        {"template": "refusal"},
        {"digest": "0" * 64},
        {"template_digest": "0" * 64},
        {"template_version": 1},
        {"signature": "ecdsa-p256-sha256.0000000000000000.AAAA"},
        {"sealed_facts": b"\1" * 80},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_a_row_altered_behind_our_back_shows_nothing(freeze: Freeze, columns: dict[str, object]) -> None:
    document = freeze()
    documents.render(document.id)
    overwrite(document, **columns)

    with pytest.raises((documents.DocumentAltered, crypto.KeyMissing)) as refusal:
        documents.render(document.id)

    assert isinstance(refusal.value, Unavailable)


def test_facts_of_one_document_cannot_stand_in_another(freeze: Freeze) -> None:
    one, other = freeze(), freeze()
    overwrite(one, sealed_facts=other.sealed_facts, digest=other.digest, signature=other.signature)

    with pytest.raises(documents.DocumentAltered, match="核验"):
        documents.render(one.id)


def test_without_the_font_only_drawing_is_refused(freeze: Freeze, settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = settings.BUILD_DIR = tmp_path

    document = freeze()

    assert not documents.available()
    with pytest.raises(documents.FontMissing) as refusal:
        documents.render(document.id)
    assert "效力不受影响" in refusal.value.message


def test_a_font_in_the_build_folder_is_found(settings: Settings, tmp_path: Path) -> None:
    shipped = typesetting.font_dir()
    assert shipped is not None
    settings.BASE_DIR, settings.BUILD_DIR = tmp_path, tmp_path / "build"
    settings.BUILD_DIR.mkdir()
    (settings.BUILD_DIR / "fonts").symlink_to(shipped)

    assert typesetting.font_dir() == settings.BUILD_DIR / "fonts"
    assert documents.available()


def test_a_template_that_changed_since_is_refused_and_not_drawn() -> None:
    pinned = templates.current("grant")

    with pytest.raises(documents.TemplateChanged, match="模板"):
        templates.pinned("grant", pinned.version, "0" * 64)
    with pytest.raises(documents.TemplateChanged):
        templates.pinned("grant", 999, pinned.digest)
