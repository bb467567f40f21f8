-- An execution may wait for several things at once, for each of them since another time.
alter table nightshift.slot_waits add column needs jsonb not null default '[]'; -- keys of capacity rows, and since when: {keys, since}
alter table nightshift.slot_waits drop column keys, drop column assigned_at;

drop function nightshift.ns_slot_waits(uuid[], text[], text[], timestamptz[]);

create function nightshift.ns_slot_waits(p_ids uuid[], p_priorities text[], p_needs text[]) returns void
language sql security definer set search_path = pg_catalog as $$
  delete from nightshift.slot_waits x where x.seen_at < clock_timestamp() - interval '1 minute';
  insert into nightshift.slot_waits as x (execution_id, conversation_id, priority, needs, seen_at)
  select e.id, e.conversation_id, u.priority, u.needs::jsonb, clock_timestamp()
  from unnest(p_ids, p_priorities, p_needs) u(id, priority, needs) join nightshift.executions e on e.id = u.id
  order by e.id
  on conflict (execution_id) do update set needs = excluded.needs, seen_at = excluded.seen_at;
$$;

grant execute on function nightshift.ns_slot_waits to ns_app;
