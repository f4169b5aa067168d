"""The figures in the numbers of cases and of handing over. Gaps are allowed, so no verb ever waits for another."""

CREATE = """
CREATE SEQUENCE cases_number AS bigint MAXVALUE 99999999 CYCLE;
CREATE SEQUENCE cases_handover_number AS bigint MAXVALUE 999999 CYCLE;
"""
DROP = """
DROP SEQUENCE cases_handover_number;
DROP SEQUENCE cases_number;
"""
