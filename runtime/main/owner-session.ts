import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { N8N_OWNER_EMAIL } from './embedded-n8n-env';
import { launcherOf } from './launcher-state';
import { type KeptLogin, type N8nSession, openN8nSession } from './n8n-session';
import { writeFileSafely } from './write-file-safely';

/**
 * A session of the owner of a home's own n8n. Its login is kept in `<home>/n8n-session` (mode 0600, for whoever could
 * read the password as well) and used by every process until n8n takes it no longer, after a week.
 * @throws as `openN8nSession` does.
 */
export function openOwnerSession(home: string, settings: EmbeddedSettings): Promise<N8nSession> {
  const url = `http://127.0.0.1:${settings.ports.n8n}`;
  const kept = keptIn(join(home, 'n8n-session'));
  const whenAway = () =>
    launcherOf(home) === undefined
      ? 'nightshift does not run here. Start it with `nightshift up --detach`.'
      : `It is started again when it ended; if this lasts, look into its log: ${join(home, 'logs', 'n8n.log')}`;
  return openN8nSession(url, N8N_OWNER_EMAIL, settings.secrets.n8nOwnerPassword, kept, whenAway);
}

function keptIn(path: string): KeptLogin {
  return {
    read: () => {
      try {
        const cookie = readFileSync(path, 'utf8').trim();
        return /^[!-~ ]+$/.test(cookie) ? cookie : undefined;
      } catch {
        // None is kept yet, or it cannot be read: a new login does as well.
        return undefined;
      }
    },
    write: (cookie) => {
      try {
        writeFileSafely(path, `${cookie}\n`);
      } catch {
        // A full disk, say: the login is good all the same, and the next process makes its own.
      }
    },
  };
}
