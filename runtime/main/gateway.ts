import '../adapters/system/close-prototype';
import { GitRepositories } from '../adapters/git/git-repositories';
import { LocalWorkProcesses } from '../adapters/sandbox/working-processes';
import { SocketNeighbours } from '../adapters/socket/socket-neighbours';
import { SystemDisk } from '../adapters/system/system-disk';
import { clearWorkspaces } from '../app/clear-workspaces';
import { Deciders } from '../app/deciders';
import { notifyHandler } from '../app/deliver-outbox';
import { deliverResult } from '../app/deliver-result';
import { StrayGuard } from '../app/end-strays';
import { HomeGuard } from '../app/guard-homes';
import { learnAttempt } from '../app/learn-attempt';
import { LoopReconciler } from '../app/reconcile-loops';
import { recordMetrics } from '../app/record-metrics';
import { setLimits } from '../app/set-limits';
import { sweep } from '../app/sweep';
import { wakeLoops } from '../app/wake-loops';
import { loadConfig } from '../config/load-config';
import { messageOf } from '../core/errors';
import { sha256 } from '../core/execution/hash-event';
import { type Core, composeCore } from './compose-core';
import { composeGateway } from './compose-gateway';
import { composeNotifiers } from './compose-notifiers';
import { OWN_SCOPES } from './live-gateway-app';
import { OutboxSender } from './outbox-sender';
import { Repeater } from './repeater';
import { runMain } from './run-main';
import { runUntilStopped } from './run-until-stopped';

const SWEEP_EVERY_MS = 1_000;
/** Milliseconds that a worker may take to look at an execution; one that hangs must not keep the sweep from the others. */
const LOOK_WITHIN_MS = 1_000;
const RECONCILE_EVERY_MS = 2_000;
const GUARD_EVERY_MS = 5_000;
const STRAYS_EVERY_MS = 3_000;
const CLEAR_EVERY_MS = 60_000;
/** Wakes are looked at at once when the database tells, and this often for those that are due by time. */
const WAKE_EVERY_MS = 200;

/** The gateway process: the API, and beside it what must go on by itself: sweep, sender and reconciler. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const core = composeCore(config, 'gateway');
  const repositories = new GitRepositories({ home: config.home, crash: core.crash });
  if (config.token !== undefined)
    await core.tokens.replace({ digest: sha256(config.token), label: 'cli', scopes: OWN_SCOPES });
  await setLimits(core.workers, config.globalParallel, config.resources);

  const gateway = composeGateway(core, repositories);
  const background = await startBackground(core, repositories);
  await gateway.listen({ host: config.gateway.host, port: config.gateway.port });
  core.log.info('gateway is ready', { url: config.gateway.url });

  await runUntilStopped(core.log, async () => {
    await gateway.close();
    await background.stop();
    await core.close();
  });
}

async function startBackground(core: Core, repositories: GitRepositories): Promise<{ stop(): Promise<void> }> {
  const reconciler = new LoopReconciler(core);
  const disk = new SystemDisk(core.config.home);
  const guard = new HomeGuard({ ...core, disk, homeGoneMs: core.config.homeGoneMs });
  const strays = new StrayGuard({ ...core, processes: new LocalWorkProcesses() });
  const { publicUrl } = core.config.gateway;
  const [secret] = core.config.signingSecrets;
  const links = { ...(publicUrl === undefined ? {} : { publicUrl }), ...(secret === undefined ? {} : { secret }) };
  const notify = notifyHandler(composeNotifiers(core.config), links, () => core.clock.now());
  const learning = {
    ...core.learning,
    cache: core.cache,
    store: core.store,
    attempts: core.attempts,
    attemptLogs: core.attemptLogs,
  };
  const handlers = {
    voice: notify,
    push: notify,
    discord: notify,
    learn: (message: Parameters<typeof learnAttempt>[1]) => learnAttempt(learning, message),
    deliver: async (message: Parameters<typeof deliverResult>[1]) => {
      await recordMetrics(core, message);
      await deliverResult({ ...core, repositories }, message);
    },
  };
  const onError = (what: string) => (error: unknown) =>
    core.log.warn(`${what} did not go well; it is tried again`, { error: messageOf(error) });
  const wakes = new Repeater(
    core.clock,
    WAKE_EVERY_MS,
    () => wakeLoops(core),
    onError('waking loops'),
    (ms) => ms,
  );
  const sender = new OutboxSender({ ...core, handlers, holdMs: core.config.sendWithinMs }, onError('sending'));
  const neighbours = new SocketNeighbours(core.crash, { timeoutMs: LOOK_WITHIN_MS });
  const sweeping = { ...core, deciders: new Deciders({ ...core, host: core.hostName, neighbours }) };
  const repeaters = [
    wakes,
    new Repeater(core.clock, SWEEP_EVERY_MS, () => sweep(sweeping, core.hostName), onError('the sweep')),
    new Repeater(core.clock, GUARD_EVERY_MS, () => guard.look(), onError('looking at homes')),
    new Repeater(core.clock, STRAYS_EVERY_MS, () => strays.look(), onError('looking for strays')),
    new Repeater(core.clock, CLEAR_EVERY_MS, () => clearWorkspaces({ ...core, repositories }), onError('clearing up')),
    new Repeater(core.clock, RECONCILE_EVERY_MS, () => reconciler.look(), onError('looking at loops')),
  ];
  const listening = await Promise.all([
    core.loops.listen(() => wakes.hurry()),
    core.outbox.listen(() => sender.hurry()),
  ]);
  return {
    async stop() {
      await Promise.all(listening.map((one) => one.close()));
      await Promise.all([sender.stop(), ...repeaters.map((repeater) => repeater.stop())]);
      await neighbours.close();
    },
  };
}

runMain(main);
