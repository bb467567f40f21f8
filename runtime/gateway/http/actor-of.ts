/**
 * Who is recorded for a decision: the caller's token, and as whom it says that it speaks: `gateway:12ab34cd as person:ada`.
 * Only `example` stands alone; that the execution is the example's is for the app to see to.
 */
export function actorOf(named: string | undefined, tokenActor: string): string {
  if (named === undefined || named === 'example') return named ?? tokenActor;
  return `${tokenActor} as ${named}`;
}
