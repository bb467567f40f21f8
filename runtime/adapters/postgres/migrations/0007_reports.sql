-- The shapes that others may query (R-86). Times and counts follow the fold; nothing is stored twice.

create schema nightshift_report;
grant usage on schema nightshift_report to ns_app;

create view nightshift_report.conversations as select c.id, c.created_at from nightshift.conversations c;

create view nightshift_report.executions as
select x.id, x.conversation_id, x.plan_id, x.status, x.started_at, x.ended_at as completed_at, x.total_tasks, x.completed_tasks, x.failed_tasks,
  jsonb_build_object('title', x.title, 'options', x.options::jsonb, 'reason', x.reason, 'actor', x.actor, 'submitted_at', x.submitted_at,
    'epoch', x.epoch, 'tip', x.tip, 'project_id', x.project_id) as metadata
from nightshift.executions x;

create view nightshift_report.execution_tasks as
select t.execution_id || '/' || t.task_key as id, t.execution_id, t.conversation_id, t.task_key as task_id, t.title, t.status,
  coalesce((s.state #>> '{attempt,startedAt}')::timestamptz, t.started_at) as started_at, t.ended_at as completed_at,
  extract(epoch from t.ended_at - coalesce((s.state #>> '{attempt,startedAt}')::timestamptz, t.started_at))::double precision as duration_seconds,
  s.state #> '{attempt,evidence}' as verification_results,
  coalesce(s.state ->> 'reason', s.state ->> 'lastFailure') as error_message,
  s.state as checkpoint_data
from nightshift.execution_tasks t cross join lateral (select replace(t.state, '\u0000', '\ufffd')::jsonb as state) s;

create view nightshift_report.execution_metrics as
select m.id, m.execution_id, m.conversation_id, t.task_key as task_id, m.metric_name, m.metric_value, m.unit, m.collected_at
from nightshift.execution_metrics m left join nightshift.execution_tasks t on t.execution_id = m.execution_id and t.task_no = m.task_no;

create view nightshift_report.metric_trends as
select (m.collected_at at time zone 'UTC')::date as day, m.metric_name, avg(m.metric_value) as avg_value, count(*) as sample_count
from nightshift.execution_metrics m group by 1, 2;

create view nightshift_report.conversation_executions as
select c.id as conversation_id, x.id as execution_id, x.plan_id, x.title, x.status, x.submitted_at, x.started_at, x.ended_at as completed_at,
  x.total_tasks, x.completed_tasks, x.failed_tasks
from nightshift.conversations c join nightshift.executions x on x.conversation_id = c.id;

grant select on all tables in schema nightshift_report to ns_app;
