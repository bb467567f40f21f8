import { join } from 'node:path';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { N8N_OWNER_EMAIL } from './embedded-n8n-env';
import type { ProcessIdentity } from './process-identity';
import type { PartName } from './supervisor';
import type { TemplateResult } from './templates';

/** What is going on, for people. `elapsedMs` since the start. */
export interface UpProgress {
  readonly step: PartName | 'home' | 'disk' | 'ports' | 'leftovers' | 'templates' | 'running';
  readonly state: 'started' | 'done' | 'warning';
  readonly message: string;
  readonly elapsedMs: number;
}

/** Everything is up. */
export interface Running {
  readonly home: string;
  readonly n8n: { readonly url: string; readonly email: string; readonly passwordFile: string };
  readonly gatewayUrl: string;
  /** Living processes by part; empty where another launcher has them and says nothing. */
  processes(): Readonly<Record<string, ProcessIdentity>>;
  /** Who runs it, and ends with it: this process, another launcher, or one in the background that we started. */
  readonly owner: 'us' | 'another' | 'background';
  /** Templates that this start imported, updated or left alone; empty where another launcher did it. */
  readonly templates: readonly TemplateResult[];
  /** Ends everything within 15 s; what another launcher runs is left to it. Safe to repeat. */
  stop(): Promise<void>;
  /** Like `stop`, once no other launcher uses it any more; `onWaiting` is told once who still does. */
  stopUnused(onWaiting: (users: readonly ProcessIdentity[]) => void): Promise<void>;
  /** Resolves once everything has ended. */
  readonly ended: Promise<void>;
}

/** Says one step of a start, with the time since it began. */
export type Tell = (step: UpProgress['step'], state: UpProgress['state'], message: string) => void;

/** Where everything of a home is found. */
export function placesOf(home: string, settings: EmbeddedSettings): Pick<Running, 'home' | 'n8n' | 'gatewayUrl'> {
  return {
    home,
    n8n: {
      url: `http://127.0.0.1:${settings.ports.n8n}`,
      email: N8N_OWNER_EMAIL,
      passwordFile: passwordPath(home),
    },
    gatewayUrl: `http://127.0.0.1:${settings.ports.gateway}`,
  };
}

/** For people: `settings.json` holds it among much else. */
export function passwordPath(home: string): string {
  return join(home, 'n8n-password');
}
