-- Which wait's wake was taken. A loop that took one gave a sign of life; one whose wait nobody ever took is not known to wait.
-- (0003 did not note whether a wake was taken.) One that was started has not called yet, and says so with its first call.
alter table nightshift.loops add column taken_wait integer;

drop function nightshift.ns_wake_tried(uuid, integer, integer);

create function nightshift.ns_wake_tried(p_id uuid, p_generation integer, p_wait integer, p_is_taken boolean) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.loops x
  set wake_tries = x.wake_tries + 1,
    taken_wait = case when p_is_taken then x.wait else x.taken_wait end,
    last_call_at = case when p_is_taken and x.last_call_at is not null then clock_timestamp() else x.last_call_at end,
    next_wake_at = clock_timestamp()
      + greatest(least(20 * 2 ^ least(x.wake_tries, 20), 5000), case when x.start_key is not null then 2000 else 0 end) * interval '1 millisecond'
  where x.execution_id = p_id and x.generation = p_generation and x.wait = p_wait
$$;

grant execute on function nightshift.ns_wake_tried to ns_app;
