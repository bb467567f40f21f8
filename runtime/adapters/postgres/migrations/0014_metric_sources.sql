-- What is measured is told at least once; each metric of a source is kept once.

alter table nightshift.execution_metrics add column source text;
create unique index execution_metrics_source on nightshift.execution_metrics (source, metric_name, coalesce(task_no, -1));
