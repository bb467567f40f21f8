import { setTimeout as sleep } from 'node:timers/promises';
import type { Nightshift } from './nightshift';

/** What a witness saw. */
export interface LoopTestimony {
  /** The most loops that lived at one moment. */
  readonly mostAtOnce: number;
  /** Every loop with its workflow and n8n's word for its end, oldest first. */
  readonly loops: readonly (readonly [n8nExecutionId: string, workflowId: string, status: string])[];
}

/**
 * Looks into n8n's own database, again and again, for how many loops live at once. A call to start a loop that comes
 * twice makes an n8n execution that ends at its first node, silently: it never comes to Agent Execute and is no loop.
 */
export class LoopWitness {
  private readonly seenTogether: (readonly number[])[] = [];
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

  /** Stops looking. */
  async end(): Promise<LoopTestimony> {
    this.isEnding = true;
    await this.watching;
    const rows = await this.nightshift.n8nRows<{
      readonly id: number;
      readonly workflowId: string;
      readonly status: string;
      readonly isLoop: boolean;
    }>(
      `select e.id, e."workflowId", e.status, e.status = 'crashed' or d.data like '%"Agent Execute"%' as "isLoop"
       from execution_entity e join execution_data d on d."executionId" = e.id where e.id >= $1 order by e.id`,
      [Number(this.first)],
    );
    const loops = rows.filter(({ isLoop }) => isLoop);
    const ids = new Set(loops.map(({ id }) => id));
    return {
      mostAtOnce: Math.max(0, ...this.seenTogether.map((together) => together.filter((id) => ids.has(id)).length)),
      loops: loops.map(({ id, workflowId, status }) => [String(id), workflowId, status]),
    };
  }

  private async watch(): Promise<void> {
    while (!this.isEnding && !this.nightshift.closed.aborted) {
      try {
        const rows = await this.nightshift.n8nRows<{ readonly id: number }>(
          `select id from execution_entity where id >= $1 and status in ('new', 'running', 'waiting')`,
          [Number(this.first)],
        );
        this.seenTogether.push(rows.map(({ id }) => id));
      } catch {
        // The database is away for a while where a test kills it.
      }
      await sleep(50);
    }
  }
}
