-- Which n8n execution drives which execution, in which generation, and what it waits for. Outside the fold.
-- `is_due` may be set while no wait is open: the next wait is then due at once, so no wake is lost between
-- a node's look at the state and its wait. A node call (ns_loop_enter) clears it, because it looks after that.

create table nightshift.loops (
  execution_id uuid primary key,
  conversation_id text not null,
  generation integer not null,
  kind text not null check (kind in ('workflow', 'inline', 'none')),
  workflow_id text,
  n8n_execution_id text,
  created_at timestamptz not null default clock_timestamp(),
  last_call_at timestamptz,
  turns integer not null default 0,
  wait integer not null default 0,
  is_wait_open boolean not null default false,
  is_due boolean not null default false,
  resume_url text,
  start_key text,
  next_wake_at timestamptz not null default clock_timestamp(),
  wake_tries integer not null default 0,
  restarts integer not null default 0,
  restart_reason text,
  seq_at_start bigint not null,
  deaths_in_a_row integer not null default 0,
  is_ended boolean not null default false
) with (fillfactor = 50);
create index loops_to_wake on nightshift.loops (next_wake_at) where (is_wait_open and is_due) or start_key is not null;
create index loops_conversation on nightshift.loops (conversation_id);
grant select on nightshift.loops to ns_app;

-- A generation that a wake started is bound with the wake's one-time key, by the first who brings it.
create function nightshift.ns_loop_enter(p_id uuid, p_generation integer, p_n8n text, p_workflow text, p_start_key text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update nightshift.loops x
  set n8n_execution_id = p_n8n, workflow_id = p_workflow, last_call_at = clock_timestamp(),
    is_wait_open = false, is_due = false, resume_url = null, start_key = null
  where x.execution_id = p_id and x.generation = p_generation and x.kind <> 'none'
    and (x.n8n_execution_id = p_n8n or (x.n8n_execution_id is null and x.start_key = p_start_key));
  return found;
end $$;

create function nightshift.ns_loop_wait(p_id uuid, p_generation integer, p_n8n text, p_resume_url text, p_is_due boolean) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare w record;
begin
  update nightshift.loops x
  set wait = x.wait + 1, is_wait_open = true, is_due = x.is_due or p_is_due, resume_url = p_resume_url, turns = x.turns + 1,
    last_call_at = clock_timestamp(), next_wake_at = clock_timestamp(), wake_tries = 0
  where x.execution_id = p_id and x.generation = p_generation and x.kind <> 'none' and x.n8n_execution_id = p_n8n
  returning x.wait, x.is_due into w;
  if not found then return null; end if;
  if w.is_due then perform pg_notify('nightshift_wake', ''); end if;
  return w.wait;
end $$;

create function nightshift.ns_loop_mark_due(p_ids uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare n integer;
begin
  with locked as (
    select x.execution_id from nightshift.loops x
    where x.execution_id = any (p_ids) and x.kind <> 'none' and not x.is_due and not x.is_ended order by x.execution_id for update),
  due as (
    update nightshift.loops x set is_due = true, next_wake_at = clock_timestamp()
    from locked where x.execution_id = locked.execution_id returning x.is_wait_open)
  select count(*) into n from due where due.is_wait_open;
  if n > 0 then perform pg_notify('nightshift_wake', ''); end if;
end $$;

-- A wake that starts a loop is not repeated for 2 s: n8n has taken it and is on its way to the first node call.
create function nightshift.ns_wake_tried(p_id uuid, p_generation integer, p_wait integer) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.loops x
  set wake_tries = x.wake_tries + 1,
    next_wake_at = clock_timestamp()
      + greatest(least(20 * 2 ^ least(x.wake_tries, 20), 5000), case when x.start_key is not null then 2000 else 0 end) * interval '1 millisecond'
  where x.execution_id = p_id and x.generation = p_generation and x.wait = p_wait
$$;

-- The next generation, unbound; null when the generation seen is not the current one.
create function nightshift.ns_loop_restart(p_id uuid, p_generation integer, p_reason text, p_start_key text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare v_seq bigint;
begin
  select x.last_seq into v_seq from nightshift.executions x where x.id = p_id;
  update nightshift.loops x
  set generation = x.generation + 1, n8n_execution_id = null, created_at = clock_timestamp(), last_call_at = null, turns = 0,
    is_wait_open = false, is_due = false, resume_url = null, start_key = p_start_key, next_wake_at = clock_timestamp(), wake_tries = 0,
    restarts = x.restarts + 1, restart_reason = p_reason, is_ended = false,
    deaths_in_a_row = case when v_seq > x.seq_at_start then 0 else x.deaths_in_a_row + 1 end, seq_at_start = v_seq
  where x.execution_id = p_id and x.generation = p_generation and x.kind <> 'none';
  if not found then return false; end if;
  perform pg_notify('nightshift_wake', '');
  return true;
end $$;

create function nightshift.ns_loop_end(p_id uuid) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.loops x set is_ended = true, is_wait_open = false, is_due = false, resume_url = null, start_key = null where x.execution_id = p_id
$$;

grant execute on function nightshift.ns_loop_enter, nightshift.ns_loop_wait, nightshift.ns_loop_mark_due, nightshift.ns_wake_tried,
  nightshift.ns_loop_restart, nightshift.ns_loop_end to ns_app;
