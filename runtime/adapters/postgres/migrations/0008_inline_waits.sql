-- A task that a node in anybody's workflow handed over (kind 'inline') has no later node call that closes its wait. An n8n
-- execution waits at one node only: as soon as another of its nodes waits, its earlier inline waits are over. Else a nudge for the
-- earlier one would wake the later node, for n8n's resume URL is the same for both. Older waits first: executions by id.

create index loops_inline_waits on nightshift.loops (n8n_execution_id) where kind = 'inline' and is_wait_open;

create or replace function nightshift.ns_loop_wait(p_id uuid, p_generation integer, p_n8n text, p_resume_url text, p_is_due boolean) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare w record;
begin
  with earlier as (
    select x.execution_id from nightshift.loops x
    where x.n8n_execution_id = p_n8n and x.kind = 'inline' and x.is_wait_open and x.execution_id <> p_id
    order by x.execution_id for update)
  update nightshift.loops x set is_wait_open = false, is_due = false, resume_url = null
  from earlier where x.execution_id = earlier.execution_id;
  update nightshift.loops x
  set wait = x.wait + 1, is_wait_open = true, is_due = x.is_due or p_is_due, resume_url = p_resume_url, turns = x.turns + 1,
    last_call_at = clock_timestamp(), next_wake_at = clock_timestamp(), wake_tries = 0
  where x.execution_id = p_id and x.generation = p_generation and x.kind <> 'none' and x.n8n_execution_id = p_n8n
  returning x.wait, x.is_due into w;
  if not found then return null; end if;
  if w.is_due then perform pg_notify('nightshift_wake', ''); end if;
  return w.wait;
end $$;
