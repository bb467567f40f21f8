import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
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

/**
 * The shell step of `/nightshift:handoff`: prints what is read from the plan, hands it over through n8n's signed webhook,
 * and prints the receipt. Always exits 0: Claude Code drops the whole prompt otherwise, and nobody would learn why.
 */
export async function run({ args: [sessionNamed], cli, env }) {
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
    return {
      isDone: status === 0,
      text: `${stdout ?? ''}${stderr ?? ''}${error === undefined ? '' : error.message}`.trim(),
    };
  };
  const preview = ask('plan', '--', plan);
  console.log(`What is read from ${plan}:\n${firstLines(preview.text)}\n`);
  if (!preview.isDone) {
    console.log('It has problems, so it was NOT handed over.');
    return;
  }
  const receipt = ask('handoff', '--repo', '.', '--conversation', session, '--timeout', '60', '--', plan);
  console.log(receipt.isDone ? `HANDED OVER.\n${receipt.text}` : `It was NOT handed over:\n${receipt.text}`);
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
