-- A project that is registered again under a name is called so from then on; without a name it keeps the one it has.
create or replace function nightshift.ns_project_add(p_name text, p_dir text, p_host text, p_shares text[]) returns setof nightshift.projects
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_time bytea := substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3);
  v_id uuid := encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing v_time from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
begin
  insert into nightshift.projects as x (id, name, dir, host, shares)
  values (v_id, coalesce(p_name, nullif(regexp_replace(p_dir, '^.*/', ''), ''), p_dir), p_dir, p_host, coalesce(p_shares, '{}'))
  on conflict (host, dir) do update set name = coalesce(p_name, x.name), shares = coalesce(p_shares, x.shares);
  return query select x.* from nightshift.projects x where x.host = p_host and x.dir = p_dir;
end $$;
