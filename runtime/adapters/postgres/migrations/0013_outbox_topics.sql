-- Each topic is sent by itself: what waits for a slow receiver keeps nothing else from leaving.

create function nightshift.ns_outbox_take_topic(p_topic text, p_limit integer, p_hold_ms integer)
returns table (id bigint, execution_id text, seq bigint, topic text, key text, payload text, tries integer, created_at timestamptz)
language sql security definer set search_path = pg_catalog as $$
  with due as (
    select d.outbox_id from nightshift.deliveries d join nightshift.outbox o on o.id = d.outbox_id
    where d.state = 'pending' and d.due_at <= clock_timestamp() and o.topic = p_topic
    order by d.outbox_id limit p_limit for update of d skip locked),
  taken as (
    update nightshift.deliveries d set due_at = clock_timestamp() + p_hold_ms * interval '1 millisecond', tries = d.tries + 1
    from due where d.outbox_id = due.outbox_id
    returning d.outbox_id, d.tries)
  select o.id, o.execution_id, o.seq, o.topic, o.key, o.payload, t.tries, o.created_at
  from taken t join nightshift.outbox o on o.id = t.outbox_id order by o.id
$$;
grant execute on function nightshift.ns_outbox_take_topic to ns_app;
