import { loadConfig } from '../config/load-config';
import { namesGivenTo } from '../config/part-variables';
import type { Part } from '../config/variables';
import { CHANNELS } from '../core/notify/channel';

/** What any program needs of the launcher's environment: where things are, its language, its way out. */
const OF_THE_SYSTEM =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|XDG_\w+|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|(HTTP|HTTPS|ALL|NO)_PROXY)$/i;

/** Attempts may finish in this time; the supervisor gives the worker 10 s in all. */
const GRACE_SECONDS = '8';

/**
 * The environment of a part that the supervisor starts: the settings that parts of its kind are given, and where things
 * are; everything else stays behind. With `NIGHTSHIFT_PART` set, `loadConfig` holds the settings of the file to the same.
 * Which channels there are is told by name: who only puts messages into the outbox needs no more.
 */
export function partEnv(part: Part, home: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = namesGivenTo(part);
  const kept = Object.entries(env).filter(
    ([name]) => given.has(name) || name === 'NIGHTSHIFT_CONFIG' || OF_THE_SYSTEM.test(name),
  );
  const { notify } = loadConfig({ ...env, NIGHTSHIFT_HOME: home });
  const channels = CHANNELS.filter((channel) => notify[channel] !== undefined || notify.elsewhere.includes(channel));
  return {
    NIGHTSHIFT_WORKER_GRACE_SECONDS: GRACE_SECONDS,
    ...Object.fromEntries(kept),
    NIGHTSHIFT_HOME: home,
    NIGHTSHIFT_PART: part,
    NIGHTSHIFT_CHANNELS: channels.join(','),
  };
}
