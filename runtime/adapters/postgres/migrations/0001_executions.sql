-- The fold: plans, executions, their tasks and attempts, the events from which all of it follows, capacity and the outbox.
-- Only ns_submit and ns_commit (0002) write here. Times are of this database; states are canonical JSON in text, byte for byte
-- what the fold of the events gives.

alter default privileges revoke execute on functions from public;
grant usage on schema nightshift to ns_app;

create table nightshift.conversations (
  id text primary key,
  created_at timestamptz not null default clock_timestamp()
);

create table nightshift.plans (
  id uuid primary key,
  conversation_id text not null references nightshift.conversations,
  title text not null,
  source text not null,
  format text not null,
  plan text not null,
  digest text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index plans_conversation on nightshift.plans (conversation_id);

create table nightshift.executions (
  id uuid primary key,
  plan_id uuid not null references nightshift.plans deferrable initially deferred,
  conversation_id text not null,
  idempotency_key text not null unique,
  digest text not null,
  receipt text not null,
  actor text not null,
  project_id uuid,
  title text not null,
  options text not null,
  -- SHA-256 of the plan's text and the options: what the fold starts from is as it was submitted
  input_hash bytea not null,
  total_tasks integer not null,
  submitted_at timestamptz not null,
  -- what a commit changes stands last
  status text not null,
  epoch integer not null,
  last_seq bigint not null,
  last_hash bytea not null,
  completed_tasks integer not null,
  failed_tasks integer not null,
  started_at timestamptz,
  ended_at timestamptz,
  tip text,
  reason text,
  state text not null
) with (fillfactor = 20);
create index executions_conversation on nightshift.executions (conversation_id);
create index executions_open on nightshift.executions (id) where ended_at is null;

create table nightshift.execution_tasks (
  execution_id uuid not null,
  task_no integer not null,
  conversation_id text not null,
  task_key text not null,
  title text not null,
  status text not null,
  token integer not null,
  worker text,
  due_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  state text not null,
  primary key (execution_id, task_no)
) with (fillfactor = 40);

create table nightshift.attempts (
  execution_id uuid not null,
  task_no integer not null,
  token integer not null check (token > 0),
  conversation_id text not null,
  kind text not null check (kind in ('attempt', 'merge')),
  worker text not null,
  assigned_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  outcome text,
  ended text,
  primary key (execution_id, task_no, token),
  check ((ended_at is null) = (outcome is null))
) with (fillfactor = 45);

create table nightshift.execution_events (
  execution_id uuid not null,
  seq bigint not null check (seq > 0),
  conversation_id text not null,
  at timestamptz not null,
  actor text not null check (actor <> ''),
  type text not null,
  task_no integer,
  token integer,
  payload text not null,
  hash bytea not null,
  primary key (execution_id, seq)
);

-- Slots that executions share. `used` moves by guarded deltas in the commit that takes or frees.
create table nightshift.capacity (
  key text primary key,
  "limit" integer not null check ("limit" >= 0),
  used integer not null default 0 check (used >= 0)
) with (fillfactor = 20);

-- What must leave. Rows never change; how far each came stands in deliveries (0005).
create table nightshift.outbox (
  id bigint generated always as identity primary key,
  execution_id text not null,
  seq bigint not null,
  conversation_id text,
  topic text not null,
  key text not null unique,
  payload text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index outbox_execution on nightshift.outbox (execution_id);

-- The published tables of transitions (I4), as `from>to`; core/execution/legal-transitions.ts holds the same.
create table nightshift.legal_task_transitions (pair text primary key);
insert into nightshift.legal_task_transitions values
  ('pending>assigned'), ('pending>waiting'), ('pending>skipped'), ('pending>failed'),
  ('assigned>active'), ('assigned>pending'), ('assigned>skipped'),
  ('active>verifying'), ('active>pending'), ('active>failed'), ('active>skipped'),
  ('verifying>integrating'), ('verifying>completed'), ('verifying>pending'), ('verifying>failed'), ('verifying>waiting'), ('verifying>skipped'),
  ('waiting>verifying'), ('waiting>pending'), ('waiting>failed'), ('waiting>skipped'),
  ('integrating>completed'), ('integrating>pending'), ('integrating>waiting'), ('integrating>failed'), ('integrating>skipped'),
  ('failed>pending'), ('skipped>pending');

create table nightshift.legal_execution_transitions (pair text primary key);
insert into nightshift.legal_execution_transitions values
  ('queued>running'), ('queued>paused'), ('queued>cancelled'),
  ('running>waiting'), ('running>paused'), ('running>succeeded'), ('running>failed'), ('running>cancelled'),
  ('waiting>running'), ('waiting>paused'), ('waiting>failed'), ('waiting>cancelled'),
  ('paused>running'), ('paused>failed'), ('paused>cancelled'),
  ('failed>running'), ('cancelled>running');

grant select on all tables in schema nightshift to ns_app;
