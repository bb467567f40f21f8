import { UnavailableError } from '../../core/errors';
import type { HttpPost, HttpPoster, HttpReply } from '../../ports/http-poster';
import { retryAfterOf } from './retry-after';

const TIMEOUT_MS = 10_000;
const REPLY_BYTES = 4_096;

/** Posts with Node's own `fetch`. Source: D6. */
export class FetchPoster implements HttpPoster {
  private readonly timeoutMs: number;

  constructor(options: { readonly timeoutMs?: number } = {}) {
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async post({ service, url, headers, body }: HttpPost, signal: AbortSignal): Promise<HttpReply> {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(this.timeoutMs);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout]),
      });
      const retryAfterMs = retryAfterOf(response.headers);
      const reply = { status: response.status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
      if (response.ok) {
        // It has been taken: whatever the other side goes on to say changes nothing.
        await response.body?.cancel();
        return { ...reply, text: '' };
      }
      return { ...reply, text: await startOf(response) };
    } catch (cause) {
      signal.throwIfAborted();
      const reason = timeout.aborted ? `no answer within ${this.timeoutMs} ms` : reasonOf(cause);
      throw new UnavailableError(service, `Could not send: ${reason}`, {
        cause,
        hint: 'It is tried again; check that the other side runs and can be reached from here',
      });
    }
  }
}

/** Up to 4 KiB; a reply without end is left. */
async function startOf(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= REPLY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, REPLY_BYTES).toString('utf8');
}

/** `ECONNREFUSED` and its like; the message of the outer error says only that fetching failed. */
function reasonOf(cause: unknown): string {
  const inner = (cause as { readonly cause?: unknown } | undefined)?.cause;
  const code = (inner as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'the connection failed';
}
