// node session-start.cjs [MILLISECONDS] | refresh
// CommonJS, and started without main.mjs: Node reads it in a third of the time that a module with the same imports takes.
const { createHash } = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { get } = require('node:http');
const { dirname, join } = require('node:path');

const { env, argv } = process;
const [wanted] = argv.slice(2);
const isRefresh = wanted === 'refresh';
/** Milliseconds from the start of this process; a conversation waits for it. */
const MOST_MS = isRefresh ? 30_000 : Number(wanted ?? 220);
/** What a process that came late to its first line still waits: answers of a gateway that is not busy come in less. */
const LEAST_MS = 20;
/** The rest is counted from as many as the gateway gives at once. */
const MOST_LISTED = 200;
const SHOWN = 3;
/** False: nobody reads along (`claude -p`, an SDK). It is told as well, and leaves what ended for who does. */
const isAttended =
  env.CLAUDE_CODE_SESSION_ATTENDED === undefined
    ? !/^sdk/.test(env.CLAUDE_CODE_ENTRYPOINT ?? '')
    : env.CLAUDE_CODE_SESSION_ATTENDED !== '0';
/** Of so many projects it is kept what was told there; the one that is longest ago goes. */
const MOST_PROJECTS = 100;

const own = join(env.NIGHTSHIFT_HOME ?? '', 'claude-code');
/** When news began: at the installation, or what was forgotten of a project since. */
const beginningPath = join(own, 'seen');
const project = projectOf(env.CLAUDE_PROJECT_DIR || process.cwd());
const toldFolder = join(own, 'told');
/** Two files a project: up to when it was told there, and what the gateway said last. */
const name = createHash('sha256').update(project).digest('hex').slice(0, 32);
const seenPath = join(toldFolder, name);
const keptPath = join(toldFolder, `${name}.json`);

/**
 * Tells a conversation that begins, in at most three lines, what ended of this folder's project since a person last began one there,
 * and what waits for an answer, of whatever project. When the gateway is too busy to say so in time it tells what it said last, and how long ago that was. Says nothing when there
 * is nothing, and when nightshift does not run.
 */
main()
  .catch(() => undefined) // not running, or not installed: a conversation begins without it
  .finally(() => process.exit(0));

async function main() {
  const { ports } = JSON.parse(readFileSync(join(env.NIGHTSHIFT_HOME, 'settings.json'), 'utf8'));
  const token = readFileSync(join(own, 'token'), 'utf8').trim();
  const since = timeIn(seenPath) ?? timeIn(beginningPath) ?? new Date().toISOString();
  const fresh = await inTime(newsSince(since, ports.gateway, token));
  if (fresh !== undefined && isAttended) keep(fresh);
  if (isRefresh) return;
  const news = fresh ?? keptNews();
  if (news !== undefined) {
    const ended = news.ended.filter(({ endedAt }) => endedAt > since);
    const lines = linesOf({ ...news, ended }, fresh === undefined ? ageOf(news.at) : '');
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    if (isAttended) noteTold(ended, since);
  }
  if (fresh === undefined && isAttended) refreshLater();
}

/** For a time when the gateway is too busy. */
function keep(news) {
  mkdirSync(toldFolder, { recursive: true, mode: 0o700 });
  writeWhole(keptPath, JSON.stringify(news));
}

/** The next conversation here is told what ends from now on. */
function noteTold(ended, since) {
  const isNew = !existsSync(seenPath);
  const newest = ended
    .map(({ endedAt }) => endedAt)
    .sort()
    .at(-1);
  writeWhole(seenPath, newest ?? since);
  if (isNew) forgetOldest();
}

/** Asks for each of all there are: what waits may have been handed over long before what ended. */
async function newsSince(since, port, token) {
  const here = `endedSince=${encodeURIComponent(since)}&project=${encodeURIComponent(project)}`;
  const [waiting, ended] = await Promise.all(
    ['status=waiting,paused', here].map((which) =>
      ask(`http://127.0.0.1:${port}/api/execution?limit=${MOST_LISTED}&${which}`, token),
    ),
  );
  return {
    at: new Date().toISOString(),
    waiting: waiting.executions.map(shortened),
    ended: ended.executions.map(shortened),
    hasMore: { waiting: waiting.nextCursor !== undefined, ended: ended.nextCursor !== undefined },
  };
}

const shortened = ({ title, state, progress, executionId, endedAt }) => ({
  title,
  state,
  progress,
  executionId,
  endedAt,
});

function linesOf({ waiting, ended, hasMore }, age) {
  const lines = [
    ...(ended.length === 0
      ? []
      : [`nightshift${age}: since last time ${some(ended, hasMore.ended)}. The tool \`results\` says what was done.`]),
    ...(waiting.length === 0
      ? []
      : [
          `nightshift${age}: the person is needed for ${some(waiting, hasMore.waiting)}. The tool \`status\` says for what.`,
        ]),
  ];
  const isOld = age !== '' && lines.length > 0;
  return isOld ? [...lines, 'nightshift: it is busy now; the tool `status` says how it stands.'] : lines;
}

const some = (executions, hasMore) =>
  executions
    .slice(0, SHOWN)
    .map(
      ({ title, state, progress, executionId }) =>
        `"${plain(title)}" (${state}, ${progress.current} of ${progress.total} tasks, execution ${executionId})`,
    )
    .join(', ') + (executions.length > SHOWN ? ` and ${executions.length - SHOWN}${hasMore ? ' or' : ''} more` : '');

/** On one line, short, without what a terminal or a model could take for layout. */
const plain = (text) =>
  text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
    .replace(/["`<>]/g, "'")
    .slice(0, 60);

function ageOf(at) {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(at)) / 60_000));
  if (minutes < 1) return ', a moment ago';
  if (minutes < 120) return `, ${minutes} min ago`;
  return minutes < 48 * 60 ? `, ${Math.round(minutes / 60)} h ago` : `, ${Math.round(minutes / 1_440)} days ago`;
}

/** What was told last; undefined when nothing was, or it cannot be read. */
function keptNews() {
  try {
    const news = JSON.parse(readFileSync(keptPath, 'utf8'));
    return Array.isArray(news.waiting) && Array.isArray(news.ended) && !Number.isNaN(Date.parse(news.at))
      ? news
      : undefined;
  } catch {
    return undefined;
  }
}

/** A folder as projects are known by: the top of its repository, links resolved; itself where it lies in none. */
function projectOf(folder) {
  let dir = folder;
  try {
    dir = realpathSync(folder);
  } catch {
    return folder; // gone meanwhile: no project has that name
  }
  for (let top = dir; ; top = dirname(top)) {
    if (existsSync(join(top, '.git'))) return top;
    if (dirname(top) === top) return dir;
  }
}

/** What was told in a project that is forgotten is told nowhere again: for it, and for new ones, news begins there. */
function forgetOldest() {
  const told = readdirSync(toldFolder)
    .filter((file) => /^[0-9a-f]{32}$/.test(file))
    .map((file) => ({ path: join(toldFolder, file), atMs: statSync(join(toldFolder, file)).mtimeMs }))
    .sort((one, other) => other.atMs - one.atMs);
  const times = [timeIn(beginningPath)];
  for (const { path } of told.slice(MOST_PROJECTS)) {
    times.push(timeIn(path));
    rmSync(path, { force: true });
    rmSync(`${path}.json`, { force: true });
  }
  const beginning = times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  if (beginning !== undefined && beginning !== times[0]) writeWhole(beginningPath, beginning);
}

function timeIn(path) {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return Number.isNaN(Date.parse(text)) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Conversations begin side by side, and end at any time: each reads a whole file. */
function writeWhole(path, text) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, text, { mode: 0o600 });
  renameSync(own, path);
}

/** The next conversation is told what this one had no time for. */
function refreshLater() {
  const { spawn } = require('node:child_process');
  spawn(process.execPath, [...process.execArgv, __filename, 'refresh'], { detached: true, stdio: 'ignore' }).unref();
}

/** Undefined when it comes too late. What was refused meanwhile is heard first: then nightshift does not run. */
function inTime(promise) {
  const late = new Promise((resolve) => {
    setTimeout(() => setImmediate(resolve), Math.max(LEAST_MS, MOST_MS - performance.now()));
  });
  return Promise.race([promise, late]);
}

function ask(url, token) {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { authorization: `Bearer ${token}` } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        // A folder that is no registered project: nothing of it ended.
        else if (response.statusCode === 404) resolve({ executions: [] });
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    request.on('error', reject);
  });
}
