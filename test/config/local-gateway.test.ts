import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, loadLocalGateway } from '../../runtime/config/load-config';
import { loadRemote } from '../../runtime/config/load-remote';

const TOKEN = `ns_${'t0k3n-that-is-long-enough'.repeat(2)}`;
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ns-local-gateway-'));
});
afterAll(() => rmSync(home, { recursive: true }));

const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  NIGHTSHIFT_HOME: home,
  NIGHTSHIFT_DATABASE_URL: 'postgres://ns_app@127.0.0.1/nightshift',
  NIGHTSHIFT_GATEWAY_PORT: '4999',
  NIGHTSHIFT_TOKEN: TOKEN,
  ...more,
});

it.each([
  ['NIGHTSHIFT_SIGNING_SECRETS', ''],
  ['NIGHTSHIFT_WORKER_SLOTS', '9999'],
  ['NIGHTSHIFT_NTFY_URL', 'nonsense'],
])('who only asks the gateway needs no other setting: %s', (name, value) => {
  const given = env({ [name]: value });
  expect(() => loadConfig(given, home)).toThrow(name);
  expect(loadLocalGateway(given, home)).toEqual({ url: 'http://127.0.0.1:4999', token: TOKEN });
  expect(loadRemote({ ...given, NIGHTSHIFT_URL: 'http://127.0.0.1:5000' }, home, undefined)).toEqual({
    url: 'http://127.0.0.1:5000',
    token: TOKEN,
  });
});

it('refuses what it needs: the address, the token, and that nothing was started here', () => {
  expect(() => loadLocalGateway(env({ NIGHTSHIFT_GATEWAY_PORT: '0' }), home)).toThrow('NIGHTSHIFT_GATEWAY_PORT');
  expect(() => loadLocalGateway(env({ NIGHTSHIFT_TOKEN: 'weak' }), home)).toThrow('NIGHTSHIFT_TOKEN');
  expect(() => loadLocalGateway(env({ NIGHTSHIFT_DATABASE_URL: '' }), home)).toThrow('nothing was started here');
});
