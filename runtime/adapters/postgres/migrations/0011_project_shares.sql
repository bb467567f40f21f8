-- What of a project's folder its tasks see read-only besides what is committed: paths that git ignores, such as node_modules.
alter table nightshift.projects add column shares text[] not null default '{}';

drop function nightshift.ns_project_add(text, text, text);

-- Without shares the ones that are there stay.
create function nightshift.ns_project_add(p_name text, p_dir text, p_host text, p_shares text[]) returns setof nightshift.projects
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_time bytea := substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3);
  v_id uuid := encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing v_time from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
begin
  insert into nightshift.projects as x (id, name, dir, host, shares) values (v_id, p_name, p_dir, p_host, coalesce(p_shares, '{}'))
  on conflict (host, dir) do update set shares = coalesce(p_shares, x.shares);
  return query select x.* from nightshift.projects x where x.host = p_host and x.dir = p_dir;
end $$;

grant execute on function nightshift.ns_project_add to ns_app;
