"""Make the role that the tests on PostgreSQL run as: it may log in and make databases, and nothing else."""

import os

import psycopg

with psycopg.connect(host="127.0.0.1", dbname="postgres", user=os.environ["LINLI_MASTER"], autocommit=True) as master:
    if not master.execute("SELECT 1 FROM pg_roles WHERE rolname = 'linli_test'").fetchone():
        master.execute("CREATE ROLE linli_test LOGIN CREATEDB")
