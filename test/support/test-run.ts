import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of this run of jest: what its files share lies there. Set before the first file and inherited by all. */
export const TEST_RUN = 'NIGHTSHIFT_TEST_RUN';

/** Jest's `globalSetup`: names the folder, starts nothing. What is shared starts with the first file that asks for it. */
export default function beginTestRun(): void {
  process.env[TEST_RUN] = mkdtempSync(join(tmpdir(), 'ns-run-'));
}
