"""What stands in the sample city for a paper that somebody handed in: one page that says so, and what it stands for."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from tongban.documents import api as documents

PAGE = (620, 877)
"""A4 at 75 dots an inch: easily read, and a few kilobytes."""
FONT = "400Regular/NotoSansSC_400Regular.ttf"
LINE = 13
"""How many characters of a name fit on a line."""


@cache
def specimen(name: str) -> bytes:
    """Return a PDF of one page with 「样例材料」 and the name of the material; without our fonts only a frame."""
    page = Image.new("1", PAGE, 1)
    brush = ImageDraw.Draw(page)
    brush.rectangle((40, 40, PAGE[0] - 40, PAGE[1] - 40), outline=0, width=2)
    if folder := documents.font_dir():
        path = str(folder / FONT)
        _middle(brush, 190, "样例材料", _font(path, 30))
        for number, line in enumerate(wrap(name, LINE)):
            _middle(brush, 300 + 58 * number, line, _font(path, 40))
        _middle(brush, 740, "虚构内容，只用于演示，不能作为证明使用", _font(path, 20))
    out = BytesIO()
    page.save(out, "PDF", resolution=75, title=name, producer="Tongban")
    return out.getvalue()


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _middle(brush: ImageDraw.ImageDraw, top: int, text: str, font: ImageFont.FreeTypeFont) -> None:
    brush.text((PAGE[0] / 2, top), text, fill=0, font=font, anchor="ma")
