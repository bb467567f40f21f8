/** A chain that a line draws: `US-001 -> US-002, US-003 → US-004`. Each part names what may run side by side. */
export type Chain = readonly (readonly string[])[];

/** Parts of one chain that are read, and names of one part. */
const MOST = 500;
const ID = /[A-Za-z]{0,12}[-_ ]?\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?(?![\w])/g;

/**
 * The chain of a line with arrows, by the ids in it; undefined when fewer than two of its parts have one. Words around
 * the ids are left out. Linear.
 */
export function readChain(text: string): Chain | undefined {
  if (!/->|→|➔|➜|⇒|=>/.test(text)) return undefined;
  const parts = text.split(/-{1,3}>|→|➔|➜|⇒|=>/).slice(0, MOST);
  const chain = parts.map((part) => idsIn(part));
  return chain.filter((part) => part.length > 0).length > 1 ? chain.filter((part) => part.length > 0) : undefined;
}

function idsIn(part: string): readonly string[] {
  const plain = part.replaceAll('*', '').replaceAll('`', '').slice(0, 2_000);
  return [...plain.matchAll(ID)]
    .map(([id]) => id.trim())
    .filter((id) => id !== '')
    .slice(0, MOST);
}
