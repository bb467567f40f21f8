import { setTimeout as sleep } from 'node:timers/promises';
import type { Nightshift } from './nightshift';

/** Looks into n8n's own database, again and again, for how many of its executions drive something at once. */
export class LoopWitness {
  private mostAtOnce = 0;
  private isEnding = false;
  private readonly watching: Promise<void>;

  /** @param first - The n8n execution to begin with: those after it are seen too. */
  constructor(
    private readonly nightshift: Nightshift,
    private readonly first: string,
  ) {
    this.watching = this.watch();
  }

  async statusOf(n8nExecutionId: string): Promise<string | undefined> {
    const [row] = await this.nightshift.n8nRows<{ readonly status: string }>(
      'select status from execution_entity where id = $1',
      [Number(n8nExecutionId)],
    );
    return row?.status;
  }

  /** Stops looking. The most that lived at once, and every one that there was with its workflow and end, oldest first. */
  async end(): Promise<{
    readonly mostAtOnce: number;
    readonly loops: readonly (readonly [string, string, string])[];
  }> {
    this.isEnding = true;
    await this.watching;
    const rows = await this.nightshift.n8nRows<{
      readonly id: number;
      readonly workflowId: string;
      readonly status: string;
    }>('select id, "workflowId", status from execution_entity where id >= $1 order by id', [Number(this.first)]);
    return {
      mostAtOnce: this.mostAtOnce,
      loops: rows.map(({ id, workflowId, status }) => [String(id), workflowId, status]),
    };
  }

  private async watch(): Promise<void> {
    while (!this.isEnding) {
      try {
        const rows = await this.nightshift.n8nRows(
          `select id from execution_entity where id >= $1 and status in ('new', 'running', 'waiting')`,
          [Number(this.first)],
        );
        this.mostAtOnce = Math.max(this.mostAtOnce, rows.length);
      } catch {
        // The database is away for a while where a test kills it.
      }
      await sleep(50);
    }
  }
}
