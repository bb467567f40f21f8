/** What systemd starts by a unit: from where, with which environment, and which program. */
export interface UnitStart {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

/** Reads from a unit's text what systemd does with it. */
export function readUnit(text: string): UnitStart {
  const valuesOf = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value.replaceAll('%%', '%'));
  const settings = valuesOf('Environment').flatMap(wordsOf);
  return {
    cwd: valuesOf('WorkingDirectory')[0] ?? '/',
    env: Object.fromEntries(settings.map((each) => [each.split('=', 1)[0]!, each.slice(each.indexOf('=') + 1)])),
    argv: valuesOf('ExecStart')
      .flatMap(wordsOf)
      .map((word) => word.replaceAll('$$', '$')),
  };
}

const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word.replace(/\\(.)/g, '$1'));
