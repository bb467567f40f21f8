-- Nothing grows for ever (I28): whole finished executions leave as archives, and what nobody needs any more is removed. Only the
-- owner's role removes. What stays of an execution says where its archive is, and keeps its key: the same hand-off still gets the
-- same receipt (I1, I2).

create table nightshift.archived_executions (
  id uuid primary key,
  plan_id uuid not null,
  conversation_id text not null,
  project_id uuid,
  idempotency_key text not null unique,
  digest text not null,
  receipt text not null,
  title text not null,
  status text not null,
  reason text,
  total_tasks integer not null,
  completed_tasks integer not null,
  failed_tasks integer not null,
  cost double precision not null,
  submitted_at timestamptz not null,
  ended_at timestamptz not null,
  host text not null,
  path text not null,
  archive_digest text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index archived_executions_submitted on nightshift.archived_executions (submitted_at, id);
grant select on nightshift.archived_executions to ns_app;

-- Which executions name an artifact in their evidence. The reference makes a removal and a new use of the same bytes meet:
-- one of the two fails, and is tried again.
create table nightshift.artifact_uses (
  digest text not null references nightshift.artifacts deferrable initially deferred,
  execution_id uuid not null,
  conversation_id text,
  primary key (execution_id, digest)
);
create index artifact_uses_digest on nightshift.artifact_uses (digest);
grant select, insert on nightshift.artifact_uses to ns_app;
insert into nightshift.artifact_uses (digest, execution_id, conversation_id)
select a.digest, a.execution_id, a.conversation_id from nightshift.artifacts a where a.execution_id is not null
union select m.found[1], t.execution_id, t.conversation_id
from nightshift.attempts t, regexp_matches(t.ended, '"(?:outputDigest|keptDigest)":"([0-9a-f]{64})"', 'g') m(found)
where exists (select from nightshift.artifacts a where a.digest = m.found[1]);

-- Never used: signed bodies are hand-offs, which are applied once by their key.
drop function nightshift.ns_inbox_accept(text, text);
drop table nightshift.inbox;

-- An archived execution keeps its key. Looked at after the insert, which waits for an archiving that is under way.
do $$
declare
  v_old constant text := '  if exists (select from unnest(t_status) u(s) where u.s not in (''pending'', ''completed'', ''skipped'')) then';
  v_new constant text := '  select a.id, a.plan_id, a.digest, a.receipt into old from nightshift.archived_executions a where a.idempotency_key = p_key;
  if found then
    delete from nightshift.executions x where x.id = p_id;
    if old.digest <> p_digest then
      raise exception ''The idempotency key was used for another plan'' using errcode = ''NSK01'';
    end if;
    return query select false, old.id, old.plan_id, old.digest, old.receipt;
    return;
  end if;

';
  v_function text := pg_get_functiondef('nightshift.ns_submit'::regproc);
begin
  if strpos(v_function, v_old) = 0 then
    raise exception 'ns_submit is not as it was expected';
  end if;
  execute replace(v_function, v_old, v_new || v_old);
end $$;

-- Takes a finished execution out, once its archive is safe; false, and nothing changes, when it went on since, still has
-- something to tell, or is not there. For the owner only.
create function nightshift.ns_archive_out(p_id uuid, p_seq bigint, p_host text, p_path text, p_archive_digest text) returns boolean
language plpgsql set search_path = pg_catalog as $$
declare v_plan uuid; v_conversation text;
begin
  select x.plan_id, x.conversation_id into v_plan, v_conversation
  from nightshift.executions x where x.id = p_id and x.ended_at is not null and x.last_seq = p_seq for update;
  if not found
    or exists (select from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id where o.execution_id = p_id::text and d.state = 'pending')
    or exists (select from nightshift.leases l where l.execution_id = p_id) then
    return false;
  end if;
  insert into nightshift.archived_executions (id, plan_id, conversation_id, project_id, idempotency_key, digest, receipt, title, status, reason,
    total_tasks, completed_tasks, failed_tasks, cost, submitted_at, ended_at, host, path, archive_digest)
  select x.id, x.plan_id, x.conversation_id, x.project_id, x.idempotency_key, x.digest, x.receipt, x.title, x.status, x.reason,
    x.total_tasks, x.completed_tasks, x.failed_tasks, coalesce(substring(x.state from '"costUsd":([0-9.e+-]+)')::double precision, 0),
    x.submitted_at, x.ended_at, p_host, p_path, p_archive_digest
  from nightshift.executions x where x.id = p_id;
  delete from nightshift.deliveries d using nightshift.outbox o where o.id = d.outbox_id and o.execution_id = p_id::text;
  delete from nightshift.outbox o where o.execution_id = p_id::text;
  delete from nightshift.execution_events e where e.execution_id = p_id;
  delete from nightshift.attempts a where a.execution_id = p_id;
  delete from nightshift.execution_tasks t where t.execution_id = p_id;
  delete from nightshift.loops l where l.execution_id = p_id;
  delete from nightshift.log_tails l where l.execution_id = p_id;
  delete from nightshift.slot_waits w where w.execution_id = p_id;
  delete from nightshift.artifact_uses u where u.execution_id = p_id;
  delete from nightshift.executions x where x.id = p_id;
  delete from nightshift.plans p where p.id = v_plan;
  return true;
end $$;
