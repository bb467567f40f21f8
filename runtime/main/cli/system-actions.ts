import { checkSandbox } from '../../adapters/sandbox/check-sandbox';
import type { SystemActions } from '../../cli/cli-deps';
import { duration } from '../../cli/render/duration';
import { sandboxText } from '../../cli/render/sandbox-text';
import { loadConfig } from '../../config/load-config';
import { down } from '../down';
import { launcherOf } from '../launcher-state';
import { machineCapabilities } from '../machine-capabilities';
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
      for (const line of await sandboxLines(home(), env)) onStep(line);
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
    capabilities: async () => (launcherOf(home()) === undefined ? machineCapabilities(env) : undefined),
  };
}

/** What confines what runs; a warning where nothing does, or everything is refused for that. */
async function sandboxLines(home: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  if (loadConfig({ ...env, NIGHTSHIFT_HOME: home }).sandbox === 'none')
    return ['warning: NIGHTSHIFT_SANDBOX=none: agents run without a sandbox, and can read and change whatever you can'];
  const availability = await checkSandbox();
  if (availability.isAvailable) return [`agents and criteria run in a sandbox: ${sandboxText(availability)}`];
  return [
    `warning: there is no sandbox here: ${availability.reason}`,
    'warning: the bundled example runs without one, because its commands are ours; every other plan is refused',
    `warning: to run your own plans: ${availability.hint}, then start nightshift again`,
  ];
}
