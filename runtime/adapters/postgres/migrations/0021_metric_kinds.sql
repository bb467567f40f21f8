-- Tasks of a kind are done by the same agent and need as much context: what earlier ones took tells what the next will take.
alter table nightshift.execution_metrics add column kind text;
create index execution_metrics_kind on nightshift.execution_metrics (kind, id) where kind is not null;
