import { checkSandbox } from '../../adapters/sandbox/check-sandbox';
import type { SystemActions } from '../../cli/cli-deps';
import { duration } from '../../cli/render/duration';
import { loadConfig } from '../../config/load-config';
import { down } from '../down';
import { up } from '../up';

/**
 * Starts and stops the embedded parts of a home. `up` itself listens to Ctrl-C; what another launcher runs is left running.
 */
export function systemActions(home: () => string, env: NodeJS.ProcessEnv, interrupt: AbortSignal): SystemActions {
  return {
    up: async ({ isDetached, onStep }) => {
      const running = await up({
        home: home(),
        env,
        isDetached,
        interrupt,
        onProgress: ({ state, message, elapsedMs }) =>
          onStep(`[${duration(elapsedMs)}] ${state === 'warning' ? 'warning: ' : ''}${message}`),
      });
      for (const warning of await sandboxWarnings(home(), env)) onStep(`warning: ${warning}`);
      return {
        editor: running.n8n,
        statusUrl: `${running.gatewayUrl}/api/execution`,
        owner: running.owner,
        stopped: running.ended,
        stop: () => running.stop(),
        stopUnused: (onWaiting) => running.stopUnused((users) => onWaiting(users.map(({ pid }) => pid))),
      };
    },
    down: () => down(home()),
  };
}

/** What a person must know before anything runs unconfined, or is refused because nothing can be confined. */
async function sandboxWarnings(home: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  if (loadConfig({ ...env, NIGHTSHIFT_HOME: home }).sandbox === 'none')
    return ['NIGHTSHIFT_SANDBOX=none: agents run without a sandbox, and can read and change whatever you can'];
  const availability = await checkSandbox();
  if (availability.isAvailable) return [];
  return [
    `there is no sandbox here: ${availability.reason}`,
    'the bundled example runs without one, because its commands are ours; every other plan is refused',
    `to run your own plans: ${availability.hint}, then start nightshift again`,
  ];
}
