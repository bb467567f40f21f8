const VERB =
  /^(?:[-*]\s{1,3})?\*{0,4}(?:CREATE|MODIFY|UPDATE|ADD|EDIT|EXTEND|REFACTOR|DELETE)\*{0,4}:?\s{1,4}(?:file\s{1,3})?[`"]?/i;

/** The file that a line like `CREATE src/a.ts:` or `- MODIFY file `src/b.ts`` names: a path that ends in `.name`. */
export function changedFile(content: string): string | undefined {
  const verb = VERB.exec(content);
  if (verb === null) return undefined;
  const [path = ''] = /^[\w@.()[\]/-]{1,211}/.exec(content.slice(verb[0].length)) ?? [];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const [ending] = /^\.[A-Za-z]\w{0,9}/.exec(path.slice(dot)) ?? [];
    if (ending !== undefined) return path.slice(0, dot) + ending;
  }
  return undefined;
}
