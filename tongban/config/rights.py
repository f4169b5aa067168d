"""What the application's database role may do: rows, and nothing to what is append-only or written by functions."""

from __future__ import annotations

from django.db import connection, transaction

# Whether the role has everything the owner has, being the owner itself or a superuser.
_OWNS = "SELECT pg_has_role(%(role)s, session_user, 'USAGE')"

# One statement for each thing whose rights are not what they should be. A table says itself what it is: append-only by
# one trigger before UPDATE, DELETE and TRUNCATE of whole statements (2 + 8 + 16 + 32), and by its comment that only
# functions write it, which act as its owner. Such a function is for this role alone, not for everybody: a restore from
# a backup would give it to all again. The record of migrations is the owner's.
_MISSING = """
WITH wanted AS (
    SELECT c.oid::regclass AS name, c.relacl, CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, CASE
        WHEN c.relkind = 'S' THEN 'SELECT, USAGE'
        WHEN c.relname = 'django_migrations' THEN 'SELECT'
        WHEN obj_description(c.oid, 'pg_class') = 'written by functions' THEN 'SELECT'
        WHEN EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgtype = 58) THEN 'INSERT, SELECT'
        ELSE 'DELETE, INSERT, SELECT, UPDATE' END AS rights
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
)
SELECT format('REVOKE ALL ON %%1$s %%2$s FROM %%4$I; GRANT %%3$s ON %%1$s %%2$s TO %%4$I', kind, name, rights, %(role)s)
FROM wanted
WHERE rights IS DISTINCT FROM (
    SELECT string_agg(privilege_type, ', ' ORDER BY privilege_type) FROM aclexplode(relacl)
    WHERE grantee = quote_ident(%(role)s)::regrole
)
UNION ALL
SELECT format('GRANT EXECUTE ON ROUTINE %%s TO %%I', p.oid::regprocedure, %(role)s) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND NOT has_function_privilege(%(role)s, p.oid, 'EXECUTE')
UNION ALL
SELECT format('REVOKE ALL ON ROUTINE %%1$s FROM PUBLIC; GRANT EXECUTE ON ROUTINE %%1$s TO %%2$I', p.oid::regprocedure,
              %(role)s)
FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS given
WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND given.grantee = 0
UNION ALL
SELECT format('GRANT USAGE ON SCHEMA public TO %%I', %(role)s)
WHERE NOT has_schema_privilege(%(role)s, 'public', 'USAGE')
"""


@transaction.atomic
def grant_rights(role: str) -> int:
    """Give the role exactly the rights it needs; return on how many things they were others before.

    Where the role owns the tables itself there is nothing to give, and only the triggers keep what is append-only: in
    production the owner and the application are two roles.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OWNS, {"role": role})
        if cursor.fetchone() == (True,):
            return 0
        cursor.execute(_MISSING, {"role": role})
        statements = [statement for (statement,) in cursor.fetchall()]
        for statement in statements:
            cursor.execute(statement)
    return len(statements)
