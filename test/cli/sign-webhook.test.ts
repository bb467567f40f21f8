import { signWebhook } from '../../runtime/cli/sign-webhook';
import { verifySignature } from '../../runtime/core/handoff/verify-signature';
import { verifies } from '../support/verifies';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const bytes = (text: string) => new TextEncoder().encode(text);

describe(`signing of hand-offs (S-11)${verifies('R-80')}`, () => {
  it('gives the published vector of Standard Webhooks', () => {
    expect(
      signWebhook(SECRET, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_999, bytes('{"test": 2432232314}')),
    ).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it.each([
    ['the body as it is', bytes('{"a":1}'), 'id', 0, true],
    ['bytes that are no text', new Uint8Array([0, 255, 254, 10]), 'id', 0, true],
    ['the same value written differently', bytes('{"a": 1}'), 'id', 0, false],
    ['another id', bytes('{"a":1}'), 'other', 0, false],
    ['another time', bytes('{"a":1}'), 'id', 1000, false],
  ])('holds for %s exactly when nothing was changed', (_, body, id, shiftMs, isOurs) => {
    const now = 1_700_000_000_000;
    const signedBody = isOurs ? body : bytes('{"a":1}');
    const headers = signWebhook(SECRET, 'id', now, signedBody);
    const signature = headers['webhook-signature'];
    const check = () =>
      verifySignature({ body, id, timestamp: String((now + shiftMs) / 1000), signature }, [SECRET], now);
    if (isOurs) expect(check()).toEqual({ id: 'id' });
    else expect(check).toThrow(expect.objectContaining({ code: 'SIGNATURE_WRONG' }));
  });

  it.each(['', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_', 'whsec_short', 'whsec_***'])(
    'refuses the secret "%s"',
    (secret) => {
      expect(() => signWebhook(secret, 'id', 0, bytes(''))).toThrow(
        expect.objectContaining({ code: 'SIGNING_SECRET_INVALID', hint: expect.any(String) }),
      );
    },
  );
});
