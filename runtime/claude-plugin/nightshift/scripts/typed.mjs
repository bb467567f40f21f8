import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before the shell step of `/nightshift:handoff`: keeps what was typed behind it. In the step's own line it would be read by a
 * shell, which takes `$`, quotes and the like for its own.
 */
export async function run({ env }) {
  const { session_id, command_name, command_args } = JSON.parse(readFileSync(0, 'utf8'));
  if (command_name !== 'nightshift:handoff') return;
  const path = pathOf(session_id, env);
  rmSync(path, { force: true });
  writeFileSync(path, command_args ?? '', { mode: 0o600, flag: 'wx' });
}

/** What was typed, once; undefined when nobody kept it. */
export function takeTyped(sessionId, env) {
  const path = pathOf(sessionId, env);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  } finally {
    rmSync(path, { force: true });
  }
}

function pathOf(sessionId, { NIGHTSHIFT_HOME }) {
  const folder = NIGHTSHIFT_HOME ? join(NIGHTSHIFT_HOME, 'claude-code') : tmpdir();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `typed-${sessionId.replace(/[^\w-]/g, '')}`);
}
