-- Records outside the fold. The first group is written through narrow functions, the second by plain grant.

create table nightshift.projects (
  id uuid primary key,
  name text not null,
  dir text not null,
  host text not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (host, dir)
);

create table nightshift.inbox (
  id text primary key,
  digest text not null,
  received_at timestamptz not null default clock_timestamp()
);
create index inbox_received on nightshift.inbox (received_at);

create table nightshift.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  target text,
  outcome text not null check (outcome in ('done', 'refused')),
  detail text
);
create index audit_at on nightshift.audit (at);

create table nightshift.tokens (
  digest text primary key,
  label text not null,
  scopes text[] not null,
  created_at timestamptz not null default clock_timestamp()
);

create table nightshift.log_tails (
  execution_id uuid not null,
  task_no integer not null,
  token integer not null,
  conversation_id text,
  text text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (execution_id, task_no)
) with (fillfactor = 50);

grant select on nightshift.projects, nightshift.inbox, nightshift.audit, nightshift.tokens, nightshift.log_tails to ns_app;

-- The id is a UUID v7, made here so that it also works before Postgres 18.
create function nightshift.ns_project_add(p_name text, p_dir text, p_host text) returns setof nightshift.projects
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_time bytea := substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3);
  v_id uuid := encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing v_time from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
begin
  insert into nightshift.projects (id, name, dir, host) values (v_id, p_name, p_dir, p_host) on conflict (host, dir) do nothing;
  return query select x.* from nightshift.projects x where x.host = p_host and x.dir = p_dir;
end $$;

-- True once per id within 24 h.
create function nightshift.ns_inbox_accept(p_id text, p_digest text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare v_digest text;
begin
  delete from nightshift.inbox x where x.received_at < clock_timestamp() - interval '24 hours';
  insert into nightshift.inbox (id, digest) values (p_id, p_digest) on conflict (id) do nothing;
  if found then return true; end if;
  select x.digest into v_digest from nightshift.inbox x where x.id = p_id;
  if v_digest is distinct from p_digest then
    raise exception 'This message id came before with another body' using errcode = 'NSR01';
  end if;
  return false;
end $$;

create function nightshift.ns_audit(p_actor text, p_action text, p_target text, p_outcome text, p_detail text) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into nightshift.audit (actor, action, target, outcome, detail) values (p_actor, p_action, p_target, p_outcome, p_detail)
$$;

create function nightshift.ns_token_add(p_digest text, p_label text, p_scopes text[]) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into nightshift.tokens (digest, label, scopes) values (p_digest, p_label, p_scopes)
  on conflict (digest) do update set label = excluded.label, scopes = excluded.scopes
$$;

create function nightshift.ns_log_tail(p_id uuid, p_task integer, p_token integer, p_text text) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into nightshift.log_tails as x (execution_id, task_no, token, conversation_id, text)
  values (p_id, p_task, p_token, (select e.conversation_id from nightshift.executions e where e.id = p_id), p_text)
  on conflict (execution_id, task_no) do update set token = excluded.token, text = excluded.text, at = clock_timestamp()
  where x.token <= excluded.token
$$;

grant execute on function nightshift.ns_project_add, nightshift.ns_inbox_accept, nightshift.ns_audit, nightshift.ns_token_add, nightshift.ns_log_tail to ns_app;

-- Outputs and logs by the SHA-256 of their bytes; the attempt that stored the bytes first is named.
create table nightshift.artifacts (
  digest text primary key,
  bytes bytea not null,
  size integer not null,
  kind text not null,
  execution_id uuid,
  conversation_id text,
  task_no integer,
  token integer,
  created_at timestamptz not null default clock_timestamp()
);
create index artifacts_execution on nightshift.artifacts (execution_id);

-- `change` grows with every write, so that a process that keeps the vectors in memory can read what is new.
create sequence nightshift.pattern_changes;
create table nightshift.patterns (
  id uuid primary key,
  conversation_id text not null,
  project_id text,
  task_type text not null,
  is_success boolean not null,
  model text not null,
  vector bytea not null,
  payload text not null,
  change bigint not null default nextval('nightshift.pattern_changes')
);
create index patterns_change on nightshift.patterns (change);
create index patterns_conversation on nightshift.patterns (conversation_id);

create table nightshift.research_cache (
  key text primary key,
  question text not null,
  answer text not null,
  cached_at timestamptz not null default clock_timestamp()
);

create table nightshift.execution_metrics (
  id bigint generated always as identity primary key,
  execution_id uuid not null,
  conversation_id text,
  task_no integer,
  metric_name text not null,
  metric_value double precision not null,
  unit text not null,
  collected_at timestamptz not null default clock_timestamp()
);
create index execution_metrics_execution on nightshift.execution_metrics (execution_id);
create index execution_metrics_conversation on nightshift.execution_metrics (conversation_id);
create index execution_metrics_name on nightshift.execution_metrics (metric_name, collected_at);

grant select, insert on nightshift.artifacts, nightshift.execution_metrics to ns_app;
grant select, insert, update on nightshift.patterns, nightshift.research_cache to ns_app;
grant usage on sequence nightshift.pattern_changes to ns_app;
