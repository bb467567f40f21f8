import type { Terminal } from './terminal';

/** Writes a result: one JSON document with `--json`, else the text. */
export function print(
  terminal: Pick<Terminal, 'out'>,
  isJson: boolean | undefined,
  value: unknown,
  text: () => string,
): void {
  terminal.out(isJson === true ? `${JSON.stringify(value, null, 2)}\n` : `${text().replace(/\n$/, '')}\n`);
}
