"""That somebody was reminded of a draft before it is thrown away."""

from __future__ import annotations

from django.db import models


class DraftReminder(models.Model):
    """That whoever began a draft was reminded that it is thrown away soon; of no account once it was touched again."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+", primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the draft."""
        return f"提醒 {self.case_id}"
