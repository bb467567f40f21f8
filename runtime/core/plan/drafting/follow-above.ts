const NOTHING: readonly number[] = [];

/**
 * The order of lists in which what is written stands instead of the order of the document: a task that says nothing follows
 * all that stands above it, so that nothing written elsewhere lets it start early. Those above are the last one that says
 * nothing, which follows the others itself, and those since.
 *
 * @param saysSo - Whether a task says what it waits on, or that it waits on nothing.
 * @returns By the task's number. Linear.
 */
export function followAbove(count: number, saysSo: (no: number) => boolean): readonly (readonly number[])[] {
  let above: number[] = [];
  return Array.from({ length: count }, (_, no) => {
    if (saysSo(no)) {
      above.push(no);
      return NOTHING;
    }
    const follows = above;
    above = [no];
    return follows;
  });
}
