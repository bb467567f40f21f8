import { DiscordNotifier } from '../../../runtime/adapters/discord/discord-notifier';
import { FetchPoster } from '../../../runtime/adapters/http/fetch-poster';
import type { HttpPost } from '../../../runtime/ports/http-poster';
import { aNotification, notifierContract, TOKEN } from '../../contracts/notifier.contract';

notifierContract('Discord', {
  poster: new FetchPoster({ timeoutMs: 300 }),
  open: (url, poster) => new DiscordNotifier(poster, { url: `${url}/api/webhooks/123/${TOKEN}` }),
  messageOf: (request) => JSON.parse(request.body).content,
  longest: 2_000,
});

describe('DiscordNotifier', () => {
  const posted: HttpPost[] = [];
  const poster = {
    post: async (post: HttpPost) => {
      posted.push(post);
      return { status: 204, text: '' };
    },
  };
  const open = (url: string) => new DiscordNotifier(poster, { url });

  it('mentions nobody and lets nothing be read as markup', async () => {
    const text = '@everyone [click](https://evil.example) `code` **bold** <@123> # head\n1. one\n- two\n||x||';
    await open('https://discord.com/api/webhooks/123/abc').send(
      { ...aNotification, text },
      new AbortController().signal,
    );
    expect(posted.at(-1)!.body).toEqual({
      content: `**Failed\\: Lint X\\-Injected\\: yes**\n\\@everyone \\[click\\]\\(https\\://evil.example\\) \\\`code\\\` \\*\\*bold\\*\\* \\<\\@123\\> \\# head\n1\\. one\n\\- two\n\\|\\|x\\|\\|\nconversation ${aNotification.conversationId!.replaceAll('-', '\\-')}`,
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it.each([
    'https://discord.com/api/webhooks/123/abc',
    'https://discord.com/api/v10/webhooks/123/abc',
    'https://canary.discord.com/api/webhooks/123/a-b_C',
  ])('takes %s', (url) => expect(() => open(url)).not.toThrow());

  it.each([
    '',
    'http://discord.com/api/webhooks/123/abc',
    'https://discord.com.evil.example/api/webhooks/123/abc',
    'https://evil.example/api/webhooks/123/abc',
    'https://discord.com@evil.example/api/webhooks/123/abc',
    'https://discord.com/api/webhooks/123',
    'https://discord.com/api/webhooks/123/abc/github',
    'https://discord.com/api/webhooks/123/abc?wait=true',
    'https://discord.com:8443/api/webhooks/123/abc',
    'https://disсord.com/api/webhooks/123/abc',
  ])('refuses %s', (url) => expect(() => open(url)).toThrow(expect.objectContaining({ code: 'NOTIFY_TARGET' })));
});
