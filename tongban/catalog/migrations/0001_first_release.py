"""The basic directory, items and the versions of their guides; how guides are made, listed and found."""

from django.db import migrations

from tongban.catalog.migrations.sql import guide_versions, items
from tongban.catalog.migrations.tables import directory, guides, revising, search


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('catalog', '0001_initial'),
        ('catalog', '0002_basic_directory'),
        ('catalog', '0003_licence_types_and_quality'),
        ('catalog', '0004_search'),
        ('catalog', '0005_revisions'),
        ('catalog', '0006_portal'),
        ('catalog', '0007_directory_and_traits'),
        ('catalog', '0008_papers'),
        ('catalog', '0009_periods_of_revisions'),
        ('catalog', '0010_recalls_and_remarks_by_role'),
    ]

    dependencies = [
        ('files', '0001_initial'),
        ('orgs', '0001_first_release'),
    ]

    operations = [
        migrations.RunSQL(guide_versions.RANGE, guide_versions.NO_RANGE),
        *guides.TABLES,
        *revising.TABLES,
        *directory.TABLES,
        *search.TABLES,
        migrations.RunSQL(items.CREATE, items.DROP),
        migrations.RunSQL(guide_versions.CREATE, guide_versions.DROP),
    ]
