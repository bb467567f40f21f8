import { openSinkServer } from './sink-server';

/** A small server that speaks the OpenAI chat API as a search model does, with sources. */
export interface SearchModelDouble {
  /** Every question that it was asked, in order. */
  readonly questions: readonly string[];
  close(): Promise<void>;
}

/** Listens on `port` and answers every question with `answerTo(question)`. */
export async function openSearchModelDouble(
  port: number,
  answerTo: (question: string) => string,
): Promise<SearchModelDouble> {
  const questions: string[] = [];
  const server = await openSinkServer(port);
  server.answerWith(({ path, body }, response) => {
    if (path !== '/v1/chat/completions') {
      response.writeHead(404).end();
      return;
    }
    const { messages, model } = JSON.parse(body) as {
      readonly model: string;
      readonly messages: readonly { readonly role: string; readonly content: string }[];
    };
    const question = messages.find(({ role }) => role === 'user')?.content ?? '';
    questions.push(question);
    const completion = {
      id: 'answer',
      object: 'chat.completion',
      created: 0,
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: answerTo(question) } }],
      search_results: [{ title: 'A source', url: 'https://example.org/source' }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion));
  });
  return { questions, close: () => server.close() };
}
