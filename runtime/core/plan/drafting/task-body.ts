import { findHumanGate } from '../gates/find-human-gate';
import type { Line } from '../text/lines';

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

/**
 * The words by which a task asks for a person: in its title and in its lines without code. `false` when nothing asks,
 * so that nobody looks for such words in its code; undefined (look everywhere) when the document hides lines by mistake.
 */
export function gateIn(title: string, lines: readonly Line[], isDamaged: boolean): string | false | undefined {
  const text = prose(lines).map(({ content }) => content.slice(0, 2_000));
  const found = findHumanGate(title, text.join('\n'));
  if (found !== undefined) return `The plan says "${found}"`;
  return isDamaged ? undefined : false;
}
