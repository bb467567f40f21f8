-- Run once by the postgres image, as superuser, on an empty data folder: nightshift's and n8n's roles and databases.
-- Passwords come from the environment, so that none is in a command line.
\set ON_ERROR_STOP on
\getenv owner NIGHTSHIFT_OWNER_PASSWORD
\getenv app NIGHTSHIFT_APP_PASSWORD
\getenv n8n N8N_DATABASE_PASSWORD
create role ns_owner login nosuperuser nocreatedb nocreaterole noreplication password :'owner';
create role ns_app login nosuperuser nocreatedb nocreaterole noreplication password :'app';
create role n8n login nosuperuser nocreatedb nocreaterole noreplication password :'n8n';
create database nightshift owner ns_owner;
create database n8n owner n8n;
revoke all on database nightshift from public;
revoke all on database n8n from public;
grant connect on database nightshift to ns_app;
\connect nightshift
revoke create on schema public from public;
