import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayApp } from '../../runtime/gateway/gateway-app';
import type { EventStreams } from '../../runtime/gateway/http/event-stream';
import { routesOf } from '../../runtime/gateway/http/routes';
import { parseOptions } from '../../runtime/main/facade/parse-options';

const page = (name: string) => readFileSync(join(__dirname, '../../docs', name), 'utf8');

it('docs/api.md has every route with its scope, and no other', () => {
  // The table is only read: no route is asked, so nothing of the app is called.
  const routes = routesOf({} as GatewayApp, {} as EventStreams).map(
    ({ method, url, scope }) => `${method} ${url} ${scope}`,
  );
  const written = [...page('api.md').matchAll(/^\| `([A-Z]+) ([^`]+)` \| `([a-z:]+)` \|/gm)].map(
    ([, method, url, scope]) => `${method} ${url} ${scope}`,
  );
  expect(routes.length).toBeGreaterThan(10);
  expect([...written].sort()).toEqual([...routes].sort());
});

it('docs/handing-over.md has every option of a hand-off, and no other', () => {
  const written = [...page('handing-over.md').matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].flatMap(([, cell]) =>
    cell!.replaceAll('`', '').split(', '),
  );
  expect([...written].sort()).toEqual([...allowedOptions()].sort());
});

/** As the refusal of an unknown one lists them; `channels` is only the node's way to say `notifications`. */
function allowedOptions(): readonly string[] {
  try {
    parseOptions({ nonsense: true }, {} as Parameters<typeof parseOptions>[1]);
  } catch (error) {
    const { hint } = error as { readonly hint: string };
    return hint
      .replace(/^Options are: |\.$/g, '')
      .split(', ')
      .filter((name) => name !== 'channels');
  }
  throw new Error('An unknown option was taken');
}
