"""Persons, staff, what they may, and the systems that ask who somebody is."""

from django.db import migrations

from tongban.identity.migrations.sql import administrators, documents
from tongban.identity.migrations.tables import accounts, connecting, parties, staff


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('identity', '0001_initial'),
        ('identity', '0002_auditor'),
        ('identity', '0003_roles'),
        ('identity', '0004_documents'),
        ('identity', '0005_delegation'),
        ('identity', '0006_signing_in'),
        ('identity', '0007_searching'),
        ('identity', '0008_systems_and_links'),
        ('identity', '0009_staff'),
        ('identity', '0010_brakes_and_new_mobile'),
        ('identity', '0011_systems_within_regions'),
        ('identity', '0012_share_of_codes'),
        ('identity', '0013_staff_checks'),
        ('identity', '0014_roles_of_revising'),
        ('identity', '0015_session_provider'),
        ('identity', '0016_code_for_following'),
        ('identity', '0017_partners_are_no_post'),
        ('identity', '0018_mailbox'),
        ('identity', '0019_interested_parties'),
    ]

    dependencies = []

    operations = [
        *accounts.TABLES,
        *parties.TABLES,
        *staff.TABLES,
        *connecting.TABLES,
        migrations.RunSQL(documents.CREATE, documents.DROP),
        migrations.RunSQL(administrators.CREATE, administrators.DROP),
    ]
