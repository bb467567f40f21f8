/** Something that stands in a column: where it would like its middle, and the room that it needs. */
export interface Stacked {
  readonly wish: number;
  readonly height: number;
}

/**
 * Middles for things that stand on each other in this order, as near to their wishes as their heights allow (least
 * squares; neighbours that press on each other move as one block). Linear.
 */
export function stack(things: readonly Stacked[]): readonly number[] {
  interface Block {
    /** Sum of the wishes, each for the top of the block. */
    sum: number;
    count: number;
    height: number;
  }
  const blocks: Block[] = [];
  const top = ({ sum, count }: Block): number => sum / count;
  for (const { wish, height } of things) {
    let block: Block = { sum: wish - height / 2, count: 1, height };
    for (
      let above = blocks.at(-1);
      above !== undefined && top(above) + above.height > top(block);
      above = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        sum: above.sum + block.sum - block.count * above.height,
        count: above.count + block.count,
        height: above.height + block.height,
      };
    }
    blocks.push(block);
  }
  const middles: number[] = [];
  for (const block of blocks) {
    let at = top(block);
    for (let count = 0; count < block.count; count++) {
      const { height } = things[middles.length]!;
      middles.push(at + height / 2);
      at += height;
    }
  }
  return middles;
}
