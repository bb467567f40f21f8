/** Names that a part is given of the launcher's environment; everything else stays behind. */
const PASSED_ON =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|XDG_\w+|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|(HTTP|HTTPS|ALL|NO)_PROXY|NIGHTSHIFT_\w+|ANTHROPIC_(API_KEY|BASE_URL)|OPENAI_(API_KEY|BASE_URL)|PERPLEXITY_API_KEY)$/i;

/** Attempts may finish in this time; the supervisor gives the worker 10 s in all. */
const GRACE_SECONDS = '8';

/**
 * The environment of a part that the supervisor starts: what `loadConfig` reads, and where things are. With
 * `NIGHTSHIFT_PART` set, `loadConfig` leaves out the owner's right to the database.
 */
export function partEnv(part: string, home: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => PASSED_ON.test(name) && name !== 'NIGHTSHIFT_DATABASE_OWNER_URL');
  return {
    NIGHTSHIFT_WORKER_GRACE_SECONDS: GRACE_SECONDS,
    ...Object.fromEntries(kept),
    NIGHTSHIFT_HOME: home,
    NIGHTSHIFT_PART: part,
  };
}
