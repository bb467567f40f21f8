-- How fast a worker is: 2 does a task in half the time. A worker of an earlier release says nothing, and is taken for 1.
alter table nightshift.workers add column speed double precision not null default 1 check (speed > 0);

drop function nightshift.ns_worker_register(text, text, integer, integer, text[], text);
create function nightshift.ns_worker_register(
  p_id text, p_host text, p_pid integer, p_slots integer, p_capabilities text[], p_address text, p_speed double precision default 1)
returns boolean language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not pg_try_advisory_lock(nightshift.ns_worker_lock_key(p_id)) then return false; end if;
  insert into nightshift.workers as x (id, host, pid, slots, capabilities, address, speed)
  values (p_id, p_host, p_pid, p_slots, p_capabilities, p_address, p_speed)
  on conflict (id) do update set host = excluded.host, pid = excluded.pid, slots = excluded.slots, capabilities = excluded.capabilities,
    address = excluded.address, speed = excluded.speed, lock_free_since = null, gone_at = null;
  insert into nightshift.capacity as k (key, "limit") values ('worker:' || p_id, p_slots)
  on conflict (key) do update set "limit" = case when (select x.is_draining from nightshift.workers x where x.id = p_id) then 0 else excluded."limit" end;
  return true;
end $$;

grant execute on function nightshift.ns_worker_register to ns_app;
