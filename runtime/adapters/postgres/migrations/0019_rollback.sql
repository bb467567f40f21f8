-- A rollback takes completed tasks, and executions that succeeded, up again. Only in a commit that raises the epoch: within one, done is final (I6).
insert into nightshift.legal_task_transitions values ('completed>pending');
insert into nightshift.legal_execution_transitions values ('succeeded>running');

do $$
declare
  v_old constant text := 'and x.status <> ''completed''; -- done is final (I6)';
  v_new constant text := 'and (x.status <> ''completed'' or p_epoch[u.x] > p_seen_epoch[u.x]); -- done is final within an epoch (I6)';
  v_function text := pg_get_functiondef('nightshift.ns_commit'::regproc);
begin
  if strpos(v_function, v_old) = 0 then
    raise exception 'ns_commit is not as it was expected';
  end if;
  execute replace(v_function, v_old, v_new);
end $$;
