from django.db import migrations, models


# The application is granted no INSERT and no DELETE on the record, its queue and its order (config/rights.py): it calls
# these two functions, which act as the owner of the tables. Their search path is pinned, or who calls them could put a
# table of their own in the place of ours.
RECORD = """
CREATE OR REPLACE FUNCTION ledger_record(
    p_at timestamptz, p_actor uuid, p_actor_kind text, p_for_party uuid, p_verb text, p_kind text, p_subject uuid,
    p_before text, p_after text, p_operation uuid, p_facts jsonb, p_purpose text, p_basis text, p_about uuid[],
    p_reading boolean, p_disclose text, p_disclose_from date, p_withheld_basis text
) RETURNS bigint LANGUAGE plpgsql %(as_whom)s AS $$
DECLARE
    made bigint;
BEGIN
    IF NOT p_reading AND EXISTS (
        SELECT FROM ledger_entry WHERE subject = p_subject AND at > p_at AND NOT reading
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO ledger_entry
        (at, actor_id, actor_kind, for_party, verb, kind, subject, before, after, operation, facts,
         purpose, basis, about, reading, disclose, disclose_from, withheld_basis)
    VALUES
        (p_at, p_actor, p_actor_kind, p_for_party, p_verb, p_kind, p_subject, p_before, p_after, p_operation, p_facts,
         p_purpose, p_basis, p_about, p_reading, p_disclose, p_disclose_from, p_withheld_basis)
    RETURNING id INTO made;
    %(queue)s
    RETURN made;
END $$;
"""
AS_OWNER = "SECURITY DEFINER SET search_path = public, pg_temp"
RECORD_AS_OWNER = RECORD % {"as_whom": AS_OWNER, "queue": ""}
RECORD_AS_CALLER = RECORD % {"as_whom": "", "queue": "INSERT INTO ledger_pending (entry_id) VALUES (made);"}

# Whatever writes an entry, and whoever: it waits for its place. A restore loads the rows before it makes the triggers,
# so that what has its place is not queued again.
QUEUE = """
CREATE FUNCTION ledger_queue_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.ledger_pending (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_queued AFTER INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_queue_entry();
"""
UNQUEUE = """
DROP TRIGGER ledger_entry_queued ON ledger_entry;
DROP FUNCTION ledger_queue_entry();
"""

SEQUENCER_LOCK = 0x746F6E676C656467  # the one of services/sequencing.py
# The lock comes first, as a statement of its own: the one after it sees what the sequencer before has committed.
# Ranges and look-ups by key, never a join, and a plan for each batch: the planner thinks the queue empty whenever it was
# last analysed so, and a batch then took a minute; or it reads the whole ledger in order for one.
SEQUENCE = f"""
CREATE FUNCTION ledger_sequence(p_batch integer) RETURNS bigint LANGUAGE plpgsql
{AS_OWNER} SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM pg_advisory_xact_lock({SEQUENCER_LOCK});
    WITH taken AS (
        DELETE FROM ledger_pending
        WHERE entry_id <= (
            SELECT max(entry_id) FROM (SELECT entry_id FROM ledger_pending ORDER BY entry_id LIMIT p_batch) AS oldest
        )
        RETURNING entry_id
    ), placed AS (
        INSERT INTO ledger_position (number, entry_id)
        SELECT (SELECT coalesce(max(number), 0) FROM ledger_position) + row_number() OVER (ORDER BY entry_id), entry_id
        FROM taken
        RETURNING number, entry_id
    ), mentioned AS (
        INSERT INTO ledger_mention (party, position)
        SELECT DISTINCT party, number
        FROM placed, unnest((SELECT e.about FROM ledger_entry e WHERE e.id = entry_id)) AS party
    )
    SELECT count(*) INTO made FROM placed;
    RETURN made;
END $$;
"""

REFUSE = """
CREATE TRIGGER ledger_inspection_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_inspection
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
ALLOW = "DROP TRIGGER ledger_inspection_append_only ON ledger_inspection;"


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_record_in_one_call'),
    ]

    operations = [
        migrations.RunSQL(RECORD_AS_OWNER, RECORD_AS_CALLER),
        migrations.RunSQL(QUEUE, UNQUEUE),
        migrations.RunSQL(SEQUENCE, "DROP FUNCTION ledger_sequence"),
        migrations.AlterModelTableComment(name='entry', table_comment='written by functions'),
        migrations.AlterModelTableComment(name='pending', table_comment='written by functions'),
        migrations.AlterModelTableComment(name='position', table_comment='written by functions'),
        migrations.AlterModelTableComment(name='mention', table_comment='written by functions'),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('faults', models.BigIntegerField()),
                ('lost', models.BigIntegerField()),
                ('holes', models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
