-- A label has one token: a new one takes the place of the old one, which is refused from then on. One start after the other.

create function nightshift.ns_token_replace(p_digest text, p_label text, p_scopes text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table nightshift.tokens in share row exclusive mode;
  delete from nightshift.tokens x where x.label = p_label and x.digest <> p_digest;
  insert into nightshift.tokens (digest, label, scopes) values (p_digest, p_label, p_scopes)
  on conflict (digest) do update set label = excluded.label, scopes = excluded.scopes;
end $$;

grant execute on function nightshift.ns_token_replace to ns_app;
drop function nightshift.ns_token_add;
