"""How entries get their place: one function moves a batch from the queue to the order.

The lock comes first, as a statement of its own: the one after it sees what the sequencer before has committed. Ranges and
look-ups by key, never a join, and a plan for each batch: the planner thinks the queue empty whenever it was last analysed
so, and a batch then took a minute; or it reads the whole ledger in order for one.
"""

from tongban.ledger.migrations.sql.writing import AS_OWNER

SEQUENCER_LOCK = 0x746F6E676C656467  # the one of services/sequencing.py
CREATE = f"""
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
DROP = "DROP FUNCTION ledger_sequence"
