"""A case with all that hangs on it (``reading``), made as ``json``: as ``jsonb`` it was taken apart only to be written again."""

from tongban.cases.migrations.sql import reading

CREATE = (
    reading.DROP
    + """;
CREATE FUNCTION cases_hanging(p_case uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
            'case', row_to_json(c),
            'applicant', row_to_json(applicant),
            'agent', row_to_json(agent),
            'department', row_to_json(department),
            'guide', json_build_object(
                'id', guide.id, 'item_id', guide.item_id, 'version', guide.version, 'digest', guide.digest,
                'published_at', guide.published_at, 'effective_from', guide.effective_from,
                'effective_to', guide.effective_to
            ),
            'later', EXISTS (
                SELECT FROM catalog_guideversion v WHERE v.item_id = guide.item_id AND v.version > guide.version
            ),
            'linked', c.follows_id IS NOT NULL OR EXISTS (SELECT FROM cases_case f WHERE f.follows_id = c.id),
            'others', EXISTS (SELECT FROM cases_case o WHERE o.applicant_id = c.applicant_id AND o.id <> c.id),
            'steps', (SELECT json_agg(r ORDER BY r.place, r.id) FROM cases_casestep r
                      WHERE r.case_id = c.id),
            'promises', (SELECT json_agg(r ORDER BY r.made_at, r.id) FROM cases_promise r
                         WHERE r.case_id = c.id),
            'correction', (SELECT row_to_json(r) FROM cases_correctionnotice r WHERE r.case_id = c.id),
            'materials', (SELECT json_agg(r ORDER BY r.at, r.id) FROM (
                SELECT m.*, row_to_json(f) AS file
                FROM cases_casematerial m JOIN files_storedfile f ON f.id = m.file_id WHERE m.case_id = c.id
            ) AS r),
            'papers', (SELECT json_agg(json_build_object('kind', r.kind, 'number', d.number, 'at', r.at)
                                        ORDER BY r.at, r.id)
                       FROM cases_casedocument r JOIN documents_issueddocument d ON d.id = r.document_id
                       WHERE r.case_id = c.id),
            'opinions', (SELECT json_agg(r ORDER BY r.at, r.id) FROM cases_opinion r
                         WHERE r.case_id = c.id),
            'additions', (SELECT json_agg(r ORDER BY r.at, r.id) FROM (
                SELECT d.*, (
                    SELECT json_agg(a ORDER BY a.id) FROM (
                        SELECT e.*, row_to_json(f) AS file
                        FROM cases_addedfile e JOIN files_storedfile f ON f.id = e.file_id WHERE e.addition_id = d.id
                    ) AS a
                ) AS files
                FROM cases_addition d WHERE d.case_id = c.id
            ) AS r),
            'assignments', (SELECT json_agg(r ORDER BY r.at, r.id) FROM cases_assignment r
                            WHERE r.case_id = c.id),
            'consultations', (SELECT json_agg(r ORDER BY r.at, r.id) FROM (
                SELECT q.*, (
                    SELECT json_agg(a ORDER BY a.id) FROM cases_consulted a WHERE a.consultation_id = q.id
                ) AS consulted
                FROM cases_consultation q WHERE q.case_id = c.id
            ) AS r),
            'checks', (SELECT json_agg(r) FROM cases_criterioncheck r WHERE r.case_id = c.id),
            'wish', (SELECT row_to_json(r) FROM cases_deliverychoice r WHERE r.case_id = c.id),
            'shipments', (SELECT json_agg(r ORDER BY r.ordered_at, r.id) FROM cases_shipment r
                          WHERE r.case_id = c.id),
            'handing_out', (SELECT row_to_json(r) FROM cases_handingout r WHERE r.case_id = c.id),
            'visits', (SELECT json_agg(r ORDER BY r.at, r.id) FROM cases_visit r WHERE r.case_id = c.id)
        )::text
        FROM cases_case c
        JOIN identity_party applicant ON applicant.id = c.applicant_id
        LEFT JOIN identity_party agent ON agent.id = c.agent_id
        JOIN orgs_department department ON department.code = c.department_id
        JOIN catalog_guideversion guide ON guide.id = c.guide_id
        WHERE c.id = p_case
    );
END $$;
"""
)
DROP = "DROP FUNCTION cases_hanging;" + reading.CREATE
