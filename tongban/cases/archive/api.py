"""The door of what was filed."""

from __future__ import annotations

from tongban.cases.archive.errors import ArchiveNotFound, FiledAlready, NotOverYet
from tongban.cases.archive.gathering import archive_all, archive_case
from tongban.cases.archive.packing import take_archive
from tongban.cases.archive.reading import (
    Listed,
    ToFile,
    filed,
    kept_long_enough,
    may_read,
    read_archive,
    ready,
    to_file,
)
from tongban.cases.archive.rules import AWAITED_NAMES, PART_NAMES, Content, Part, Retention
from tongban.cases.archive.tables import Archive

__all__ = [
    "AWAITED_NAMES",
    "PART_NAMES",
    "Archive",
    "ArchiveNotFound",
    "Content",
    "FiledAlready",
    "Listed",
    "NotOverYet",
    "Part",
    "Retention",
    "ToFile",
    "archive_all",
    "archive_case",
    "filed",
    "kept_long_enough",
    "may_read",
    "read_archive",
    "ready",
    "take_archive",
    "to_file",
]
