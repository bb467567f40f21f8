import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Item {
  readonly type: string;
}

/**
 * A model that speaks OpenAI's Responses protocol as Codex asks it: the tools of an MCP server stand under its name, which
 * aimock does not know. It calls one tool, and says one thing once that has answered.
 */
export async function openResponsesServer(
  call: { readonly server: string; readonly tool: string; readonly input: object },
  says: string,
): Promise<{ readonly url: string; close(): void }> {
  const item = (input: readonly Item[]) =>
    input.some(({ type }) => type === 'function_call_output')
      ? { type: 'message', role: 'assistant', id: 'm1', content: [{ type: 'output_text', text: says }] }
      : {
          type: 'function_call',
          id: 'f1',
          call_id: 'c1',
          namespace: call.server,
          name: call.tool,
          arguments: JSON.stringify(call.input),
        };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      const { input = [] } = (body === '' ? {} : JSON.parse(body)) as { readonly input?: readonly Item[] };
      const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
      response.setHeader('content-type', 'text/event-stream');
      for (const event of [
        { type: 'response.created', response: { id: 'r1' } },
        { type: 'response.output_item.done', output_index: 0, item: item(input) },
        { type: 'response.completed', response: { id: 'r1', usage, output: [] } },
      ]) {
        response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      response.end();
    });
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close().closeAllConnections(),
  };
}
