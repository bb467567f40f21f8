import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** To be imported before n8n-core, which writes a configuration into the user's home when it is loaded. */
process.env['N8N_USER_FOLDER'] = mkdtempSync(join(tmpdir(), 'nightshift-n8n-home-'));
