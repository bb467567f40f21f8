-- A loop that took a wake gave a sign of life. (0003 did not note whether a wake was taken.) One that was started has not
-- called yet, and says so with its first call.
drop function nightshift.ns_wake_tried(uuid, integer, integer);

create function nightshift.ns_wake_tried(p_id uuid, p_generation integer, p_wait integer, p_is_taken boolean) returns void
language sql security definer set search_path = pg_catalog as $$
  update nightshift.loops x
  set wake_tries = x.wake_tries + 1,
    last_call_at = case when p_is_taken and x.last_call_at is not null then clock_timestamp() else x.last_call_at end,
    next_wake_at = clock_timestamp()
      + greatest(least(20 * 2 ^ least(x.wake_tries, 20), 5000), case when x.start_key is not null then 2000 else 0 end) * interval '1 millisecond'
  where x.execution_id = p_id and x.generation = p_generation and x.wait = p_wait
$$;

grant execute on function nightshift.ns_wake_tried to ns_app;
