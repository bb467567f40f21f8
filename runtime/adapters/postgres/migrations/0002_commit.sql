-- The one way to write the fold. Each call is one transaction; arrays of one table have one length.
-- Rows name their execution by its place in p_ids (1, 2 …).
-- Errors of our own: NST01 illegal transition, NSX01 a commit that contradicts itself, NSC01 capacity (all of it is undone),
-- NSK01 idempotency key reused.

-- The first path `a>b>c` with a step that `legal` does not have; null when all are legal.
create function nightshift.ns_illegal_path(p_paths text[], p_legal text[]) returns text
language plpgsql immutable set search_path = pg_catalog as $$
begin return (
  select u.path from (select distinct p.path from unnest(p_paths) p(path)) u
  where strpos(u.path, '>') > 0 and u.path <> all (p_legal) and exists (
    select from (select string_to_array(u.path, '>') as s) p, generate_series(1, array_length(p.s, 1) - 1) i
    where p.s[i] || '>' || p.s[i + 1] <> all (p_legal))
  limit 1);
end $$;

-- Takes the locks of executions, lowest id first. For a writer that lost twice, and to wait for a commit whose end nobody saw.
create function nightshift.ns_lock(p_ids uuid[]) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare n integer;
begin
  select count(*) into n from (
    select from nightshift.executions x where x.id = any (p_ids) order by x.id for update) q;
  return n;
end $$;

create function nightshift.ns_insert_events(
  p_ids uuid[], p_conversations text[],
  e_x integer[], e_seq bigint[], e_at timestamptz[], e_actor text[], e_type text[], e_task integer[], e_token integer[], e_payload text[], e_hash text[]
) returns void language plpgsql set search_path = pg_catalog as $$
begin
  insert into nightshift.execution_events (execution_id, seq, conversation_id, at, actor, type, task_no, token, payload, hash)
  select p_ids[e.x], e.seq, p_conversations[e.x], e.at, e.actor, e.type, e.task, e.token, e.payload, decode(e.hash, 'hex')
  from unnest(e_x, e_seq, e_at, e_actor, e_type, e_task, e_token, e_payload, e_hash) e(x, seq, at, actor, type, task, token, payload, hash);
end $$;

create function nightshift.ns_insert_outbox(
  p_ids uuid[], p_conversations text[], o_x integer[], o_seq bigint[], o_topic text[], o_key text[], o_payload text[]
) returns void language plpgsql set search_path = pg_catalog as $$
begin
  with o as (
    insert into nightshift.outbox (execution_id, seq, conversation_id, topic, key, payload)
    select p_ids[u.x]::text, u.seq, p_conversations[u.x], u.topic, u.key, u.payload
    from unnest(o_x, o_seq, o_topic, o_key, o_payload) u(x, seq, topic, key, payload)
    on conflict (key) do nothing
    returning id, created_at)
  insert into nightshift.deliveries (outbox_id, due_at) select o.id, o.created_at from o;
  perform pg_notify('nightshift_outbox', '');
end $$;

create function nightshift.ns_submit(
  p_id uuid, p_plan_id uuid, p_conversation text, p_title text, p_source text, p_format text, p_plan text, p_digest text, p_key text,
  p_receipt text, p_actor text, p_project uuid, p_options text, p_submitted timestamptz, p_status text, p_epoch integer, p_seq bigint,
  p_hash text, p_started timestamptz, p_ended timestamptz, p_tip text, p_reason text, p_state text,
  t_key text[], t_title text[], t_status text[], t_state text[],
  e_seq bigint[], e_at timestamptz[], e_actor text[], e_type text[], e_payload text[], e_hash text[],
  o_seq bigint[], o_topic text[], o_key text[], o_payload text[],
  l_kind text, l_workflow text, l_n8n text, l_start_key text
) returns table (is_new boolean, execution_id uuid, plan_id uuid, sha256 text, receipt text)
language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  old record;
  n integer := coalesce(array_length(t_key, 1), 0);
begin
  insert into nightshift.conversations (id) values (p_conversation) on conflict (id) do nothing;
  insert into nightshift.executions (id, plan_id, conversation_id, idempotency_key, digest, receipt, actor, project_id, title, options, input_hash,
    total_tasks, submitted_at, status, epoch, last_seq, last_hash, completed_tasks, failed_tasks, started_at, ended_at, tip, reason, state)
  values (p_id, p_plan_id, p_conversation, p_key, p_digest, p_receipt, p_actor, p_project, p_title, p_options,
    sha256(convert_to(p_plan || p_options, 'UTF8')), n, p_submitted, p_status, p_epoch, p_seq, decode(p_hash, 'hex'), (select count(*) from unnest(t_status) u(s) where u.s = 'completed'), 0,
    p_started, p_ended, p_tip, p_reason, p_state)
  on conflict (idempotency_key) do nothing;
  if not found then
    select x.* into strict old from nightshift.executions x where x.idempotency_key = p_key;
    if old.digest <> p_digest then
      raise exception 'The idempotency key was used for another plan' using errcode = 'NSK01';
    end if;
    return query select false, old.id, old.plan_id, old.digest, old.receipt;
    return;
  end if;

  if exists (select from unnest(t_status) u(s) where u.s not in ('pending', 'completed', 'skipped')) then
    raise exception 'A task begins as pending, completed or skipped' using errcode = 'NST01';
  end if;
  if p_status <> 'queued' and not exists (select from nightshift.legal_execution_transitions l where l.pair = 'queued>' || p_status) then
    raise exception 'An execution does not begin as %', p_status using errcode = 'NST01';
  end if;
  if p_seq <> coalesce(array_length(e_seq, 1), 0) or exists (select from unnest(e_seq) with ordinality u(seq, i) where u.seq <> u.i) then
    raise exception 'The first events of % are not 1 to %', p_id, p_seq using errcode = 'NSX01';
  end if;

  insert into nightshift.plans (id, conversation_id, title, source, format, plan, digest)
  values (p_plan_id, p_conversation, p_title, p_source, p_format, p_plan, p_digest);
  insert into nightshift.execution_tasks (execution_id, task_no, conversation_id, task_key, title, status, token, state)
  select p_id, u.i - 1, p_conversation, u.key, u.title, u.status, 0, u.state
  from unnest(t_key, t_title, t_status, t_state) with ordinality u(key, title, status, state, i);
  insert into nightshift.execution_events (execution_id, seq, conversation_id, at, actor, type, payload, hash)
  select p_id, e.seq, p_conversation, e.at, e.actor, e.type, e.payload, decode(e.hash, 'hex')
  from unnest(e_seq, e_at, e_actor, e_type, e_payload, e_hash) e(seq, at, actor, type, payload, hash);
  if array_length(o_seq, 1) > 0 then
    perform nightshift.ns_insert_outbox(array[p_id], array[p_conversation], array_fill(1, array[array_length(o_seq, 1)]), o_seq, o_topic, o_key, o_payload);
  end if;
  insert into nightshift.loops (execution_id, conversation_id, generation, kind, workflow_id, n8n_execution_id, start_key, seq_at_start, last_call_at)
  values (p_id, p_conversation, 1, l_kind, l_workflow, l_n8n, l_start_key, 0, case when l_n8n is not null then clock_timestamp() end);
  if l_start_key is not null then perform pg_notify('nightshift_wake', ''); end if;
  return query select true, p_id, p_plan_id, p_digest, p_receipt;
end $$;

create function nightshift.ns_commit(
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
  v_found integer;
  v_illegal text;
  v_wakes integer;
  c record;
begin
  -- guard: the executions' locks, lowest id first, and what the writer has seen of them
  select count(*), array_agg(q.id) filter (where q.last_seq <> q.seen_seq or q.epoch <> q.seen_epoch), array_agg(q.conversation_id order by q.i)
  into v_found, v_losers, v_conversations
  from (
    select u.i, x.id, x.last_seq, x.epoch, x.conversation_id, u.seen_seq, u.seen_epoch
    from unnest(p_ids, p_seen_seq, p_seen_epoch) with ordinality u(id, seen_seq, seen_epoch, i)
    join nightshift.executions x on x.id = u.id
    order by x.id for update of x) q;
  if v_found <> n then
    v_losers := v_losers || array(select u.id from unnest(p_ids) u(id) where not exists (select from nightshift.executions x where x.id = u.id));
  end if;
  if v_losers is not null then
    return query select 'guard', v_losers;
    return;
  end if;

  -- a look at capacity before anything is written; the last word is below
  if array_length(c_key, 1) > 0 then
    select array_agg(distinct p_ids[u.x]) into v_losers
    from unnest(c_x, c_key, c_delta) u(x, key, delta)
    where u.delta > 0 and not exists (
      select from nightshift.capacity k
      where k.key = u.key and k.used + (select sum(w.delta) from unnest(c_key, c_delta) w(key, delta) where w.key = u.key) <= k."limit");
    if v_losers is not null and exists (
      select from unnest(c_key, c_delta) u(key, delta) group by u.key having sum(u.delta) > 0
        and not exists (select from nightshift.capacity k where k.key = u.key and k.used + sum(u.delta) <= k."limit")) then
      return query select 'capacity', v_losers;
      return;
    end if;
  end if;

  -- only legal transitions, and only from the state that is stored
  v_illegal := nightshift.ns_illegal_path(p_path, array(select l.pair from nightshift.legal_execution_transitions l));
  if v_illegal is not null then
    raise exception 'An execution cannot go %', v_illegal using errcode = 'NST01';
  end if;
  v_illegal := nightshift.ns_illegal_path(t_path, array(select l.pair from nightshift.legal_task_transitions l));
  if v_illegal is not null then
    raise exception 'A task cannot go %', v_illegal using errcode = 'NST01';
  end if;

  update nightshift.executions x
  set status = split_part(u.path, '>', -1), epoch = u.epoch, last_seq = u.seq, last_hash = decode(u.hash, 'hex'),
    completed_tasks = x.completed_tasks + u.completed, failed_tasks = x.failed_tasks + u.failed, started_at = u.started, ended_at = u.ended, tip = u.tip, reason = u.reason, state = u.state
  from unnest(p_ids, p_seq, p_epoch, p_hash, p_path, p_completed, p_failed, p_started, p_ended, p_tip, p_reason, p_state)
    u(id, seq, epoch, hash, path, completed, failed, started, ended, tip, reason, state)
  where x.id = u.id and x.status = split_part(u.path, '>', 1) and u.epoch >= x.epoch;
  get diagnostics v_found = row_count;
  if v_found <> n then
    raise exception 'An execution is not in the status from which it shall go' using errcode = 'NST01';
  end if;

  if array_length(t_x, 1) > 0 then
    update nightshift.execution_tasks x
    set status = split_part(u.path, '>', -1), token = u.token, worker = u.worker, due_at = u.due, started_at = u.started, ended_at = u.ended, state = u.state
    from unnest(t_x, t_no, t_seen_token, t_path, t_token, t_worker, t_due, t_started, t_ended, t_state)
      u(x, no, seen_token, path, token, worker, due, started, ended, state)
    where x.execution_id = p_ids[u.x] and x.task_no = u.no and x.token = u.seen_token and x.status = split_part(u.path, '>', 1) and u.token >= u.seen_token
      and x.status <> 'completed'; -- done is final (I6)
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

  -- with the primary key: seq is whole
  if array_length(e_x, 1) is distinct from (select sum(u.seq - u.seen_seq) from unnest(p_seq, p_seen_seq) u(seq, seen_seq))
    or exists (select from unnest(e_x, e_seq) e(x, seq) where e.seq <= p_seen_seq[e.x] or e.seq > p_seq[e.x])
    or exists (select from unnest(p_seq, p_seen_seq) u(seq, seen_seq) where u.seq <= u.seen_seq) then
    raise exception 'The events do not lead from what was seen to what is written' using errcode = 'NSX01';
  end if;
  perform nightshift.ns_insert_events(p_ids, v_conversations, e_x, e_seq, e_at, e_actor, e_type, e_task, e_token, e_payload, e_hash);

  if array_length(o_x, 1) > 0 then
    perform nightshift.ns_insert_outbox(p_ids, v_conversations, o_x, o_seq, o_topic, o_key, o_payload);
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

  return query select 'committed', null::uuid[];
end $$;

grant execute on function nightshift.ns_lock, nightshift.ns_submit, nightshift.ns_commit to ns_app;
