-- Two roles that only read (S-44): `ns_read` for people's own queries and dashboards, `ns_metrics` for numbers alone. Neither sees
-- what could be used to act: tokens, addresses that resume n8n, keys and texts of messages, answers of research.
-- A cluster made by an older version has the roles later than this: `migrate` calls the function again each time.

create function nightshift.ns_grant_readers() returns void
language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select from pg_roles r where r.rolname = 'ns_read') then
    grant usage on schema nightshift, nightshift_report to ns_read;
    grant select on all tables in schema nightshift_report to ns_read;
    grant select on nightshift.conversations, nightshift.plans, nightshift.execution_tasks, nightshift.attempts,
      nightshift.execution_events, nightshift.capacity, nightshift.workers, nightshift.leases, nightshift.slot_waits,
      nightshift.projects, nightshift.log_tails, nightshift.artifacts, nightshift.artifact_uses, nightshift.patterns,
      nightshift.execution_metrics, nightshift.migrations to ns_read;
    grant select (id, plan_id, conversation_id, digest, actor, project_id, title, options, total_tasks, submitted_at, status, epoch,
      last_seq, completed_tasks, failed_tasks, started_at, ended_at, tip, reason, state) on nightshift.executions to ns_read;
    grant select (id, plan_id, conversation_id, project_id, digest, title, status, reason, total_tasks, completed_tasks, failed_tasks,
      cost, submitted_at, ended_at, host, path, archive_digest, created_at) on nightshift.archived_executions to ns_read;
    grant select (execution_id, conversation_id, generation, kind, workflow_id, n8n_execution_id, created_at, last_call_at, turns, wait,
      is_wait_open, is_due, next_wake_at, wake_tries, restarts, restart_reason, seq_at_start, deaths_in_a_row, is_ended)
      on nightshift.loops to ns_read;
    grant select (id, execution_id, seq, conversation_id, topic, created_at) on nightshift.outbox to ns_read;
    grant select (outbox_id, state, due_at, tries, ended_at) on nightshift.deliveries to ns_read;
  end if;
  if exists (select from pg_roles r where r.rolname = 'ns_metrics') then
    grant usage on schema nightshift, nightshift_report to ns_metrics;
    grant select on nightshift_report.execution_metrics, nightshift_report.metric_trends to ns_metrics;
    grant select (id, plan_id, conversation_id, status, submitted_at, started_at, ended_at) on nightshift.executions to ns_metrics;
    grant select (execution_id, status) on nightshift.execution_tasks to ns_metrics;
    grant select (execution_id, kind, started_at, ended_at, outcome) on nightshift.attempts to ns_metrics;
    grant select on nightshift.capacity to ns_metrics;
    grant select (state) on nightshift.deliveries to ns_metrics;
  end if;
end $$;

select nightshift.ns_grant_readers();
