"""The tables of the search: entries, where each is done, groups of words, what was asked for and not found."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class SearchEntry(models.Model):
    """What is found: a service once, however many departments do it, with the texts it is found by.

    ``key`` tells one service from another: the identifier of its entry in the basic directory. ``digest`` changes with
    the texts: by it every process sees what is new.
    """

    key = models.CharField(max_length=36, unique=True)
    name = models.CharField(max_length=200)
    words = ArrayField(models.TextField(), default=list)
    results = ArrayField(models.TextField(), default=list)
    bodies = ArrayField(models.TextField(), default=list)
    themes = ArrayField(models.TextField(), default=list)
    materials = ArrayField(models.TextField(), default=list)
    traits = ArrayField(models.TextField(), default=list)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class SearchPlacing(models.Model):
    """Where an entry is done: an item with the region it is done in.

    ``badges`` are those of its latest guide, kept because a guide is long to read.
    """

    item = models.OneToOneField("catalog.Item", models.CASCADE, primary_key=True, related_name="+")
    entry = models.ForeignKey(SearchEntry, models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)
    badges = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="catalog_search_placing", fields=["entry", "region", "item"])
        ]

    def __str__(self) -> str:
        """Return the item and the region."""
        return f"{self.item_id} {self.region}"


class SearchStamp(models.Model):
    """One of the marks that say whether anything of the search has changed: all of them together are the stamp.

    Whoever changes something takes a mark that nobody else holds, so that a long import makes no publication wait.
    """

    value = models.BigIntegerField()

    def __str__(self) -> str:
        """Return the value."""
        return str(self.value)


class SynonymGroup(models.Model):
    """同义词组: ``say`` are words people use for one thing, ``means`` the words in which items are written about it.

    ``by_hand``: an item manager made, changed or withdrew it, and no file replaces it any more. ``active`` is false for
    one that was withdrawn.
    """

    id = models.UUIDField(primary_key=True)
    say = ArrayField(models.CharField(max_length=20))
    means = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    active = models.BooleanField(default=True)
    by_hand = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_synonyms_say_something",
                condition=Q(say__len__gt=0),
                violation_error_message="同义词组至少要有一个人们会说的词",
            ),
            models.CheckConstraint(
                name="catalog_synonyms_are_several",
                condition=Q(say__len__gt=1) | Q(means__len__gt=0),
                violation_error_message="同义词组至少要有两个词",
            ),
        ]

    def __str__(self) -> str:
        """Return the first word."""
        return str(self.say[0])


class MissedWords(models.Model):
    """搜索无结果的词: what was asked for and led to nothing, and how often; never who asked.

    No text with five digits in a row or an @ is kept: it may be somebody's number or address. ``told`` counts those
    that people wrote to us themselves.
    """

    words = models.CharField(max_length=60, unique=True)
    asked = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_missed_no_numbers",
                condition=~Q(words__regex=r"[0-9]{5}|@"),
                violation_error_message="像号码或者邮箱的内容不能留下",
            )
        ]

    def __str__(self) -> str:
        """Return the words."""
        return self.words


class HotWords(models.Model):
    """热词: how often a text of the catalogue answered a question, by day. No text that people typed is in it."""

    words = models.CharField(max_length=200)
    day = models.DateField()
    asked = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["day", "words"],
                name="catalog_hot_words_once_a_day",
                violation_error_message="同一天的同一个词只计一行",
            )
        ]

    def __str__(self) -> str:
        """Return the words."""
        return self.words
