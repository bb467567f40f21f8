import { readVariables } from './read-variables';

/** Where the services that `nightshift up` runs should listen; each is moved when it is taken. */
export interface EmbeddedPorts {
  readonly postgres: number;
  readonly n8n: number;
  readonly n8nBroker: number;
  readonly gateway: number;
}

/** The ports that were asked for, and which of them somebody really asked for; the others are only where to start looking. */
export function embeddedPorts(
  env: NodeJS.ProcessEnv,
  home: string,
): EmbeddedPorts & { readonly named: ReadonlySet<keyof EmbeddedPorts> } {
  const settings = readVariables(env, home);
  const wanted = {
    postgres: settings.get('NIGHTSHIFT_POSTGRES_PORT'),
    n8n: settings.get('NIGHTSHIFT_N8N_PORT'),
    n8nBroker: settings.get('NIGHTSHIFT_N8N_BROKER_PORT'),
    gateway: settings.get('NIGHTSHIFT_GATEWAY_PORT'),
  };
  const named = (Object.keys(wanted) as (keyof EmbeddedPorts)[]).filter((name) => wanted[name] !== undefined);
  return {
    postgres: wanted.postgres ?? 54_329,
    n8n: wanted.n8n ?? 5_678,
    n8nBroker: wanted.n8nBroker ?? 5_679,
    gateway: wanted.gateway ?? 4_114,
    named: new Set(named),
  };
}
