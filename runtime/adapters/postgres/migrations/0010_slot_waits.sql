-- Executions that have a ready task and found no slot for it, as the newest sweep saw them. A view of what is so, outside of
-- the fold: a row that is not seen again for 3 s counts no more, so a wrong one costs time only.
create table nightshift.slot_waits (
  execution_id uuid primary key,
  conversation_id text not null,
  keys text[] not null, -- of the capacity rows that it waits for
  priority text not null,
  assigned_at timestamptz not null, -- of its newest assignment, or its submission
  seen_at timestamptz not null
);

grant select on nightshift.slot_waits to ns_app;

create function nightshift.ns_slot_waits(p_ids uuid[], p_keys text[], p_priorities text[], p_assigned timestamptz[]) returns void
language sql security definer set search_path = pg_catalog as $$
  delete from nightshift.slot_waits x where x.seen_at < clock_timestamp() - interval '1 minute';
  insert into nightshift.slot_waits as x (execution_id, conversation_id, keys, priority, assigned_at, seen_at)
  select e.id, e.conversation_id, string_to_array(u.keys, ','), u.priority, u.assigned, clock_timestamp()
  from unnest(p_ids, p_keys, p_priorities, p_assigned) u(id, keys, priority, assigned) join nightshift.executions e on e.id = u.id
  order by e.id
  on conflict (execution_id) do update set keys = excluded.keys, assigned_at = excluded.assigned_at, seen_at = excluded.seen_at;
$$;

grant execute on function nightshift.ns_slot_waits to ns_app;
