import { checkTarget } from '../../../runtime/core/notify/check-target';

describe('checkTarget', () => {
  it.each([
    'https://ntfy.example.com/topic',
    'http://localhost:8888/notify',
    'http://127.0.0.1:8888/notify',
    'http://127.9.9.9/',
    'http://[::1]:8888/notify',
    'https://10.0.0.5/',
  ])('takes %s', (url) => expect(checkTarget(url, { name: 'voice' })).toBeInstanceOf(URL));

  it.each([
    '',
    'not a url',
    'http://example.com/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://10.0.0.5/',
    'http://0.0.0.0/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'https://a:b@example.com/',
    'https://a@example.com/',
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.169.254/',
    'https://[::ffff:169.254.169.254]/',
    'http://2852039166/',
    'https://metadata.google.internal/',
    'https://[fd00:ec2::254]/',
    'https://[64:ff9b::169.254.169.254]/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://0/',
    'https://[::]/',
    'https://example.com:22/',
    'https://example.com:25/',
    'http://127.0.0.1:5432/',
    'http://127.0.0.1:6379/',
    'https://example.com/\r\nHost: x',
  ])('refuses %s', (url) => {
    expect(() => checkTarget(url, { name: 'voice' })).toThrow(
      expect.objectContaining({ code: 'NOTIFY_TARGET', kind: 'operator' }),
    );
  });

  it('takes plain http to another machine where the operator allows it', () =>
    expect(checkTarget('http://voice:8888/notify', { name: 'voice', allowPlainHttp: true }).hostname).toBe('voice'));

  it('does not repeat the address in its error', () =>
    expect(() => checkTarget('http://evil.example/?token=s3cr3t', { name: 'voice' })).toThrow(/^((?!s3cr3t).)*$/));
});
