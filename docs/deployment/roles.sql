-- Run once by the postgres image, as superuser, on an empty data folder: nightshift's and n8n's roles and databases.
-- Passwords come from the environment, so that none is in a command line.
\set ON_ERROR_STOP on
\getenv owner NIGHTSHIFT_OWNER_PASSWORD
\getenv app NIGHTSHIFT_APP_PASSWORD
\set read ''
\set metrics ''
\getenv read NIGHTSHIFT_READ_PASSWORD
\getenv metrics NIGHTSHIFT_METRICS_PASSWORD
\getenv n8n N8N_DATABASE_PASSWORD
create role ns_owner login nosuperuser nocreatedb nocreaterole noreplication password :'owner';
create role ns_app login nosuperuser nocreatedb nocreaterole noreplication password :'app';
-- For people's own queries and dashboards: they only read. With an empty password nobody comes in as them.
create role ns_read login nosuperuser nocreatedb nocreaterole noreplication password :'read';
create role ns_metrics login nosuperuser nocreatedb nocreaterole noreplication password :'metrics';
create role n8n login nosuperuser nocreatedb nocreaterole noreplication password :'n8n';
create database nightshift owner ns_owner;
create database n8n owner n8n;
revoke all on database nightshift from public;
revoke all on database n8n from public;
grant connect on database nightshift to ns_app, ns_read, ns_metrics;
-- Limits of every session, whatever opens it.
alter role ns_owner in database nightshift set statement_timeout = '1h';
alter role ns_owner in database nightshift set lock_timeout = '5min';
alter role ns_owner in database nightshift set idle_in_transaction_session_timeout = '10min';
alter role ns_owner in database nightshift set search_path = pg_catalog;
alter role ns_app in database nightshift set statement_timeout = '30s';
alter role ns_app in database nightshift set lock_timeout = '15s';
alter role ns_app in database nightshift set idle_in_transaction_session_timeout = '30s';
alter role ns_app in database nightshift set search_path = pg_catalog;
alter role ns_read in database nightshift set statement_timeout = '30s';
alter role ns_read in database nightshift set lock_timeout = '2s';
alter role ns_read in database nightshift set idle_in_transaction_session_timeout = '1min';
alter role ns_read in database nightshift set search_path = nightshift_report, nightshift;
alter role ns_read in database nightshift set default_transaction_read_only = 'on';
alter role ns_metrics in database nightshift set statement_timeout = '10s';
alter role ns_metrics in database nightshift set lock_timeout = '2s';
alter role ns_metrics in database nightshift set idle_in_transaction_session_timeout = '30s';
alter role ns_metrics in database nightshift set search_path = nightshift_report, nightshift;
alter role ns_metrics in database nightshift set default_transaction_read_only = 'on';
\connect nightshift
revoke create on schema public from public;
