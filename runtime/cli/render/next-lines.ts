/** What to do next, its command on a line of its own, so that it can be copied and is not cut. Empty without a next step. */
export function nextLines(hint: string | undefined): readonly string[] {
  if (hint === undefined) return [];
  const at = hint.lastIndexOf(': nightshift ');
  return at < 0 ? [`Next: ${hint}`] : [`Next: ${hint.slice(0, at + 1)}`, `    ${hint.slice(at + 2)}`];
}
