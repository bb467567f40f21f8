import type { SystemActions } from '../../cli/cli-deps';
import { duration } from '../../cli/render/duration';
import { down } from '../down';
import { up } from '../up';

/**
 * Starts and stops the embedded parts of a home. `up` itself listens to Ctrl-C; what another launcher runs is left running.
 */
export function systemActions(home: () => string, env: NodeJS.ProcessEnv): SystemActions {
  return {
    up: async ({ isDetached, onStep }) => {
      const running = await up({
        home: home(),
        env,
        isDetached,
        onProgress: ({ state, message, elapsedMs }) =>
          onStep(`[${duration(elapsedMs)}] ${state === 'warning' ? 'warning: ' : ''}${message}`),
      });
      return {
        editor: running.n8n,
        statusUrl: `${running.gatewayUrl}/api/execution`,
        isOurs: running.isOurs,
        stopped: running.ended,
        stop: () => (running.isOurs ? running.stop() : Promise.resolve()),
      };
    },
    down: () => down(home()),
  };
}
