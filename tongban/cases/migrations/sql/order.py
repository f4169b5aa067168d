"""A case carries the first end of its running clocks, so that a list in the order of the clocks is read from an index.

Clocks move by verbs, by a recount of hundreds of thousands, by an extension: here every way is met, whoever wrote it. A case
that somebody else holds is passed over (SKIP LOCKED): a recount holds clocks and must not wait for a verb that holds the case
and waits for the clock. What was passed over is put right by the night's look (services/ordering.py).
"""

CREATE = """
CREATE FUNCTION cases_keep_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_case SET due_at = first.due_at
    FROM (
        SELECT held.id, ends.due_at
        FROM cases_case AS held
        CROSS JOIN LATERAL (
            SELECT min(duty.due_at) AS due_at FROM duties_duty AS duty
            WHERE duty.subject = held.id AND duty.state = 'OPEN'
        ) AS ends
        WHERE held.id IN (SELECT subject FROM moved WHERE subject_kind = 'case')
          AND held.due_at IS DISTINCT FROM ends.due_at
        FOR NO KEY UPDATE OF held SKIP LOCKED
    ) AS first
    WHERE cases_case.id = first.id;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_keep_order_of_begun AFTER INSERT ON duties_duty
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION cases_keep_order();
CREATE TRIGGER cases_keep_order_of_moved AFTER UPDATE ON duties_duty
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION cases_keep_order();
CREATE TRIGGER cases_keep_order_of_gone AFTER DELETE ON duties_duty
    REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION cases_keep_order();
"""
DROP = """
DROP TRIGGER cases_keep_order_of_begun ON duties_duty;
DROP TRIGGER cases_keep_order_of_gone ON duties_duty;
DROP TRIGGER cases_keep_order_of_moved ON duties_duty;
DROP FUNCTION cases_keep_order();
"""
