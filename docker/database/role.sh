#!/usr/bin/env bash
# Runs once, when the database is made. The services log in as the owner of their database and nothing more, with
# the generated password; the superuser is left without one, so that it can log in from this container alone.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --no-psqlrc --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE intellisite LOGIN PASSWORD :'password';
ALTER DATABASE intellisite OWNER TO intellisite;
ALTER SCHEMA public OWNER TO intellisite;
ALTER ROLE postgres PASSWORD NULL;
SQL
