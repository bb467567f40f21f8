import { RequestError } from '../errors';
import { shown } from '../plan/text/quote';
import { shellWord } from '../shell-word';

const LONGEST = 120;
const NAMES_SHOWN = 10;

/** The refusal of a project that is not registered; the same from the gateway and from who looked before asking it. */
export function projectUnknown(wanted: string, registered: readonly { readonly name: string }[]): RequestError {
  const names = registered.map(({ name }) => name);
  return new RequestError('PROJECT_UNKNOWN', `The project ${shown(wanted.slice(0, LONGEST))} is not registered`, {
    hint: isFolder(wanted) ? `Register it with \`nightshift project add ${shellWord(wanted)}\`.` : nameOne(names),
    details: { registered: names },
  });
}

const isFolder = (wanted: string): boolean => /^[./~]/.test(wanted);

function nameOne(names: readonly string[]): string {
  if (names.length === 0) return 'No project is registered yet: `nightshift project add DIR` registers one.';
  const more = names.length > NAMES_SHOWN ? ' …' : '';
  const known = names.slice(0, NAMES_SHOWN).map((name) => shown(name.slice(0, LONGEST)));
  return `Registered are: ${known.join(', ')}${more}. \`nightshift project add DIR\` registers another one.`;
}
