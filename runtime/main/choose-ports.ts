import type { embeddedPorts } from '../config/embedded-ports';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { freePort, isFree } from './free-port';
import { reservePort } from './reserve-port';
import type { Tell } from './running';
import { movedText, returnedText } from './up-words';

const NAMES = ['postgres', 'n8n', 'n8nBroker', 'gateway'] as const;

/**
 * The ports of a start: those that were asked for; else the usual ones where they are free, else those of last time. Each
 * that somebody else has is moved, never to one that another part looks for, and every change is told.
 */
export async function choosePorts(
  settings: EmbeddedSettings,
  wanted: ReturnType<typeof embeddedPorts>,
  tell: Tell,
): Promise<EmbeddedSettings['ports']> {
  const chosen = { ...settings.ports };
  const taken = new Set<number>();
  for (const name of NAMES) {
    const first = wanted.named.has(name) ? wanted[name] : settings.ports[name];
    const usual = wanted[name];
    const ofOthers = NAMES.flatMap((other) => [wanted[other], settings.ports[other]]).filter((port) => port !== first);
    // Postgres may be running already and hold its port itself; it is moved where it is started.
    const isBack = name !== 'postgres' && usual !== first && !taken.has(usual) && (await isOurs(usual));
    const port = isBack ? usual : name === 'postgres' ? first : await freePort(first, new Set([...taken, ...ofOthers]));
    taken.add(port);
    chosen[name] = port;
    if (isBack) tell('ports', 'done', returnedText(name, first, port));
    else if (port !== first) tell('ports', 'warning', movedText(name, first, port));
  }
  return chosen;
}

/** Whether a port can be had; if so no other launcher takes it. */
const isOurs = async (port: number): Promise<boolean> => (await isFree(port)) && reservePort(port);
