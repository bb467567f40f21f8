import { type SendTypedDeps, sendTyped } from '../../runtime/app/send-typed';
import type { Channel } from '../../runtime/core/notify/channel';
import type { OutboxMessage } from '../../runtime/core/notify/outbox-message';
import { verifies } from '../support/verifies';

const ALL = { voice: 'v1', push: 'p1', discord: 'd1' };
const NIGHT = '2026-01-01T23:30:00.000Z';
const DAY = '2026-01-01T12:00:00.000Z';

function sender(at: string, targets: { readonly [channel in Channel]?: string } = ALL) {
  const sent: OutboxMessage[] = [];
  const deps: SendTypedDeps = {
    time: { nowIso: async () => at },
    messages: {
      targets,
      quietHours: { from: 22 * 60, to: 7 * 60 },
      utcOffsetMinutes: 0,
      redact: (text) => text.replaceAll('hunter2', '[redacted]'),
    },
    outbox: {
      add: async (message) => {
        if (sent.some(({ key }) => key === message.key)) return false;
        sent.push(message);
        return true;
      },
    },
  };
  const send = (typed: Partial<Parameters<typeof sendTyped>[1]> = {}) =>
    sendTyped(deps, { title: '', message: 'It is done', channels: [], urgency: 'normal', key: 'k', ...typed });
  return { sent, send };
}

describe(`what a person types${verifies('R-50', 'R-51')}`, () => {
  it.each([
    ['low', DAY, ['push', 'discord'], ['voice']],
    ['normal', DAY, ['voice', 'push', 'discord'], []],
    ['high', DAY, ['voice', 'push', 'discord'], []],
    ['normal', NIGHT, ['push', 'discord'], ['voice']],
    ['high', NIGHT, ['push', 'discord'], ['voice']],
  ] as const)('of urgency %s at %s goes to %j', async (urgency, at, queued, leftOut) => {
    const { sent, send } = sender(at);
    expect(await send({ urgency })).toEqual({ queued, sentBefore: [], leftOut });
    expect(sent.map(({ payload }) => (payload as { isUrgent: boolean }).isUrgent)).toEqual(
      queued.map(() => urgency === 'high'),
    );
  });

  it('goes where it was told to go, in quiet hours without a voice', async () => {
    expect(await sender(DAY).send({ channels: ['voice'], urgency: 'low' })).toMatchObject({ queued: ['voice'] });
    expect(await sender(NIGHT).send({ channels: ['voice', 'push'], urgency: 'high' })).toEqual({
      queued: ['push'],
      sentBefore: [],
      leftOut: ['voice'],
    });
  });

  it.each([
    [{ title: 'Backup **finished** on /srv/data/db', message: 'It took long' }, 'Backup finished on db'],
    [{ title: ' ', message: 'The backup is done' }, 'The backup is done'],
    [{ title: 'word '.repeat(30), message: 'm' }, 'word '.repeat(16).trim()],
  ])('is spoken by its title: %j', async (typed, spoken) => {
    const { sent, send } = sender(DAY);
    await send(typed);
    expect(sent[0]?.payload).toMatchObject({ spoken });
  });

  it('says no secret that is known', async () => {
    const { sent, send } = sender(DAY);
    await send({ title: 'hunter2', message: 'is hunter2' });
    expect(JSON.stringify(sent)).not.toContain('hunter2');
  });

  it('is sent once per key', async () => {
    const { send } = sender(DAY, { push: 'p1' });
    expect(await send()).toEqual({ queued: ['push'], sentBefore: [], leftOut: [] });
    expect(await send()).toEqual({ queued: [], sentBefore: ['push'], leftOut: [] });
  });

  it('is refused where there is no channel, or not the one that is named', async () => {
    await expect(sender(DAY, {}).send()).rejects.toMatchObject({ code: 'NOTIFY_NOT_CONFIGURED' });
    await expect(sender(DAY, { push: 'p1' }).send({ channels: ['voice'] })).rejects.toMatchObject({
      code: 'NOTIFY_NOT_CONFIGURED',
    });
  });
});
