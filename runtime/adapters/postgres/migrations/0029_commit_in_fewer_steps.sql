-- ns_commit as 0027 has it, in fewer statements: each costs as much to begin as a row or two cost to write. The guard and the
-- execution's new state are one update, the check of the events is part of their insert, a path that is known to be legal is looked
-- up as a whole, and what a commit does not have is not asked for. What is only to be learned from wakes nobody: it is found within a second.

-- Paths of tasks of which every step is legal, up to what one transition makes of a task as a rule; others are looked at step by step.
create table nightshift.legal_task_paths (path text primary key);
insert into nightshift.legal_task_paths
with recursive paths (path, last, steps) as (
  select s.status, s.status, 0 from (select distinct u.status from nightshift.legal_task_transitions l, unnest(string_to_array(l.pair, '>')) u(status)) s
  union all
  select p.path || '>' || split_part(l.pair, '>', 2), split_part(l.pair, '>', 2), p.steps + 1
  from paths p join nightshift.legal_task_transitions l on split_part(l.pair, '>', 1) = p.last
  where p.steps < 3)
select distinct p.path from paths p;

create or replace function nightshift.ns_commit(
  p_ids uuid[], p_seen_seq bigint[], p_seen_epoch integer[], p_seq bigint[], p_epoch integer[], p_hash text[], p_path text[],
  p_completed integer[], p_failed integer[], p_started timestamptz[], p_ended timestamptz[], p_tip text[], p_reason text[], p_state text[], p_due boolean[],
  t_x integer[], t_no integer[], t_seen_token integer[], t_path text[], t_token integer[], t_worker text[], t_due timestamptz[],
  t_started timestamptz[], t_ended timestamptz[], t_state text[],
  a_x integer[], a_no integer[], a_token integer[], a_kind text[], a_worker text[], a_assigned timestamptz[], a_started timestamptz[],
  a_ended timestamptz[], a_outcome text[], a_end text[],
  b_x integer[], b_no integer[], b_token integer[], b_worker text[], b_started timestamptz[], b_ended timestamptz[], b_outcome text[], b_end text[],
  e_x integer[], e_seq bigint[], e_at timestamptz[], e_actor text[], e_type text[], e_task integer[], e_token integer[], e_payload text[], e_hash text[],
  o_x integer[], o_seq bigint[], o_topic text[], o_key text[], o_payload text[],
  l_x integer[], l_no integer[], l_token integer[], l_worker text[], l_ms integer[],
  d_x integer[], d_no integer[], d_token integer[],
  c_x integer[], c_key text[], c_delta integer[]
) returns table (result text, losers uuid[])
language plpgsql security definer
set search_path = pg_catalog
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
as $$
declare
  n integer := coalesce(array_length(p_ids, 1), 0);
  v_losers uuid[];
  v_conversations text[];
  v_conversation text;
  v_found integer;
  v_events integer := 0;
  v_illegal text;
  v_lacks boolean;
  v_wakes integer;
  c record;
begin
  -- a look at capacity before anything is written; the last word is below
  v_lacks := array_length(c_key, 1) > 0 and exists (
    select from unnest(c_key, c_delta) u(key, delta) group by u.key having sum(u.delta) > 0
      and not exists (select from nightshift.capacity k where k.key = u.key and k.used + sum(u.delta) <= k."limit"));

  -- the executions' locks, lowest id first, where there are several: none is written unless all are as their writer has seen them
  if n > 1 or v_lacks then
    select array_agg(u.id) filter (where q.id is null or q.last_seq <> u.seen_seq or q.epoch <> u.seen_epoch) into v_losers
    from unnest(p_ids, p_seen_seq, p_seen_epoch) u(id, seen_seq, seen_epoch)
    left join (select x.id, x.last_seq, x.epoch from nightshift.executions x where x.id = any (p_ids) order by x.id for update) q on q.id = u.id;
    if v_losers is not null then
      return query select 'guard', v_losers;
      return;
    end if;
  end if;
  if v_lacks then
    select array_agg(distinct p_ids[u.x]) into v_losers
    from unnest(c_x, c_key, c_delta) u(x, key, delta)
    where u.delta > 0 and not exists (
      select from nightshift.capacity k
      where k.key = u.key and k.used + (select sum(w.delta) from unnest(c_key, c_delta) w(key, delta) where w.key = u.key) <= k."limit");
    return query select 'capacity', v_losers;
    return;
  end if;

  -- guard, and what becomes of the executions
  for i in 1..n loop
    update nightshift.executions x
    set status = split_part(p_path[i], '>', -1), epoch = p_epoch[i], last_seq = p_seq[i], last_hash = decode(p_hash[i], 'hex'),
      completed_tasks = x.completed_tasks + p_completed[i], failed_tasks = x.failed_tasks + p_failed[i],
      started_at = p_started[i], ended_at = p_ended[i], tip = p_tip[i], reason = p_reason[i], state = p_state[i]
    where x.id = p_ids[i] and x.last_seq = p_seen_seq[i] and x.epoch = p_seen_epoch[i]
      and x.status = split_part(p_path[i], '>', 1) and p_epoch[i] >= x.epoch
    returning x.conversation_id into v_conversation;
    if not found then
      if not exists (select from nightshift.executions x where x.id = p_ids[i] and x.last_seq = p_seen_seq[i] and x.epoch = p_seen_epoch[i]) then
        return query select 'guard', p_ids[i:i]; -- of several, none comes here: their locks are held
        return;
      end if;
      raise exception 'An execution is not in the status from which it shall go' using errcode = 'NST01';
    end if;
    if p_seq[i] <= p_seen_seq[i] then
      raise exception 'The events do not lead from what was seen to what is written' using errcode = 'NSX01';
    end if;
    v_conversations[i] := v_conversation;
    v_events := v_events + (p_seq[i] - p_seen_seq[i])::integer;
    if strpos(p_path[i], '>') > 0 then -- mostly it stays what it is
      select p_path[i] into v_illegal
      from (select string_to_array(p_path[i], '>') as s) q, generate_series(1, array_length(q.s, 1) - 1) k
      where not exists (select from nightshift.legal_execution_transitions l where l.pair = q.s[k] || '>' || q.s[k + 1]);
      if found then
        raise exception 'An execution cannot go %', v_illegal using errcode = 'NST01';
      end if;
    end if;
  end loop;

  if array_length(t_x, 1) > 0 then
    -- only legal transitions, and only from the state that is stored
    if exists (select from unnest(t_path) u(path) where not exists (select from nightshift.legal_task_paths l where l.path = u.path)) then
      select q.path into v_illegal
      from (select p.path, string_to_array(p.path, '>') as s from (select distinct u.path from unnest(t_path) u(path)) p) q,
        generate_series(1, array_length(q.s, 1) - 1) i
      where not exists (select from nightshift.legal_task_transitions l where l.pair = q.s[i] || '>' || q.s[i + 1]);
      if found then
        raise exception 'A task cannot go %', v_illegal using errcode = 'NST01';
      end if;
    end if;
    update nightshift.execution_tasks x
    set status = split_part(u.path, '>', -1), token = u.token, worker = u.worker, due_at = u.due, started_at = u.started, ended_at = u.ended, state = u.state
    from unnest(t_x, t_no, t_seen_token, t_path, t_token, t_worker, t_due, t_started, t_ended, t_state)
      u(x, no, seen_token, path, token, worker, due, started, ended, state)
    where x.execution_id = p_ids[u.x] and x.task_no = u.no and x.token = u.seen_token and x.status = split_part(u.path, '>', 1) and u.token >= u.seen_token
      and (x.status <> 'completed' or p_epoch[u.x] > p_seen_epoch[u.x]); -- done is final within an epoch (I6)
    get diagnostics v_found = row_count;
    if v_found <> array_length(t_x, 1) then
      raise exception 'Of % tasks, only % have the status and token from which they shall go', array_length(t_x, 1), v_found using errcode = 'NST01';
    end if;
  end if;

  if array_length(a_x, 1) > 0 then
    insert into nightshift.attempts (execution_id, task_no, token, conversation_id, kind, worker, assigned_at, started_at, ended_at, outcome, ended)
    select p_ids[u.x], u.no, u.token, v_conversations[u.x], u.kind, u.worker, u.assigned, u.started, u.ended, u.outcome, u."end"
    from unnest(a_x, a_no, a_token, a_kind, a_worker, a_assigned, a_started, a_ended, a_outcome, a_end)
      u(x, no, token, kind, worker, assigned, started, ended, outcome, "end");
  end if;
  if array_length(b_x, 1) > 0 then
    update nightshift.attempts x
    set worker = coalesce(u.worker, x.worker), started_at = coalesce(u.started, x.started_at), ended_at = u.ended, outcome = u.outcome, ended = u."end"
    from unnest(b_x, b_no, b_token, b_worker, b_started, b_ended, b_outcome, b_end) u(x, no, token, worker, started, ended, outcome, "end")
    where x.execution_id = p_ids[u.x] and x.task_no = u.no and x.token = u.token and x.outcome is null and (u.started is null or x.started_at is null);
    get diagnostics v_found = row_count;
    if v_found <> array_length(b_x, 1) then
      raise exception 'Of % attempts, only % are open and were not started before', array_length(b_x, 1), v_found using errcode = 'NST01';
    end if;
  end if;

  -- as many as lead from what was seen to what is written, each among them: with the primary key, seq is whole
  insert into nightshift.execution_events (execution_id, seq, conversation_id, at, actor, type, task_no, token, payload, hash)
  select p_ids[e.x], e.seq, v_conversations[e.x], e.at, e.actor, e.type, e.task, e.token, e.payload, decode(e.hash, 'hex')
  from unnest(e_x, e_seq, e_at, e_actor, e_type, e_task, e_token, e_payload, e_hash) e(x, seq, at, actor, type, task, token, payload, hash)
  where e.seq > p_seen_seq[e.x] and e.seq <= p_seq[e.x];
  get diagnostics v_found = row_count;
  if v_found <> v_events or v_found is distinct from array_length(e_x, 1) then
    raise exception 'The events do not lead from what was seen to what is written' using errcode = 'NSX01';
  end if;

  if array_length(o_x, 1) > 0 then
    with o as (
      insert into nightshift.outbox (execution_id, seq, conversation_id, topic, key, payload)
      select p_ids[u.x]::text, u.seq, v_conversations[u.x], u.topic, u.key, u.payload
      from unnest(o_x, o_seq, o_topic, o_key, o_payload) u(x, seq, topic, key, payload)
      on conflict (key) do nothing
      returning id, created_at)
    insert into nightshift.deliveries (outbox_id, due_at) select o.id, o.created_at from o;
    if 'learn' <> any (o_topic) then
      perform pg_notify('nightshift_outbox', '');
    end if;
  end if;

  if array_length(d_x, 1) > 0 then
    delete from nightshift.leases x using unnest(d_x, d_no, d_token) u(x, no, token)
    where x.execution_id = p_ids[u.x] and x.task_no = u.no and x.token = u.token;
  end if;
  if array_length(l_x, 1) > 0 then
    insert into nightshift.leases as x (execution_id, task_no, token, conversation_id, worker, until)
    select p_ids[u.x], u.no, u.token, v_conversations[u.x], u.worker, clock_timestamp() + u.ms * interval '1 millisecond'
    from unnest(l_x, l_no, l_token, l_worker, l_ms) u(x, no, token, worker, ms)
    on conflict (execution_id, task_no) do update set token = excluded.token, worker = excluded.worker, until = excluded.until
    where x.token < excluded.token;
    get diagnostics v_found = row_count;
    if v_found <> array_length(l_x, 1) then
      raise exception 'A lease with this token or a newer one is already held' using errcode = 'NST01';
    end if;
  end if;

  if true = any (p_due) then
    with due as (
      update nightshift.loops x set is_due = true, next_wake_at = case when x.is_due then x.next_wake_at else clock_timestamp() end
      from unnest(p_ids, p_due) u(id, due)
      where x.execution_id = u.id and u.due and x.kind <> 'none' and not x.is_ended and not x.is_due
      returning x.is_wait_open)
    select count(*) into v_wakes from due where due.is_wait_open;
    if v_wakes > 0 then perform pg_notify('nightshift_wake', ''); end if;
  end if;

  -- capacity: last, by key, so that its locks are short and nobody deadlocks
  if array_length(c_key, 1) > 0 then
    for c in
      select u.key, sum(u.delta)::integer as delta from unnest(c_key, c_delta) u(key, delta) group by u.key having sum(u.delta) <> 0 order by u.key
    loop
      update nightshift.capacity k set used = k.used + c.delta where k.key = c.key and (c.delta < 0 or k.used + c.delta <= k."limit");
      if not found then
        if c.delta < 0 then
          raise exception 'There is no capacity %', c.key using errcode = 'NSX01';
        end if;
        raise exception 'No capacity left of %', c.key using errcode = 'NSC01', detail =
          (select string_agg(distinct p_ids[u.x]::text, ',') from unnest(c_x, c_key, c_delta) u(x, key, delta) where u.key = c.key and u.delta > 0);
      end if;
    end loop;
  end if;

  result := 'committed';
  return next;
end $$;
