import { findHumanGate } from '../gates/find-human-gate';
import type { Line } from '../text/lines';
import type { OpenTask } from './markdown-task';

/** Languages of fences whose text nobody means as words to a person: `await user.click()` asks for nobody. */
const CODE =
  /^(?:[jt]sx?|javascript|typescript|python|py|rust|rs|go|java|kotlin|swift|c|cpp|csharp|cs|ruby|rb|php|sql|bash|sh|shell|zsh|console|json|jsonc|toml|css|scss|html|xml|dockerfile|diff|dart|vue|svelte|graphql|proto|lua|elixir|scala)$/;

/** The lines that speak to people: all but code in a programming language. */
export function prose(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ opensFence }) => opensFence)) return lines;
  const kept: Line[] = [];
  let isCode = false;
  for (const line of lines) {
    if (line.opensFence)
      isCode = CODE.test(/[`~]{3}[ \t]{0,4}([\w+-]{1,40})/.exec(line.content)?.[1]?.toLowerCase() ?? '');
    else if (line.kind !== 'code') isCode = false;
    if (!isCode) kept.push(line);
  }
  return kept;
}

/** What words ask of a person, in a title and in lines without code. */
export function gateIn(title: string, lines: readonly Line[]): string | undefined {
  const text = prose(lines).map(({ content }) => content.slice(0, 2_000));
  const found = findHumanGate(title, text.join('\n'));
  return found === undefined ? undefined : `The plan says "${found}"`;
}

/**
 * Has a task wait for the person whom its title or its lines ask for. Nobody looks for such words in it again, for then they would be
 * found in its code, but where the document hides lines by mistake.
 */
export function hearWords(task: OpenTask, lines: readonly Line[], isDamaged: boolean): void {
  const found = gateIn(task.title, lines);
  if (found !== undefined) task.humanGate ??= found;
  else if (!isDamaged) task.isHeard = true;
}
