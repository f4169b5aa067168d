"""Clocks that began before they said who acts for the party take it from their case."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

TAKE = """
UPDATE duties_duty SET agent = 'party:' || cases_case.agent_id FROM cases_case
WHERE duties_duty.subject = cases_case.id AND duties_duty.subject_kind = 'case' AND cases_case.agent_id IS NOT NULL
"""


class Migration(migrations.Migration):
    """What the clock of a case is about, beside whom it is owed to."""

    dependencies: ClassVar = [("cases", "0005_page_by_department"), ("duties", "0005_agent_of_a_party")]
    operations: ClassVar = [migrations.RunSQL(TAKE, migrations.RunSQL.noop)]
