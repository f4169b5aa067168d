"""How an entry comes to the record: by one function, with the moment of the database, and into the queue for its place.

The application is granted no INSERT and no DELETE on the record, its queue and its order (config/rights.py): it calls
functions, which act as the owner of the tables. Their search path is pinned, or who calls them could put a table of their
own in the place of ours.
"""

AS_OWNER = "SECURITY DEFINER SET search_path = public, pg_temp"

# Whatever an INSERT says, and whoever says it: a trigger costs a few microseconds and binds the owner too, which
# privileges on columns do not. A restore loads the rows before it makes the triggers, so that moments stay as they were.
STAMP = """
CREATE FUNCTION ledger_stamp_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_stamped BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_stamp_entry();
"""

# The way of every verb: the order rule and the entry in one call, whose plans the session keeps. As one statement with
# the same parts it cost the server twice as much, most of it planning.
RECORD = f"""
CREATE FUNCTION ledger_record(
    p_at timestamptz, p_actor uuid, p_actor_kind text, p_for_party uuid, p_verb text, p_kind text, p_subject uuid,
    p_before text, p_after text, p_operation uuid, p_facts jsonb, p_purpose text, p_basis text, p_about uuid[],
    p_reading boolean, p_disclose text, p_disclose_from date, p_withheld_basis text
) RETURNS bigint LANGUAGE plpgsql {AS_OWNER} AS $$
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
    RETURN made;
END $$;
"""

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

CREATE = STAMP + RECORD + QUEUE
DROP = """
DROP TRIGGER ledger_entry_queued ON ledger_entry;
DROP FUNCTION ledger_queue_entry();
DROP FUNCTION ledger_record;
DROP TRIGGER ledger_entry_stamped ON ledger_entry;
DROP FUNCTION ledger_stamp_entry();
"""
