import type { ServerResponse } from 'node:http';
import { isNightshiftError, RequestError } from '../../core/errors';
import { errorAnswer } from './error-answer';
import type { EventFeed } from './event-feed';
import { whenGone } from './when-gone';

export interface StreamLimits {
  readonly maxStreams: number;
  readonly bufferBytes: number;
  /** How often it shows that it lives, and looks whether its reader may still read. */
  readonly heartbeatMs: number;
}

export interface StreamRequest {
  readonly executionId: string;
  readonly after: number;
  /** Said again in an error. */
  readonly requestId: string;
  /** Refuses once whoever asked may no longer. */
  readonly lookAgain: () => Promise<void>;
}

/**
 * The open event streams. Each sends `id`, `event` and `data` per event, a comment every now and then, and `event: end` once the
 * execution is over. A client that reads too slowly is dropped; it comes again with Last-Event-ID and misses nothing.
 */
export class EventStreams {
  private readonly open = new Set<AbortController>();

  constructor(
    private readonly feed: EventFeed,
    private readonly limits: StreamLimits,
  ) {}

  count(): number {
    return this.open.size;
  }

  /** @throws {RequestError} `STREAMS_FULL`. */
  admit(): void {
    if (this.open.size < this.limits.maxStreams) return;
    const { maxStreams } = this.limits;
    throw new RequestError('STREAMS_FULL', `${maxStreams} event streams are open, as many as are allowed`, {
      hint: 'Close one, or read pages of /events',
      details: { limit: maxStreams, seen: this.open.size + 1, retryAfterSeconds: 5 },
    });
  }

  /** Writes until the execution is over, the client goes or may no longer read, or everything closes. */
  start(response: ServerResponse, { executionId, after, requestId, lookAgain }: StreamRequest): void {
    const stop = new AbortController();
    this.open.add(stop);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.write(': nightshift\n\n');
    const heartbeat = setInterval(() => {
      response.write(': still here\n\n');
      lookAgain().catch((error: unknown) => {
        // A database that is away for a while says nothing about the reader.
        if (!isNightshiftError(error) || error.kind === 'transient' || stop.signal.aborted) return;
        response.write(errorEvent(error, requestId));
        stop.abort(error);
      });
    }, this.limits.heartbeatMs);
    const end = () => stop.abort(new Error('stream closed'));
    whenGone(response, end);
    this.write(response, executionId, after, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) response.write(errorEvent(error, requestId));
      })
      .finally(() => {
        clearInterval(heartbeat);
        this.open.delete(stop);
        response.end();
      });
  }

  close(): void {
    for (const stop of this.open) stop.abort(new Error('gateway closes'));
  }

  private async write(
    response: ServerResponse,
    executionId: string,
    after: number,
    signal: AbortSignal,
  ): Promise<void> {
    for (let seq = after; ; ) {
      const page = await this.feed.next(executionId, seq, signal);
      for (const event of page.events) {
        response.write(`id: ${event.seq}\nevent: ${event.body.type}\ndata: ${JSON.stringify(event)}\n\n`);
        seq = event.seq;
        if (response.writableLength > this.limits.bufferBytes) {
          response.destroy();
          return;
        }
      }
      if (page.isOver && seq >= page.lastSeq) {
        response.write(`event: end\ndata: {"lastSeq":${page.lastSeq}}\n\n`);
        return;
      }
    }
  }
}

function errorEvent(thrown: unknown, requestId: string): string {
  const { error } = errorAnswer(thrown).body;
  return `event: error\ndata: ${JSON.stringify({ error: { ...error, requestId } })}\n\n`;
}
