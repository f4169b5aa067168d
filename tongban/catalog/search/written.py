"""Groups of words as people write them: in a file of the city, or at the desk."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from tongban.catalog.errors import BadItems
from tongban.catalog.search.lexicon import Group
from tongban.catalog.search.plain import plain

FILE = "synonyms.toml"
LONGEST, SHORTEST, MOST = 20, 2, 80
_SEPARATORS = re.compile(r"[\s,，、;；]+")
_NUMBER = re.compile(r"\d{5}|@")


def words_in(text: str) -> tuple[str, ...]:
    """Return the words that are typed with blanks or commas between them, each once."""
    return tuple(dict.fromkeys(filter(None, _SEPARATORS.split(text.strip()))))


def fault_of(say: Iterable[str], means: Iterable[str]) -> str:
    """Return in Chinese why words are no group; empty if they are one."""
    said, meant = tuple(say), tuple(means)
    every = (*said, *meant)
    if not said:
        return "请写上人们会说的词。"
    if len(every) < SHORTEST:
        return "一组至少要有两个词，一个词没有什么可以换着用的。"
    if len(every) > MOST:
        return f"一组最多{MOST}个词，请分成几组。"
    for word in every:
        if not len(plain(word)) >= SHORTEST or len(word) > LONGEST:
            return f"“{word}”太短或者太长，每个词2到{LONGEST}个字。"
        if _NUMBER.search(word):
            return f"“{word}”像号码或者邮箱，不能作为同义词。"
    return ""


def group_id(first: str) -> str:
    """Return the identifier of a group of a file: the same for the same first word in every city."""
    return str(uuid5(NAMESPACE_OID, f"tongban/synonyms/{plain(first)}"))


def groups_of(path: Path) -> list[Group]:
    """Return the groups of a directory's file, none if there is no file; BadItems with every line that is wrong."""
    file = path / FILE
    if not file.exists():
        return []
    try:
        written = tomllib.loads(file.read_text(encoding="utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{FILE} 读不出来（{error}）。没有载入任何内容。"
        raise BadItems(message) from None
    rows = written.get("groups")
    if written.keys() != {"groups"} or not isinstance(rows, dict):
        message = f"{FILE} 只能有一个 [groups] 表。没有载入任何内容。"
        raise BadItems(message)
    return _checked(rows)


def _checked(rows: dict[str, object]) -> list[Group]:
    groups, faults = [], []
    for said, meant in rows.items():
        say, means = words_in(said), words_in(meant) if isinstance(meant, str) else ()
        fault = fault_of(say, means) if isinstance(meant, str) else "右边要写成一行字。"
        if fault:
            faults.append(f"“{said[:LONGEST]}”：{fault}")
        else:
            groups.append(Group(group_id(say[0]), say, means))
    ids = [group.id for group in groups]
    faults += [f"“{one.say[0]}”开头的组写了两次。" for one in groups if ids.count(one.id) > 1]
    if faults:
        message = f"{FILE} 有问题：{'；'.join(faults)}没有载入任何内容。"
        raise BadItems(message)
    return groups


def key_of(group: Group) -> UUID:
    """Return the identifier of a group as the database keeps it."""
    return UUID(group.id)
