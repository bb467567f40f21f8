import { randomBytes } from 'node:crypto';
import type { ClusterPasswords } from '../adapters/postgres/prepare-cluster';
import type { EmbeddedSettings } from '../config/embedded-settings';

/** The password of each role of the embedded Postgres. A reading role that has none yet gets one that nobody knows. */
export function clusterPasswords({ secrets }: EmbeddedSettings): ClusterPasswords {
  const unknown = (): string => randomBytes(32).toString('base64url');
  return {
    ns_owner: secrets.owner,
    ns_app: secrets.app,
    ns_queue: secrets.queue,
    ns_read: secrets.read ?? unknown(),
    ns_metrics: secrets.metrics ?? unknown(),
    n8n: secrets.n8nDatabase,
  };
}
