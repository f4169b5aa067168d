"""Cases with all that hangs on them."""

from django.db import migrations

from tongban.cases.migrations.sql import archive, guide_versions, numbers, order, reading
from tongban.cases.migrations.tables import afterwards, examining, handling, window
from tongban.cases.migrations.tables.together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0002_correction_keeps_original'),
        ('cases', '0003_undelivered_index'),
        ('cases', '0004_agent'),
        ('cases', '0005_page_by_department'),
        ('cases', '0006_agent_of_running_clocks'),
        ('cases', '0007_count_what_is_in_hand'),
        ('cases', '0008_guide_only_goes_forward'),
        ('cases', '0009_window_and_handing_out'),
        ('cases', '0010_additions'),
        ('cases', '0011_promises_prescreening_endings'),
        ('cases', '0012_steps_and_colleagues'),
        ('cases', '0013_order_checks_and_texts'),
        ('cases', '0014_interested_parties_and_hearings'),
        ('cases', '0015_hanging'),
        ('cases', '0016_departing_from_the_examination'),
        ('cases', '0017_points_left_unmet'),
        ('cases', '0018_approval_of_an_extension'),
        ('cases', '0019_parcels_are_taken_back'),
        ('cases', '0020_archive'),
        ('cases', '0021_hearing_put_off'),
        ('cases', '0022_complaints'),
        ('cases', '0023_departing_at_once'),
    ]

    dependencies = [
        ('catalog', '0001_first_release'),
        ('documents', '0001_first_release'),
        ('duties', '0001_first_release'),
        ('files', '0001_initial'),
        ('identity', '0001_first_release'),
        ('orgs', '0001_first_release'),
    ]

    operations = [
        migrations.RunSQL(numbers.CREATE, numbers.DROP),
        CreateTogether([*handling.TABLES, *examining.TABLES, *window.TABLES, *afterwards.TABLES]),
        migrations.RunSQL(guide_versions.CREATE, guide_versions.DROP),
        migrations.RunSQL(order.CREATE, order.DROP),
        migrations.RunSQL(archive.CREATE, archive.DROP),
        migrations.RunSQL(reading.CREATE, reading.DROP),
    ]
