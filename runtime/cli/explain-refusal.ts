import { isNightshiftError, RequestError } from '../core/errors';
import { nameOptions } from './name-options';

/** What a person named of a hand-off. */
export interface Named {
  readonly key?: string;
  readonly repo?: string | false;
}

/** Refusals of what nobody named, in the words of somebody who did not: the key, and the project; of a field of the API, in the words of options. `again`: the command for a new run. */
export function explainRefusal(error: unknown, { key, repo }: Named, again: string): unknown {
  if (!isNightshiftError(error)) return error;
  if (error.code === 'HANDOFF_KEY_REUSED' && key === undefined) {
    return new RequestError(
      'HANDOFF_KEY_REUSED',
      'This plan was handed over before, with other options, or under another file name or format',
      {
        hint: `See how it stands with \`nightshift list\`; run it once more as it is given now: ${again}`,
        details: error.details,
      },
    );
  }
  if (error.code !== 'PROJECT_UNKNOWN' || repo !== undefined) return nameOptions(error);
  const { message, details, hint = '' } = error;
  return new RequestError('PROJECT_UNKNOWN', message, {
    hint: `${hint} The plan lies in it; with --no-repo the tasks run in empty folders instead.`.trim(),
    details,
  });
}
