"""How far a case is, for whoever is told of it by the open API: the case, its guide, and the few rows that say what is next.

The whole of a case (``reading``) is twenty tables, of which this answer shows four; to begin reading the others cost the
database three quarters of the time, whether there is anything in them or not. It is made as ``json`` and not as ``jsonb``,
which would be taken apart only to be written as text again.
"""

CREATE = """
CREATE FUNCTION cases_progress(p_case uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
            'case', row_to_json(c),
            'guide', json_build_object(
                'id', guide.id, 'item_id', guide.item_id, 'version', guide.version, 'digest', guide.digest,
                'published_at', guide.published_at, 'effective_from', guide.effective_from,
                'effective_to', guide.effective_to
            ),
            'later', EXISTS (
                SELECT FROM catalog_guideversion v WHERE v.item_id = guide.item_id AND v.version > guide.version
            ),
            'steps', (SELECT json_agg(r ORDER BY r.place, r.id) FROM cases_casestep r WHERE r.case_id = c.id),
            'promises', (SELECT json_agg(r ORDER BY r.made_at, r.id) FROM cases_promise r WHERE r.case_id = c.id),
            'consultations', (SELECT json_agg(r ORDER BY r.at, r.id) FROM (
                SELECT q.*, (
                    SELECT json_agg(a ORDER BY a.id) FROM cases_consulted a WHERE a.consultation_id = q.id
                ) AS consulted
                FROM cases_consultation q WHERE q.case_id = c.id
            ) AS r)
        )::text
        FROM cases_case c JOIN catalog_guideversion guide ON guide.id = c.guide_id
        WHERE c.id = p_case
    );
END $$;
"""
DROP = "DROP FUNCTION cases_progress"
