import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';

/** Milliseconds from the start of this process; a conversation waits for it. */
const MOST_MS = 220;
/** The rest is counted from as many as the gateway gives at once. */
const MOST_LISTED = 200;

/**
 * Tells a conversation that begins, in at most three lines, what ended since the last one began and what waits for an
 * answer. Says nothing when there is nothing, when nightshift does not run, or when it takes too long.
 */
export async function run({ args: [mostMs = MOST_MS], env }) {
  const own = join(env.NIGHTSHIFT_HOME ?? '', 'claude-code');
  const seen = join(own, 'seen');
  try {
    const { ports } = JSON.parse(readFileSync(join(env.NIGHTSHIFT_HOME, 'settings.json'), 'utf8'));
    const token = readFileSync(join(own, 'token'), 'utf8').trim();
    const last = read(seen);
    const since = Number.isNaN(Date.parse(last)) ? new Date().toISOString() : last;
    // Each of all there are: what waits may have been handed over long before what ended.
    const [waiting, over] = await Promise.all(
      [`status=waiting,paused`, `endedSince=${encodeURIComponent(since)}`].map((which) =>
        ask(`http://127.0.0.1:${ports.gateway}/api/execution?limit=${MOST_LISTED}&${which}`, token, Number(mostMs)),
      ),
    );
    const ended = { ...over, executions: over.executions.filter(({ endedAt }) => endedAt > since) };
    const lines = [
      ...(ended.executions.length === 0
        ? []
        : [`nightshift: since last time ${some(ended)}. The tool \`results\` says what was done.`]),
      ...(waiting.executions.length === 0
        ? []
        : [`nightshift: the person is needed for ${some(waiting)}. The tool \`status\` says for what.`]),
    ];
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    const newest = ended.executions.map(({ endedAt }) => endedAt).sort();
    writeFileSync(seen, newest.at(-1) ?? since, { mode: 0o600 });
  } catch {
    // Not running, not installed, or too slow: a conversation begins without it.
  }
  process.exit(0);
}

const some = ({ executions, nextCursor }) =>
  executions
    .slice(0, 3)
    .map(
      ({ title, state, progress, executionId }) =>
        `"${plain(title)}" (${state}, ${progress.current} of ${progress.total} tasks, execution ${executionId})`,
    )
    .join(', ') +
  (executions.length > 3 ? ` and ${executions.length - 3}${nextCursor === undefined ? '' : ' or'} more` : '');

/** On one line, short, without what a terminal or a model could take for layout. */
const plain = (text) =>
  text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
    .replace(/["`<>]/g, "'")
    .slice(0, 60);

function read(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function ask(url, token, mostMs) {
  const leftMs = Math.max(20, mostMs - performance.now());
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { authorization: `Bearer ${token}` } }, (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    request.on('error', reject);
    setTimeout(() => reject(new Error('too slow')), leftMs);
  });
}
