/** Opens one wave after the other, each when all of the one before are over. */
export class Barrier {
  private readonly members: number[][] = [];
  private readonly open: number[] = [];
  private current = 0;

  /** @param waves - Wave of each task, from 0, without gaps. */
  constructor(private readonly waves: Int32Array) {
    for (let no = 0; no < waves.length; no++) {
      const wave = waves[no]!;
      while (this.members.length <= wave) {
        this.members.push([]);
        this.open.push(0);
      }
      this.members[wave]!.push(no);
      this.open[wave]! += 1;
    }
  }

  isOpen(no: number): boolean {
    return this.waves[no]! <= this.current;
  }

  /** @returns the tasks of the wave that opens because this one was the last. */
  end(no: number): readonly number[] {
    this.open[this.waves[no]!]! -= 1;
    let opened: readonly number[] = [];
    while (this.current < this.open.length && this.open[this.current] === 0) {
      this.current += 1;
      opened = this.members[this.current] ?? [];
    }
    return opened;
  }
}
