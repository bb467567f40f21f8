import { FetchPoster } from '../../../runtime/adapters/http/fetch-poster';
import { VoiceNotifier } from '../../../runtime/adapters/voice/voice-notifier';
import { aNotification, notifierContract, TOKEN } from '../../contracts/notifier.contract';
import { openSinkServer } from '../../support/sink-server';

const poster = new FetchPoster({ timeoutMs: 300 });

notifierContract('voice', {
  poster,
  open: (url, post) => new VoiceNotifier(post, { url: `${url}/notify?token=${TOKEN}` }),
  messageOf: (request) => JSON.parse(request.body).message,
  longest: 400,
});

describe('VoiceNotifier', () => {
  it('sends what a voice server expects', async () => {
    const sink = await openSinkServer();
    const notifier = new VoiceNotifier(poster, { url: `${sink.url}/notify`, voiceId: 'v-1' });
    await notifier.send(aNotification, new AbortController().signal);
    expect(sink.requests[0]!.path).toBe('/notify');
    expect(JSON.parse(sink.requests[0]!.body)).toEqual({
      message: 'The task Lint has failed and needs a look.',
      title: 'Autonomous Execution',
      voice_id: 'v-1',
    });
    await notifier.send({ ...aNotification, spoken: 'word '.repeat(40) }, new AbortController().signal);
    expect(JSON.parse(sink.requests[1]!.body).message.split(' ')).toHaveLength(16);
    await sink.close();
  });
});
