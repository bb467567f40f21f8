-- Workers, whether they live, and their leases. Every time is of this database's clock (I21).
-- A worker that lives holds a session advisory lock; others read pg_locks and never try the lock.

create table nightshift.workers (
  id text primary key,
  host text not null,
  pid integer not null,
  slots integer not null,
  capabilities text[] not null,
  address text,
  registered_at timestamptz not null default clock_timestamp(),
  is_draining boolean not null default false,
  lock_free_since timestamptz,
  gone_at timestamptz
);
create index workers_present on nightshift.workers (host) where gone_at is null;

create table nightshift.leases (
  execution_id uuid not null,
  task_no integer not null,
  token integer not null,
  conversation_id text not null,
  worker text not null,
  until timestamptz not null,
  primary key (execution_id, task_no)
) with (fillfactor = 50);

grant select on nightshift.workers, nightshift.leases to ns_app;

create function nightshift.ns_worker_lock_key(p_id text) returns bigint
language sql immutable set search_path = pg_catalog as $$ select hashtextextended('nightshift worker ' || p_id, 0) $$;

-- Takes the lock for this session and registers; false when a living process holds that id.
create function nightshift.ns_worker_register(p_id text, p_host text, p_pid integer, p_slots integer, p_capabilities text[], p_address text)
returns boolean language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not pg_try_advisory_lock(nightshift.ns_worker_lock_key(p_id)) then return false; end if;
  insert into nightshift.workers as x (id, host, pid, slots, capabilities, address)
  values (p_id, p_host, p_pid, p_slots, p_capabilities, p_address)
  on conflict (id) do update set host = excluded.host, pid = excluded.pid, slots = excluded.slots, capabilities = excluded.capabilities,
    address = excluded.address, lock_free_since = null, gone_at = null;
  insert into nightshift.capacity as k (key, "limit") values ('worker:' || p_id, p_slots)
  on conflict (key) do update set "limit" = case when (select x.is_draining from nightshift.workers x where x.id = p_id) then 0 else excluded."limit" end;
  return true;
end $$;

create function nightshift.ns_worker_drain(p_id text) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.workers x set is_draining = true where x.id = p_id;
  update nightshift.capacity k set "limit" = 0 where k.key = 'worker:' || p_id;
$$;

-- An orderly end: what it still holds may be taken back at once.
create function nightshift.ns_worker_leave(p_id text) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.workers x set gone_at = clock_timestamp() where x.id = p_id and x.gone_at is null;
  update nightshift.capacity k set "limit" = 0 where k.key = 'worker:' || p_id;
$$;

create function nightshift.ns_report_exit(p_host text, p_pid integer) returns void
language sql security definer set search_path = pg_catalog as $$
  with gone as (
    update nightshift.workers x set gone_at = clock_timestamp() where x.host = p_host and x.pid = p_pid and x.gone_at is null returning x.id)
  update nightshift.capacity k set "limit" = 0 from gone where k.key = 'worker:' || gone.id;
$$;

-- A lock that is free for 3 s on the asker's host, or 30 s (a whole lease) elsewhere, is death; both count from 10 s after the database came up.
create function nightshift.ns_notice_dead(p_host text) returns setof text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_now timestamptz := clock_timestamp();
  v_counts_from timestamptz := pg_postmaster_start_time() + interval '10 seconds';
begin
  update nightshift.workers x
  set lock_free_since = case when h.is_held then null when x.lock_free_since >= v_counts_from then x.lock_free_since else v_now end
  from (
    select w.id, exists (
      select from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1
        and l.database = (select d.oid from pg_database d where d.datname = current_database())
        and ((l.classid::bigint << 32) | l.objid::bigint) = nightshift.ns_worker_lock_key(w.id)) as is_held
    from nightshift.workers w where w.gone_at is null) h
  where x.id = h.id and x.gone_at is null
    and (h.is_held and x.lock_free_since is not null
      or not h.is_held and v_now >= v_counts_from and (x.lock_free_since is null or x.lock_free_since < v_counts_from));
  return query
    with gone as (
      update nightshift.workers x set gone_at = v_now
      where x.gone_at is null and x.lock_free_since >= v_counts_from
        and x.lock_free_since <= v_now - case when x.host = p_host then interval '3 seconds' else interval '30 seconds' end
      returning x.id),
    closed as (update nightshift.capacity k set "limit" = 0 from gone where k.key = 'worker:' || gone.id)
    select gone.id from gone;
end $$;

-- Extends what is still current; what is missing in the answer is stale.
create function nightshift.ns_renew(p_worker text, p_ids uuid[], p_tasks integer[], p_tokens integer[], p_ms integer)
returns table (execution_id uuid, task_no integer, token integer)
language sql security definer set search_path = pg_catalog as $$
  with held as ( -- locked in the order in which commits drop leases, so that neither waits for the other
    select x.execution_id, x.task_no from nightshift.leases x
    join unnest(p_ids, p_tasks, p_tokens) u(id, task, token) on x.execution_id = u.id and x.task_no = u.task and x.token = u.token
    where x.worker = p_worker and x.until > clock_timestamp()
      and exists (select from nightshift.workers w where w.id = p_worker and w.gone_at is null)
    order by x.execution_id, x.task_no for update of x)
  update nightshift.leases x set until = clock_timestamp() + p_ms * interval '1 millisecond'
  from held where x.execution_id = held.execution_id and x.task_no = held.task_no
  returning x.execution_id, x.task_no, x.token
$$;

create function nightshift.ns_set_capacity(p_key text, p_limit integer) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into nightshift.capacity as k (key, "limit") values (p_key, p_limit) on conflict (key) do update set "limit" = excluded."limit"
$$;

grant execute on function nightshift.ns_worker_lock_key, nightshift.ns_worker_register, nightshift.ns_worker_drain, nightshift.ns_worker_leave,
  nightshift.ns_report_exit, nightshift.ns_notice_dead, nightshift.ns_renew, nightshift.ns_set_capacity to ns_app;

-- How many attempts may run over all executions, until a gateway says otherwise from its configuration.
insert into nightshift.capacity (key, "limit") values ('global', 20);
