import { ConfigError, isNightshiftError, messageOf, type NightshiftError, UnavailableError } from '../core/errors';
import { shellWord } from '../core/shell-word';

/** Where a Postgres keeps its data and its log. */
interface Place {
  readonly folder: string;
  readonly log: string;
}

const MOST_LINES = 6;

/**
 * Why a start failed, in the words of the server and its tools, with the step that fits them.
 *
 * @param cause - What was thrown; `stderr` of a tool is told. An error of ours is given back.
 * @param logLines - What this start wrote to the log, and nothing older.
 */
export function postgresStartError(place: Place, cause: unknown, logLines: readonly string[]): NightshiftError {
  if (isNightshiftError(cause)) return cause;
  const { stderr = '' } = (cause ?? {}) as { readonly stderr?: string };
  const told = [...stderr.split('\n'), ...logLines.map(withoutPrefix)]
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^Examine the log output/.test(line));
  const said = told.slice(-MOST_LINES).join(' | ') || (cause === undefined ? 'it ended at once' : messageOf(cause));
  if (/No space left on device/i.test(`${told.join('\n')} ${said}`)) {
    return new ConfigError('DISK_FULL', `No space left on the disk of ${place.folder}`, {
      hint: 'Free at least 1.5 GB there, then start again. Nothing that was committed is lost.',
      cause,
    });
  }
  return new UnavailableError('postgres', `Postgres did not start: ${said}`, {
    hint: `${nextStep(place, told.join('\n'))}Its log: ${place.log}`,
    cause,
  });
}

function nextStep({ folder }: Place, said: string): string {
  if (/could not bind|Address already in use/i.test(said))
    return 'Another program holds the port: end it, or set NIGHTSHIFT_POSTGRES_PORT to a free one. ';
  if (/Permission denied|wrong ownership|invalid permissions/i.test(said))
    return `Make everything there belong to whoever starts it, for them alone: chown -R "$(id -u)" ${shellWord(folder)} && chmod -R go-rwx ${shellWord(folder)}. `;
  if (/incompatible with server/i.test(said))
    return 'Another version of Postgres wrote these data: start the nightshift that made them. ';
  return '';
}

/** Without the time and the process, which only the log needs. */
function withoutPrefix(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\d [^[]*\[\d+\] /, '');
}
