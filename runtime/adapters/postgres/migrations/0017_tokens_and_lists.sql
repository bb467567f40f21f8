-- Tokens that people make: they expire, are revoked, and show when they were used last. Lists of executions, newest first.

alter table nightshift.tokens
  add column expires_at timestamptz,
  add column last_used_at timestamptz,
  add column revoked_at timestamptz;
create unique index tokens_label on nightshift.tokens (label) where revoked_at is null;

-- A start's own token is good again, whatever became of it.
create or replace function nightshift.ns_token_replace(p_digest text, p_label text, p_scopes text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table nightshift.tokens in share row exclusive mode;
  delete from nightshift.tokens x where x.label = p_label and x.digest <> p_digest;
  insert into nightshift.tokens (digest, label, scopes) values (p_digest, p_label, p_scopes)
  on conflict (digest) do update set label = excluded.label, scopes = excluded.scopes, revoked_at = null, expires_at = null;
end $$;

-- No row when another one that is not revoked has the label.
create function nightshift.ns_token_add(p_digest text, p_label text, p_scopes text[], p_expires timestamptz) returns setof nightshift.tokens
language sql security definer set search_path = pg_catalog as $$
  insert into nightshift.tokens (digest, label, scopes, expires_at) values (p_digest, p_label, p_scopes, p_expires)
  on conflict do nothing returning *
$$;

create function nightshift.ns_token_revoke(p_digest text) returns setof nightshift.tokens
language sql security definer set search_path = pg_catalog as $$
  update nightshift.tokens x set revoked_at = coalesce(x.revoked_at, clock_timestamp()) where x.digest = p_digest returning x.*
$$;

-- What a good token may do; no row for any other. That it was used is noted once a minute: reading must not become writing.
create function nightshift.ns_token_use(p_digest text) returns setof text[]
language plpgsql security definer set search_path = pg_catalog as $$
declare v_token nightshift.tokens;
begin
  select x.* into v_token from nightshift.tokens x
  where x.digest = p_digest and x.revoked_at is null and (x.expires_at is null or x.expires_at > clock_timestamp());
  if not found then return; end if;
  if v_token.last_used_at is null or v_token.last_used_at < clock_timestamp() - interval '1 minute' then
    update nightshift.tokens x set last_used_at = clock_timestamp()
    where x.digest = p_digest and x.last_used_at is not distinct from v_token.last_used_at;
  end if;
  return next v_token.scopes;
end $$;

grant execute on function nightshift.ns_token_add, nightshift.ns_token_revoke, nightshift.ns_token_use to ns_app;

create index executions_submitted on nightshift.executions (submitted_at, id);
create index executions_project on nightshift.executions (project_id, submitted_at, id);
