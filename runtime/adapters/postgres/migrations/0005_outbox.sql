-- How far each row of the outbox came. At least once: a row that was taken and not reported comes again when its hold is over.

create table nightshift.deliveries (
  outbox_id bigint primary key,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  due_at timestamptz not null,
  tries integer not null default 0,
  error text,
  ended_at timestamptz
) with (fillfactor = 70);
create index deliveries_pending on nightshift.deliveries (outbox_id) where state = 'pending';
create index deliveries_dead on nightshift.deliveries (outbox_id) where state = 'dead';
grant select on nightshift.deliveries to ns_app;

create function nightshift.ns_outbox_take(p_limit integer, p_hold_ms integer)
returns table (id bigint, execution_id text, seq bigint, topic text, key text, payload text, tries integer, created_at timestamptz)
language sql security definer set search_path = pg_catalog as $$
  with due as (
    select d.outbox_id from nightshift.deliveries d
    where d.state = 'pending' and d.due_at <= clock_timestamp()
    order by d.outbox_id limit p_limit for update skip locked),
  taken as (
    update nightshift.deliveries d set due_at = clock_timestamp() + p_hold_ms * interval '1 millisecond', tries = d.tries + 1
    from due where d.outbox_id = due.outbox_id
    returning d.outbox_id, d.tries)
  select o.id, o.execution_id, o.seq, o.topic, o.key, o.payload, t.tries, o.created_at
  from taken t join nightshift.outbox o on o.id = t.outbox_id order by o.id
$$;

create function nightshift.ns_outbox_delivered(p_id bigint) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.deliveries d set state = 'delivered', ended_at = clock_timestamp(), error = null where d.outbox_id = p_id and d.state <> 'delivered'
$$;

create function nightshift.ns_outbox_retry(p_id bigint, p_delay_ms bigint, p_error text) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.deliveries d set due_at = clock_timestamp() + p_delay_ms * interval '1 millisecond', error = p_error
  where d.outbox_id = p_id and d.state = 'pending'
$$;

create function nightshift.ns_outbox_dead(p_id bigint, p_error text) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.deliveries d set state = 'dead', ended_at = clock_timestamp(), error = p_error where d.outbox_id = p_id and d.state = 'pending'
$$;

-- A message that no event causes. False when its key is known.
create function nightshift.ns_outbox_add(p_execution text, p_seq bigint, p_topic text, p_key text, p_payload text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare v_id bigint;
begin
  insert into nightshift.outbox (execution_id, seq, conversation_id, topic, key, payload)
  values (p_execution, p_seq, (select x.conversation_id from nightshift.executions x where x.id::text = p_execution), p_topic, p_key, p_payload)
  on conflict (key) do nothing returning id into v_id;
  if v_id is null then return false; end if;
  insert into nightshift.deliveries (outbox_id, due_at) values (v_id, clock_timestamp());
  perform pg_notify('nightshift_outbox', '');
  return true;
end $$;

grant execute on function nightshift.ns_outbox_take, nightshift.ns_outbox_delivered, nightshift.ns_outbox_retry, nightshift.ns_outbox_dead,
  nightshift.ns_outbox_add to ns_app;
