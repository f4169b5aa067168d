from django.db import migrations


# The way of every verb: the order rule, the entry and its place in the queue in one call, whose plans the session keeps.
# As one statement with the same three parts it cost the server twice as much, most of it planning.
RECORD = """
CREATE FUNCTION ledger_record(
    p_at timestamptz, p_actor uuid, p_actor_kind text, p_for_party uuid, p_verb text, p_kind text, p_subject uuid,
    p_before text, p_after text, p_operation uuid, p_facts jsonb, p_purpose text, p_basis text, p_about uuid[],
    p_reading boolean, p_disclose text, p_disclose_from date, p_withheld_basis text
) RETURNS bigint LANGUAGE plpgsql AS $$
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
    INSERT INTO ledger_pending (entry_id) VALUES (made);
    RETURN made;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_reasons_order_and_seals'),
    ]

    operations = [
        migrations.RunSQL(RECORD, "DROP FUNCTION ledger_record"),
    ]
