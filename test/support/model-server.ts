import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LLMock } from '@copilotkit/aimock';

/** What the model answers in one turn. `usage` is what the answer claims; 100 in and 20 out unless given. */
export interface ModelAnswer {
  readonly text?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[];
  readonly usage?: { readonly input: number; readonly output: number };
}

/** An answer of the service instead of the model; served `times` times (always, unless given), then the next step counts. */
export interface ModelFailure {
  readonly status: number;
  readonly message: string;
  readonly type?: string;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly times?: number;
}

/** A connection that is taken and never answered. */
export interface ModelSilence {
  readonly isSilent: true;
}

export type ModelStep = ModelAnswer | ModelFailure | ModelSilence;

/** The turns of one conversation: the one whose prompt contains `when`. The last step repeats. */
export interface ModelScript {
  readonly when: string;
  readonly steps: readonly ModelStep[];
}

export interface RecordedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A model service on loopback that speaks the Anthropic Messages and the OpenAI Chat wire protocol, streaming included. */
export interface ModelServer {
  /** Base URL of the Anthropic protocol. */
  readonly url: string;
  /** Base URL of the OpenAI protocol. */
  readonly openaiUrl: string;
  /** Every question that was put to a model, in order. */
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

interface Message {
  readonly role: string;
  readonly content?: unknown;
}

/**
 * Opens a scripted model service. aimock writes the protocols; what it lacks (response headers, a checked key,
 * `count_tokens`, silence) is in front of it.
 *
 * @param options.key - With it, requests that carry another key are answered 401.
 */
export async function openModelServer(
  scripts: readonly ModelScript[],
  options: { readonly key?: string } = {},
): Promise<ModelServer> {
  const served = new Map<ModelFailure, number>();
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  mock.addFixture({
    match: { predicate: () => true },
    response: (chat) => {
      const step = stepOf(scripts, chat.messages, served);
      if (step === undefined || !isAnswer(step))
        return { error: { message: 'nothing is scripted for this prompt' }, status: 400 };
      const { input, output } = step.usage ?? { input: 100, output: 20 };
      const usage = {
        input_tokens: input,
        output_tokens: output,
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
      };
      if (step.toolCalls === undefined) return { content: step.text ?? '', usage };
      const toolCalls = step.toolCalls.map((call) => ({ name: call.name, arguments: JSON.stringify(call.input) }));
      return step.text === undefined ? { toolCalls, usage } : { content: step.text, toolCalls, usage };
    },
  });
  await mock.start();

  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((raw) => {
      const path = incoming.url ?? '/';
      if (path.includes('/count_tokens')) return sendJson(response, 200, { input_tokens: 100 });
      const body = parseBody(raw);
      if (body === undefined)
        return sendJson(response, 404, { error: { type: 'not_found_error', message: 'not found' } });
      requests.push({ path, headers: flatHeaders(incoming), body });
      if (options.key !== undefined && keyOf(incoming) !== options.key) {
        return sendFailure(response, path, { status: 401, type: 'authentication_error', message: 'invalid x-api-key' });
      }
      const step = stepOf(scripts, (body['messages'] ?? []) as readonly Message[], served);
      if (step === undefined) {
        return sendFailure(response, path, {
          status: 400,
          type: 'invalid_request_error',
          message: 'nothing is scripted for this prompt',
        });
      }
      if ('isSilent' in step) return;
      if ('status' in step) {
        served.set(step, (served.get(step) ?? 0) + 1);
        return sendFailure(response, path, step);
      }
      forward(incoming, raw, mock.port, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    openaiUrl: `${url}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mock.stop();
    },
  };
}

/** The turn is the number of answers since the prompt; failures that were served often enough do not count as a step. */
function stepOf(
  scripts: readonly ModelScript[],
  messages: readonly Message[],
  served: ReadonlyMap<ModelFailure, number>,
): ModelStep | undefined {
  for (const script of scripts) {
    const prompt = messages.findLastIndex(
      (message) => message.role === 'user' && JSON.stringify(message.content ?? '').includes(script.when),
    );
    if (prompt < 0) continue;
    const turn = messages.slice(prompt).filter((message) => message.role === 'assistant').length;
    const open = script.steps.filter((step) => !isSpent(step, served));
    const answersBefore = { left: turn };
    for (const step of open) {
      if (!isAnswer(step)) {
        if (answersBefore.left === 0) return step;
        continue;
      }
      if (answersBefore.left === 0) return step;
      answersBefore.left -= 1;
    }
    return open.at(-1);
  }
  return undefined;
}

function isAnswer(step: ModelStep): step is ModelAnswer {
  return !('status' in step) && !('isSilent' in step);
}

function isSpent(step: ModelStep, served: ReadonlyMap<ModelFailure, number>): boolean {
  return 'status' in step && step.times !== undefined && (served.get(step) ?? 0) >= step.times;
}

function sendFailure(response: ServerResponse, path: string, failure: ModelFailure): void {
  const { status, message, type = 'api_error', code } = failure;
  const body = path.endsWith('/chat/completions')
    ? { error: { message, type, code: code ?? null, param: null } }
    : { type: 'error', error: { type, message }, request_id: 'req_scripted' };
  sendJson(response, status, body, failure.headers);
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function forward(incoming: IncomingMessage, raw: Buffer, port: number, response: ServerResponse): void {
  const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
  const outgoing = request(
    { host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  outgoing.on('error', () => response.destroy());
  outgoing.end(raw);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseBody(raw: Buffer): Record<string, unknown> | undefined {
  if (raw.length === 0) return undefined;
  return JSON.parse(raw.toString('utf8')) as Record<string, unknown>;
}

function keyOf(incoming: IncomingMessage): string | undefined {
  return (
    (incoming.headers['x-api-key'] as string | undefined) ?? incoming.headers.authorization?.replace(/^Bearer /, '')
  );
}

function flatHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
}
