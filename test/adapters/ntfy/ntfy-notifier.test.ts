import { FetchPoster } from '../../../runtime/adapters/http/fetch-poster';
import { NtfyNotifier } from '../../../runtime/adapters/ntfy/ntfy-notifier';
import type { HttpPost } from '../../../runtime/ports/http-poster';
import { aNotification, notifierContract, TOKEN } from '../../contracts/notifier.contract';

const topic = 'nightshift-4f7c1d9e';

notifierContract('ntfy', {
  poster: new FetchPoster({ timeoutMs: 300 }),
  open: (url, poster) => new NtfyNotifier(poster, { url, topic, token: TOKEN }),
  messageOf: (request) => JSON.parse(request.body).title + JSON.parse(request.body).message,
  longest: 4_200,
});

describe('NtfyNotifier', () => {
  const posted: HttpPost[] = [];
  const poster = {
    post: async (post: HttpPost) => {
      posted.push(post);
      return { status: 200, text: '' };
    },
  };
  const send = async (options: ConstructorParameters<typeof NtfyNotifier>[1], notification = aNotification) => {
    await new NtfyNotifier(poster, options).send(notification, new AbortController().signal);
    return posted.at(-1)!;
  };

  it('publishes as JSON at the root of the server', async () => {
    const post = await send({ url: 'https://ntfy.example.com', topic, token: 'tk_1' });
    expect(post.url).toBe('https://ntfy.example.com/');
    expect(post.headers).toMatchObject({ authorization: 'Bearer tk_1' });
    expect(post.body).toEqual({
      topic,
      title: 'Failed: Lint X-Injected: yes',
      message: `Lint failed (attempts-used).\nExpected 3, received 4\nconversation ${aNotification.conversationId}`,
      priority: 4,
      tags: ['warning'],
    });
  });

  it('sends no more than 4,000 bytes', async () => {
    const post = await send(
      { url: 'https://ntfy.example.com', topic },
      { ...aNotification, text: 'ü🌙'.repeat(3_000) },
    );
    const { message } = post.body as { readonly message: string };
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_000);
    expect(Buffer.byteLength(message)).toBeGreaterThan(3_900);
    expect(message).not.toMatch(/\p{Surrogate}/u);
  });

  it('brings the pages on which it can be answered, as buttons and in full, and cuts the text for them', async () => {
    const answers = ['pass', 'fail', 'c2: pass', 'c2: fail'].map((label) => ({
      label,
      url: `https://n.example/${label}`,
    }));
    const long = { ...aNotification, text: 'ü🌙'.repeat(3_000), answers };
    const { message, actions } = (await send({ url: 'https://ntfy.example.com', topic }, long)).body as {
      readonly message: string;
      readonly actions: readonly object[];
    };
    expect(actions).toEqual(answers.slice(0, 3).map(({ label, url }) => ({ action: 'view', label, url })));
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_000);
    expect(
      message.endsWith(
        '\npass: https://n.example/pass\nfail: https://n.example/fail\nc2: pass: https://n.example/c2: pass\nc2: fail: https://n.example/c2: fail',
      ),
    ).toBe(true);
  });

  it('brings no page to a topic that others may read: it is a right to decide', async () => {
    const answers = [{ label: 'pass', url: 'https://n.example/ticket' }];
    const { body } = await send({ url: 'https://ntfy.sh', topic: 'mine' }, { ...aNotification, answers });
    expect(JSON.stringify(body)).not.toContain('ticket');
  });

  it('tells no details on a topic of the public server that can be guessed', async () => {
    expect(JSON.stringify((await send({ url: 'https://ntfy.sh', topic: 'mine' })).body)).not.toContain('Expected 3');
    expect(JSON.stringify((await send({ url: 'https://ntfy.sh', topic })).body)).toContain('Expected 3');
    expect(JSON.stringify((await send({ url: 'https://ntfy.example.com', topic: 'mine' })).body)).toContain(
      'Expected 3',
    );
  });

  it.each(['', '../up', 'a b', 'a\r\nb', 'ü', 'x'.repeat(65)])('refuses the topic "%s"', (wrong) =>
    expect(() => new NtfyNotifier(poster, { url: 'https://ntfy.sh', topic: wrong })).toThrow(
      expect.objectContaining({ code: 'NOTIFY_TARGET' }),
    ),
  );
});
