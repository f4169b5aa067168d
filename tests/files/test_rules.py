from __future__ import annotations

import zlib

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from tests.files.conftest import BARE, PDF, picture, png_that_claims
from tongban.files import api as files
from tongban.files import pdf
from tongban.files.rules import MAX_BYTES, MAX_PIXELS, Mime, checked, safe_name


@pytest.mark.parametrize(
    ("data", "mime"),
    [(PDF, "application/pdf"), (picture("PNG"), "image/png"), (picture("JPEG"), "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_the_kind_is_told_from_the_bytes(data: bytes, mime: str) -> None:
    assert checked(data) == mime


@pytest.mark.parametrize(
    "data",
    [b"MZ\x90\0", b"<html><script>", b"PK\x03\x04", picture("GIF"), picture("WEBP"), b" " + PDF, b"hello"],
    ids=["exe", "html", "zip", "gif", "webp", "pdf-behind-a-space", "text"],
)
def test_any_other_kind_is_refused(data: bytes) -> None:
    with pytest.raises(files.WrongType) as refusal:
        checked(data)

    assert "PDF、JPG 或 PNG" in refusal.value.message


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(files.Empty):
        checked(b"")


def test_a_file_of_exactly_20_mb_is_taken_and_one_byte_more_is_refused() -> None:
    largest = PDF[:9] + b"%" * (MAX_BYTES - len(PDF)) + PDF[9:]

    assert checked(largest) == Mime.PDF
    with pytest.raises(files.TooLarge, match="20 MB"):
        checked(largest + b"\n")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_cut_short_is_refused(form: str) -> None:
    data = picture(form, (200, 200))

    with pytest.raises(files.DamagedPicture):
        checked(data[: len(data) // 2])


@pytest.mark.parametrize("signature", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
@given(rest=st.binary(max_size=200))
def test_nothing_behind_the_signature_of_a_picture_makes_the_check_fail_in_another_way(
    signature: bytes, rest: bytes
) -> None:
    with pytest.raises((files.DamagedPicture, files.PictureTooLarge)):
        checked(signature + rest)


def test_a_png_with_one_wrong_checksum_is_refused() -> None:
    data = bytearray(picture("PNG"))
    data[-20] ^= 1

    with pytest.raises(files.DamagedPicture):
        checked(bytes(data))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [8_950, 10_000, 60_000])
def test_a_small_file_that_promises_too_many_pixels_is_refused_before_it_is_decoded(side: int) -> None:
    assert side * side > MAX_PIXELS

    with pytest.raises(files.PictureTooLarge, match="尺寸太大"):
        checked(png_that_claims(side, side))


def test_a_pdf_without_its_end_is_refused() -> None:
    with pytest.raises(files.DamagedPdf):
        checked(PDF.removesuffix(b"%%EOF\n"))


def test_a_pdf_whose_end_lies_far_before_other_bytes_is_refused() -> None:
    with pytest.raises(files.DamagedPdf):
        checked(PDF + b"\0" * 2000)


def test_a_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(files.EncryptedPdf, match="去掉密码"):
        checked(PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R"))


def paged(more: bytes = b"", *, packed: bool = False) -> bytes:
    """A PDF of one page, with ``more`` among its objects; ``packed``: in an object stream, as newer programs write."""
    objects = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >> << /Type /Page /Parent 2 0 R >> " + more
    if packed:
        body = zlib.compress(objects)
        head = b"<< /Type /ObjStm /N 2 /First 8 /Filter /FlateDecode /Length %d >>\nstream\r\n" % len(body)
        objects = head + body + b"\nendstream"
    return BARE.replace(b"trailer", b"2 0 obj\n" + objects + b"\nendobj\ntrailer")


WITHOUT_A_PAGE = (
    BARE,
    BARE.replace(b"/Catalog", b"/Catalog /Pages 2 0 R"),
    BARE.replace(b">>", b"/Type /PageLabel>>", 1),
    BARE.replace(b"trailer", b"2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\ntrailer"),
)


@pytest.mark.parametrize("data", WITHOUT_A_PAGE)
def test_a_pdf_without_a_page_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(files.PdfWithoutPages, match=r"没有一页内容.*重新导出"):
        checked(data)


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_is_found_also_where_newer_programs_pack_it_away(packed: bool) -> None:  # noqa: FBT001
    assert checked(paged(packed=packed)) == Mime.PDF
    assert checked(typst.compile(b"#set page(width: 4cm)\nText")) == Mime.PDF


def test_whoever_hands_in_what_cannot_be_unpacked_here_is_not_refused_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = paged(packed=True).replace(b"stream\r\n\x78", b"stream\r\n\x00")
    assert checked(broken) == Mime.PDF

    monkeypatch.setattr(pdf, "MOST_UNPACKED", 100)

    assert checked(paged(b" " * 200_000, packed=True)) == Mime.PDF


class TestPublished:
    """What the city shows to everybody; what applicants hand in is held to less."""

    @pytest.mark.parametrize("packed", [False, True])
    def test_a_pdf_with_a_page_is_taken_also_when_it_opens_at_a_page(self, packed: bool) -> None:  # noqa: FBT001
        data = paged(b"<< /OpenAction [3 0 R /FitH null] >> (JavaScript)", packed=packed)

        assert checked(data, published=True) == Mime.PDF

    def test_what_typst_draws_is_taken(self) -> None:
        assert checked(typst.compile(b"#set page(width: 4cm)\nText"), published=True) == Mime.PDF

    def test_one_without_a_page_is_refused(self) -> None:
        for data in WITHOUT_A_PAGE:
            with pytest.raises(files.PdfWithoutPages, match="没有一页"):
                checked(data, published=True)

    @pytest.mark.parametrize("packed", [False, True])
    @pytest.mark.parametrize(
        "action",
        [
            b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
            b"<< /OpenAction << /S/J#61vaScript/JS 4 0 R >> >>",
            b"<< /AA << /O << /S /Launch /F (cmd.exe) >> >> >>",
            b"<< /A << /S /SubmitForm /F (http://example.org) >> >>",
        ],
        ids=["javascript", "escaped", "launch", "submit"],
    )
    def test_one_that_acts_by_itself_is_refused(self, action: bytes, packed: bool) -> None:  # noqa: FBT001
        data = paged(action, packed=packed)

        assert checked(data) == Mime.PDF
        with pytest.raises(files.PdfActs, match="打印为 PDF"):
            checked(data, published=True)

    def test_one_packed_in_a_way_that_cannot_be_read_is_refused(self) -> None:
        with pytest.raises(files.DamagedPdf):
            checked(paged(packed=True).replace(b"stream\r\n\x78", b"stream\r\n\x00"), published=True)

    def test_a_small_one_that_unfolds_without_end_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf, "MOST_UNPACKED", 100_000)

        with pytest.raises(files.DamagedPdf):
            checked(paged(b" " * 200_000, packed=True), published=True)

    @given(st.lists(st.sampled_from([b"stream\n", b"obj", b"/ObjStm", b"/Filter", b"endstream", b"#4", b"\0x"])))
    def test_whatever_it_holds_nothing_fails_in_another_way(self, parts: list[bytes]) -> None:
        with pytest.raises((files.DamagedPdf, files.PdfWithoutPages)):
            checked(b"%PDF-1.7\n" + b" ".join(parts) + b"\n%%EOF", published=True)


@pytest.mark.parametrize(
    ("given_name", "mime", "name"),
    [
        ("租赁合同.pdf", Mime.PDF, "租赁合同.pdf"),
        ("照片.JPG", Mime.JPEG, "照片.JPG"),
        ("照片.jpeg", Mime.JPEG, "照片.jpeg"),
        ("C:\\用户\\桌面\\合同.pdf", Mime.PDF, "合同.pdf"),
        ("../../etc/passwd", Mime.PDF, "passwd.pdf"),
        ("工具.exe", Mime.PNG, "工具.exe.png"),
        ("合同.pdf", Mime.PNG, "合同.pdf.png"),
        ("\u202efdp.合同\u200b\0\r\n.pdf", Mime.PDF, "fdp.合同.pdf"),
        ("  a   b .pdf", Mime.PDF, "a b.pdf"),
        ('a<b>"c|d?.pdf', Mime.PDF, "a＜b＞＂c｜d？.pdf"),
        ("𠮷野家执照.png", Mime.PNG, "𠮷野家执照.png"),
        ("", Mime.PDF, "未命名.pdf"),
        (".pdf", Mime.PDF, "未命名.pdf"),
        ("...", Mime.JPEG, "未命名.jpg"),
        ("目录/", Mime.JPEG, "未命名.jpg"),
    ],
)
def test_a_name_is_kept_as_given_but_safe_and_true(given_name: str, mime: Mime, name: str) -> None:
    assert safe_name(given_name, mime) == name


def test_a_very_long_name_keeps_its_ending_and_fits_a_file_system() -> None:
    name = safe_name("很长的名称" * 100 + ".pdf", Mime.PDF)

    assert name.endswith(".pdf")
    assert 170 < len(name.encode()) <= 180


@given(st.text(), st.sampled_from(Mime))
def test_any_name_becomes_one_that_can_be_saved_and_stays_itself(given_name: str, mime: Mime) -> None:
    name = safe_name(given_name, mime)

    assert 0 < len(name.encode()) <= 180
    assert not set(name) & set('/\\<>:"|?*\0\r\n')
    assert safe_name(name, mime) == name
