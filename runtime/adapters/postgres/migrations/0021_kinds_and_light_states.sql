-- Tasks of a kind are done by the same agent and need as much context: what earlier ones took tells what the next will take.
alter table nightshift.execution_metrics add column kind text;
create index execution_metrics_kind on nightshift.execution_metrics (kind, id) where kind is not null;

-- The state of a completed task for a process's memory: without words, files and evidence of its result, and marked so. One
-- that jsonb cannot hold (text of an agent may have a null character or half of a surrogate pair) stays whole.
create function nightshift.ns_light_state(p_state text) returns text
language plpgsql immutable set search_path = pg_catalog as $$
declare v_state jsonb;
begin
  v_state := p_state::jsonb;
  if not v_state ? 'attempt' then return p_state; end if;
  return jsonb_set(v_state, '{attempt}', (v_state -> 'attempt') || '{"summary":"","changedFiles":[],"evidence":[],"isLetGo":true}')::text;
exception when untranslatable_character or invalid_text_representation then
  return p_state;
end $$;

grant execute on function nightshift.ns_light_state to ns_app;
