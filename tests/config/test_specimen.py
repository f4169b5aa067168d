from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from tongban.config.specimen import specimen


def test_a_paper_of_the_sample_city_is_one_page_on_which_something_can_be_seen() -> None:
    made = specimen("食品经营场所和设施设备布局图、操作流程等文件")

    (page,) = PdfReader(BytesIO(made)).pages
    (picture,) = page.images
    assert page.mediabox.width == 595.2
    assert picture.image is not None
    assert picture.image.convert("1").getextrema() == (0, 255)
    assert len(made) < 20_000


def test_papers_of_two_materials_do_not_look_alike() -> None:
    assert specimen("营业执照") != specimen("身份证明")
