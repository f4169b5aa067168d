"""The picture of each theme. A theme that is not here gets a folder: nothing depends on a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PICTURES = {
    "生育": "baby",
    "教育": "graduation-cap",
    "劳动就业": "briefcase",
    "社会保险": "shield-check",
    "医疗": "stethoscope",
    "婚育": "heart",
    "户籍": "id-card",
    "证件": "id-card",
    "置业": "house",
    "住房保障": "house",
    "租房": "key-round",
    "养老": "hand-heart",
    "退休": "armchair",
    "社会救助": "heart-handshake",
    "残疾人": "accessibility",
    "退役军人": "medal",
    "表彰": "medal",
    "身后": "flower-2",
    "车辆": "car",
    "职业资格": "badge-check",
    "公用事业": "plug-zap",
    "文化": "book-open",
    "法律服务": "scale",
    "开办企业": "store",
    "准营": "clipboard-check",
    "餐饮": "utensils",
    "工程建设": "hard-hat",
    "变更经营": "file-pen-line",
    "注销退出": "door-open",
    "医药": "pill",
    "环保": "leaf",
    "交通运输": "truck",
    "纳税": "receipt",
    "用工": "users-round",
    "社会组织": "users-round",
    "知识产权": "lightbulb",
    "融资": "hand-coins",
}
ANY = "folder"
# What a theme is called on the first page where the catalogue's own word is an official's.
WORDS = {"准营": "经营许可", "置业": "买房", "身后": "身后事", "社会救助": "困难救助", "婚育": "结婚离婚"}


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme with its picture and how many items it has. ``word`` is what people call it."""

    name: str
    count: int

    @property
    def word(self) -> str:
        """Return the word shown."""
        return WORDS.get(self.name, self.name)

    @property
    def picture(self) -> str:
        """Return the name of the icon."""
        return PICTURES.get(self.name, ANY)


def tiles(themes: Iterable[tuple[str, int]], *, in_order_of_life: bool, most: int) -> list[Tile]:
    """Return the tiles of a door: of life's events in their order, of business by how many items there are."""
    found = [Tile(name, count) for name, count in themes if name in PICTURES]
    if in_order_of_life:
        order = list(PICTURES)
        found.sort(key=lambda tile: order.index(tile.name))
    return found[:most]
