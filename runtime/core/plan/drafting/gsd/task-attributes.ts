const ATTRIBUTE = /([A-Za-z_][\w-]{0,40})\s{0,3}=\s{0,3}(?:"([^"\n]{0,500})"|'([^'\n]{0,500})'|([^\s"'<>]{1,200}))/g;

/** The attributes of a tag `<task type="auto" …>`; keys in lower case, the first of each counts. */
export function readTagAttributes(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, key = '', double, single, bare] of tag.matchAll(ATTRIBUTE)) {
    const name = key.toLowerCase();
    if (!attributes.has(name)) attributes.set(name, (double ?? single ?? bare ?? '').trim());
  }
  return attributes;
}

/** What a task says by its kind: `checkpoint:human-verify`, `gate="blocking"`; undefined when it asks for nobody. */
export function askedByKind(type: string, gate: string, autonomous = ''): string | undefined {
  const asks = [
    /checkpoint|human|manual|decision|approval|verify/i.test(type) ? type : '',
    gate !== '' && !/^(?:none|no|false|non-?blocking|auto)$/i.test(gate) ? `gate: ${gate}` : '',
    /^(?:false|no)$/i.test(autonomous) ? 'autonomous: false' : '',
  ].filter((each) => each !== '');
  return asks.length === 0 ? undefined : asks.join(', ');
}
