-- Where the tail of a log begins in the log, so that who reads one tail after another knows what is new in it.
alter table nightshift.log_tails add column offset_bytes bigint not null default 0;

drop function nightshift.ns_log_tail(uuid, integer, integer, text);

create function nightshift.ns_log_tail(p_id uuid, p_task integer, p_token integer, p_text text, p_offset_bytes bigint) returns void
language sql security definer set search_path = pg_catalog as $$
  insert into nightshift.log_tails as x (execution_id, task_no, token, conversation_id, text, offset_bytes)
  values (p_id, p_task, p_token, (select e.conversation_id from nightshift.executions e where e.id = p_id), p_text, p_offset_bytes)
  on conflict (execution_id, task_no) do update
    set token = excluded.token, text = excluded.text, offset_bytes = excluded.offset_bytes, at = clock_timestamp()
  where x.token <= excluded.token
$$;

grant execute on function nightshift.ns_log_tail to ns_app;
