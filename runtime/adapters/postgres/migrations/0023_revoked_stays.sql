-- A token that was revoked stays refused, whoever starts with it again. (0017 took it back in.)
create or replace function nightshift.ns_token_replace(p_digest text, p_label text, p_scopes text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table nightshift.tokens in share row exclusive mode;
  delete from nightshift.tokens x where x.label = p_label and x.digest <> p_digest;
  insert into nightshift.tokens (digest, label, scopes) values (p_digest, p_label, p_scopes)
  on conflict (digest) do update set label = excluded.label, scopes = excluded.scopes, expires_at = null
  where tokens.revoked_at is null;
end $$;
