"""Which guide a scenario is about: that of an item of the sample city, changed in places, or a whole one of its own."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from tongban.catalog import api as catalog
from tongban.config.scenarios.reading import Unreadable, plain
from tongban.duties import api as duties
from tongban.kernel.actors import SYSTEM

USUAL = "ZISPJY"
EMPTY = (("limits", "statutory"),)
LIKE = frozenset({"like", "code", "remove"})


def item_of(given: object, regime: str, *, at: datetime) -> str:
    """Have the guide of a scenario in force at a moment and return the code of its item.

    ``given``: the code or the name of an item, a whole guide, or one that is ``like`` that of an item but for what is
    said besides; nothing is 食品经营许可. ``regime``: the code or the name of the rules in its place.
    """
    if not isinstance(given, Mapping):
        code = found(str(given or USUAL))
        return _changed(code, {}, regime, at) if regime else code
    if "basics" in given and "like" not in given:
        document = dict(given)
        return _published(str(document["basics"].get("item", "")), _under(document, regime), at)
    code = found(str(given.get("like") or given.get("code") or USUAL))
    return _changed(code, given, regime, at)


def found(word: str) -> str:
    """Return the code of an item that is named by it or by its name; Unreadable where there is none."""
    rows = catalog.Item.objects.all()
    code = rows.filter(code__iexact=word.strip()).values_list("code", flat=True).first()
    code = code or rows.filter(name=word.strip()).order_by("code").values_list("code", flat=True).first()
    if code is None:
        raise Unreadable(f"没有“{word}”这个事项，请写 sample/wuxi/items.jsonl 里的 code 或者 name")
    return str(code)


def document_of(code: str, *, at: datetime) -> dict[str, Any]:
    """Return the guide in force as it would be written in a file."""
    force = catalog.published(code, at=at)
    if force is None:
        raise Unreadable(f"{code} 在 {at:%Y-%m-%d} 没有生效的办事指南")
    return deepcopy(dict(force.document))


def changed(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a guide with changes: by its parts, or by paths such as ``limits.promised.amount`` (``materials.3.need``).

    What is an object is changed in what is said of it and otherwise stays; anything else takes the place of what was
    there, and null takes it away. ``remove``: paths to take away.
    """
    document = deepcopy(dict(document))
    result = _merged(
        deepcopy(document), {key: value for key, value in changes.items() if key not in LIKE and "." not in key}
    )
    for path, value in changes.items():
        if "." in path:
            _put(result, path.split("."), value, path)
    gone = changes.get("remove", [])
    for path in [gone] if isinstance(gone, str) else gone:
        _put(result, str(path).split("."), None, str(path))
    return _with_empty(document, result)


def _with_empty(old: Mapping[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Keep as null what the format wants to be said even where there is none: a guide without a statutory limit."""
    for part, name in EMPTY:
        held = new.get(part)
        if isinstance(held, dict) and name in (old.get(part) or {}) and name not in held:
            new[part] = held | {name: None}
    return new


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    result = {key: value for key, value in old.items() if new.get(key, value) is not None}
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(old.get(key), Mapping):
            result[key] = _merged(old[key], value)
        elif value is not None:
            result[key] = value
    return result


def _put(into: Any, path: list[str], value: Any, whole: str) -> None:  # noqa: ANN401 - any part of a document
    head, *rest = path
    key = _key(into, head, whole)
    if rest:
        if isinstance(into, dict) and key not in into:
            if value is None:
                return
            into[key] = {}
        _put(into[key], rest, value, whole)
    elif value is None:
        _take_away(into, key)
    elif isinstance(value, Mapping) and isinstance(into, dict) and isinstance(into.get(key), Mapping):
        into[key] = _merged(into[key], value)
    else:
        into[key] = value


def _take_away(into: Any, key: Any) -> None:  # noqa: ANN401 - as above
    """Take away what is there; what never was need not be."""
    if isinstance(into, dict):
        into.pop(key, None)
    else:
        del into[key]


def _key(into: Any, head: str, whole: str) -> Any:  # noqa: ANN401 - a place in a list, or a key
    if isinstance(into, dict):
        return head
    if isinstance(into, list):
        for place, one in enumerate(into):
            if isinstance(one, Mapping) and str(one.get("id")) == head:
                return place
    raise Unreadable(f"办事指南里没有“{whole}”这个位置")


def _changed(code: str, changes: Mapping[str, Any], regime: str, at: datetime) -> str:
    return _published(code, _under(changed(document_of(code, at=at), changes), regime), at)


def _under(document: dict[str, Any], regime: str) -> dict[str, Any]:
    if not regime:
        return document
    names = {plain(code): code for code in duties.regime_codes()}
    code = names.get(plain(regime))
    if code is None:
        raise Unreadable(f"没有“{regime}”这种办理规则，有的是：{'、'.join(sorted(names.values()))}")
    return document | {"regime": code}


def _published(code: str, document: Mapping[str, Any], at: datetime) -> str:
    try:
        catalog.publish(item_code=found(code), document=document, by=SYSTEM, at=at)
    except catalog.GuideFaulty as refusal:
        raise Unreadable(
            f"这份办事指南不能发布：{'；'.join(one.rstrip('。') for one in refusal.faults)}。请改 item"
        ) from refusal
    except catalog.NotAfterLastVersion as refusal:
        raise Unreadable(f"办事指南要在 {at:%Y-%m-%d} 生效，早于样例城市开始的时间") from refusal
    return code
