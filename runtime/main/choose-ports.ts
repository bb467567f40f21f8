import type { embeddedPorts } from '../config/embedded-ports';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { freePort, isFree } from './free-port';
import { reservePort } from './reserve-port';
import type { Tell } from './running';
import { movedText, returnedText } from './up-words';

const NAMES = ['postgres', 'n8n', 'n8nBroker', 'gateway'] as const;

/**
 * The ports of a start: those that were asked for or are usual, where they are free, else those of last time. What finds
 * neither is moved, never to a port that another part looks for, and every change is told.
 */
export async function choosePorts(
  settings: EmbeddedSettings,
  wanted: ReturnType<typeof embeddedPorts>,
  tell: Tell,
): Promise<EmbeddedSettings['ports']> {
  const chosen = { ...settings.ports };
  const taken = new Set<number>();
  for (const name of NAMES) {
    const asked = wanted[name];
    const last = settings.ports[name];
    const first = wanted.named.has(name) ? asked : last;
    // Postgres may be running already and hold its port itself; it is moved where it is started.
    const port =
      name === 'postgres' ? first : ((await firstOurs([asked, last], taken)) ?? (await another(name, first)));
    taken.add(port);
    chosen[name] = port;
    if (port === asked && port !== first) tell('ports', 'done', returnedText(name, first, port));
    else if (port !== first) tell('ports', 'warning', movedText(name, first, port));
  }
  return chosen;

  function another(name: (typeof NAMES)[number], first: number): Promise<number> {
    const others = NAMES.filter((other) => other !== name);
    return freePort(first, new Set([...taken, ...others.flatMap((other) => [wanted[other], settings.ports[other]])]));
  }
}

/** The first that can be had; no other launcher takes it then. */
async function firstOurs(ports: readonly number[], taken: ReadonlySet<number>): Promise<number | undefined> {
  for (const port of ports) if (!taken.has(port) && (await isFree(port)) && reservePort(port)) return port;
  return undefined;
}
