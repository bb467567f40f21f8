import { checkSandbox } from '../adapters/sandbox/check-sandbox';
import { SystemClock } from '../adapters/system/system-clock';
import type { MachineCapabilities } from '../cli/cli-deps';
import { loadMachineSettings } from '../config/load-config';
import { SANDBOX_CAPABILITY } from '../core/schedule/unmet-needs';
import { lookAtAgents } from './model-agents';

/** What a worker that is started here with this environment will be able to do, as it will say itself. */
export async function machineCapabilities(env: NodeJS.ProcessEnv): Promise<MachineCapabilities> {
  const settings = loadMachineSettings(env, process.cwd());
  const [agents, sandbox] = await Promise.all([lookAtAgents(settings, new SystemClock()), checkSandbox()]);
  const names = [
    ...agents.filter(({ availability }) => availability.isAvailable).map(({ agent }) => agent.name),
    ...(settings.sandbox === 'none' || sandbox.isAvailable ? [SANDBOX_CAPABILITY] : []),
    ...settings.capabilities,
  ];
  const { resources } = settings;
  if (sandbox.isAvailable) return { names, resources };
  return { names, resources, sandboxProblem: { reason: sandbox.reason, hint: sandbox.hint } };
}
