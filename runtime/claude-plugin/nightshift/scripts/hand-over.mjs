import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeTyped } from './typed.mjs';

/** Looked for in this order when no file is named. */
const USUAL = [
  'PLAN.md',
  'ROADMAP.md',
  '.planning/ROADMAP.md',
  'TODO.md',
  '.taskmaster/tasks/tasks.json',
  'tasks.json',
];
const LINES_SHOWN = 80;
/** Below what Claude Code gives a shell step, with room for the preview. */
const PATIENCE_S = 60;
const PAUSE_MS = 1_000;
/** Exit codes of the command line that say that nothing was taken; after any other, or a signal, nobody knows. */
const REFUSED = [2, 3, 4];

/**
 * The shell step of `/nightshift:handoff`: prints what is read from the plan, hands it over through n8n's signed webhook,
 * and prints the receipt, or that it was not handed over, or that nobody knows. Always exits 0: Claude Code drops the whole prompt
 * otherwise, and nobody would learn why.
 */
export async function run({ args: [sessionNamed, seconds = PATIENCE_S], cli, env }) {
  const folder = env.CLAUDE_PROJECT_DIR || process.cwd();
  // Where the two differ the environment's is newer.
  const session = env.CLAUDE_CODE_SESSION_ID || sessionNamed;
  const typed = takeTyped(session, env) ?? takeTyped(sessionNamed, env);
  if (typed === undefined) {
    console.log(
      'It was NOT handed over: the hook of this plugin that reads which plan was named did not run. Try again; if it stays so, hooks are switched off, or Claude Code is too old (`claude update`).',
    );
    return;
  }
  const plan = named(typed.trim(), folder) || USUAL.find((name) => existsSync(`${folder}/${name}`));
  if (plan === undefined) {
    console.log(`No plan was named, and there is none of ${USUAL.join(', ')} in ${folder}. Nothing was handed over.`);
    return;
  }
  const ask = (...words) => {
    const { stdout, stderr, status, error } = spawnSync(process.execPath, [cli, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    const text = `${stdout ?? ''}${stderr ?? ''}${error === undefined ? '' : error.message}`.trim();
    return { isDone: status === 0, isRefused: REFUSED.includes(status), text: withAlias(text, cli, env) };
  };
  const preview = ask('plan', '--', plan);
  console.log(`What is read from ${plan}:\n${firstLines(preview.text)}\n`);
  if (!preview.isDone) {
    const isThere = existsSync(resolve(folder, plan));
    console.log(`${isThere ? 'It has problems' : `There is no ${plan} in ${folder}`}, so it was NOT handed over.`);
    return;
  }
  const end = performance.now() + Number(seconds) * 1_000;
  // The same plan in the same conversation has the same key: a command that was killed is begun anew.
  for (let mayBeIn = false; ; await sleep(PAUSE_MS)) {
    const leftS = Math.max(1, Math.ceil((end - performance.now()) / 1_000));
    const told = ask('handoff', '--repo', '.', '--conversation', session, '--timeout', String(leftS), '--', plan);
    if (told.isDone) return console.log(`HANDED OVER.\n${told.text}`);
    if (told.isRefused && !mayBeIn) return console.log(`It was NOT handed over:\n${told.text}`);
    mayBeIn = true;
    if (told.isRefused || performance.now() + 2 * PAUSE_MS > end) return console.log(unknown(told.text, plan, folder));
  }
}

/** Where `nightshift` is no command of this user, what it stands for in a text that names it. */
function withAlias(text, cli, { PATH = '' }) {
  const isOnPath = PATH.split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, 'nightshift')));
  if (isOnPath || !/\bnightshift [a-z-]/.test(text)) return text;
  const words = [process.execPath, cli].map((word) =>
    /[^\w./@-]/.test(word) ? `'${word.replace(/'/g, "'\\''")}'` : word,
  );
  return `${text}\n  nightshift stands for: ${words.join(' ')}`;
}

/** It may be in, and run. What the tool does not take by its file would be another hand-off as text. */
function unknown(text, plan, folder) {
  const again = toolTakes(plan, folder)
    ? `the tool \`handoff\` with the file ${plan} and nothing else, or the same slash command in this conversation`
    : 'only I can, by the same slash command in this conversation: the tool takes no plan from there. Tell me so, and do not hand it over in another way';
  return `It is NOT KNOWN whether it was handed over: no receipt came. It may be in, and run.
${text || 'The command that hands over was ended before it said anything.'}
Send the same again: ${again}. Where it arrived that gives the same receipt, else it is handed over; nothing is started twice.`;
}

/** Whether the tool takes a plan by its path: one in this folder, in its repository, or where Claude Code keeps those of its plan mode. */
function toolTakes(plan, folder) {
  const path = real(resolve(folder, plan));
  return [folder, topOf(folder), join(homedir(), '.claude', 'plans')].some((root) =>
    path.startsWith(`${real(root)}${sep}`),
  );
}

function real(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The top of the repository that a folder lies in; itself where it lies in none. */
function topOf(folder) {
  for (let top = real(folder); ; top = dirname(top)) {
    if (existsSync(join(top, '.git'))) return top;
    if (dirname(top) === top) return folder;
  }
}

/** The file that was typed: as it stands where there is one, else without the `@` of a mention and the quotes around it. */
function named(typed, folder) {
  if (existsSync(resolve(folder, typed))) return typed;
  const path = unquoted(typed);
  return unquoted(path.startsWith('@') ? path.slice(1) : path);
}

function unquoted(text) {
  const quote = text.charAt(0);
  return text.length > 1 && /["'`]/.test(quote) && text.endsWith(quote) ? text.slice(1, -1) : text;
}

function firstLines(text) {
  const lines = text.split('\n');
  const more = lines.length - LINES_SHOWN;
  return [...lines.slice(0, LINES_SHOWN), ...(more > 0 ? [`… and ${more} more lines`] : [])].join('\n');
}
