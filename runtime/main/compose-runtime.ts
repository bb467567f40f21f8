import { LoopReconciler } from '../app/reconcile-loops';
import { sweep } from '../app/sweep';
import { wakeLoops } from '../app/wake-loops';
import type { Config } from '../config/config';
import { askGateway } from './ask-gateway';
import { type Core, composeCore } from './compose-core';
import { exampleOf } from './example-of';
import { NodeRuntime, type NodeRuntimeDeps } from './facade/node-runtime';

/** The runtime behind the nodes of one n8n process, or behind one credential. */
export function composeRuntime(config: Config, part: string): NodeRuntime {
  const core = composeCore(config, part);
  return new NodeRuntime({ ...facadeDeps(core), gateway: askGateway(config) });
}

/** What the façade and the gateway need of the core. */
export function facadeDeps(core: Core): Omit<NodeRuntimeDeps, 'gateway'> {
  const { config } = core;
  const reconciler = new LoopReconciler(core);
  const example = exampleOf(config.home);
  return {
    ...core,
    ...(example === undefined ? {} : { example }),
    gatewayUrl: config.gateway.url,
    signingSecrets: config.signingSecrets,
    recoverOnce: async () => {
      await sweep(core, core.hostName);
      await reconciler.look();
      await wakeLoops(core);
      return { open: (await core.store.open()).length };
    },
    shutDown: () => core.close(),
  };
}
