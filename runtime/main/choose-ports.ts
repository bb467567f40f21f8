import type { embeddedPorts } from '../config/embedded-ports';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { freePort } from './free-port';
import type { Tell } from './running';
import { movedText } from './up-words';

/** The ports of a start: those of last time or of the configuration, moved and told where somebody else has them. */
export async function choosePorts(
  settings: EmbeddedSettings,
  wanted: ReturnType<typeof embeddedPorts>,
  tell: Tell,
): Promise<EmbeddedSettings['ports']> {
  const chosen = { ...settings.ports };
  const taken = new Set<number>();
  for (const name of ['postgres', 'n8n', 'n8nBroker', 'gateway'] as const) {
    const first = wanted.named.has(name) ? wanted[name] : settings.ports[name];
    // Postgres may be running already and hold its port itself; it is moved where it is started.
    const port = name === 'postgres' ? first : await freePort(first, taken);
    taken.add(port);
    chosen[name] = port;
    if (port !== first) tell('ports', 'warning', movedText(name, first, port));
  }
  return chosen;
}
