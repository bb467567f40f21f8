import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, LogFields } from '../ports/log';
import { steadyLog } from './steady-log';

/** The launcher's own log: one JSON object a line in `<home>/logs/launcher.log`. */
export function launcherLog(home: string, fields: LogFields = {}): Log {
  const path = join(home, 'logs', 'launcher.log');
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  const write =
    (level: string) =>
    (message: string, more: LogFields = {}): void => {
      const line = { time: new Date().toISOString(), level, message, ...fields, ...more };
      appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    };
  return steadyLog({
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (more) => launcherLog(home, { ...fields, ...more }),
  });
}
