import type { MemoryDatabase } from '../../runtime/adapters/memory/memory-database';
import { MemoryPatternStore } from '../../runtime/adapters/memory/memory-pattern-store';
import { messageOf } from '../../runtime/core/errors';
import { type Execution, isOver } from '../../runtime/core/execution/execution';
import { asProjectId, type ExecutionId } from '../../runtime/core/ids';
import { LEAST_FREE_BYTES } from '../../runtime/core/verify/disk-gate';
import type { AttemptKey } from '../../runtime/ports/repositories';
import { type MemoryStores, openMemoryStores } from '../support/memory-stores';
import { Clients } from './clients';
import { Network } from './network';
import { Oracle } from './oracle';
import { type GatewayDeps, HOME_HOST, n8nDepsOf, startGateway, startWorker } from './parts';
import { People } from './people';
import { Random, seedOf } from './random';
import type { Scenario } from './scenario';
import { SimulatedGit } from './simulated-git';
import { SimulatedHints } from './simulated-hints';
import { SimulatedLogs } from './simulated-host';
import { SimulatedN8n } from './simulated-n8n';
import { SimulatedNeighbours } from './simulated-neighbours';
import { SimulatedProcess } from './simulated-process';
import { SimulatedSinks } from './simulated-sinks';
import { strike } from './strike';
import type { Tape } from './tape';
import { Timeline } from './timeline';

/** Virtual milliseconds after the last fault in which everything must have come to its end. */
const END_WITHIN_MS = 2 * 60 * 60_000;
const CLEARED_WITHIN_MS = 20 * 60_000;
export const PROJECT_DIR = '/project';
const PROJECT = asProjectId('0190a000-0000-7000-8000-00000000cafe');

export interface RunOptions {
  /** Keeps what happens, line by line. */
  readonly isTraced?: boolean;
  /** Keeps every call of the stores; ids are UUIDs then, as a real store wants them. */
  readonly tape?: Tape;
}

/** All processes of a scenario, what outlives them, and what goes wrong. */
export class World {
  readonly timeline: Timeline;
  readonly network: Network;
  readonly stores: MemoryStores;
  readonly database: MemoryDatabase;
  readonly patterns = new MemoryPatternStore();
  readonly git: SimulatedGit;
  /** What agents spent that came to an end, by execution, USD. */
  readonly spent = new Map<string, number>();
  readonly logs = new SimulatedLogs();
  readonly hints: SimulatedHints;
  readonly neighbours: SimulatedNeighbours;
  readonly sinks: SimulatedSinks;
  readonly n8n: SimulatedN8n;
  readonly oracle: Oracle;
  readonly clients: Clients;
  readonly people: People;
  readonly pace: { readonly sweepMs: number; readonly pollMs: number };
  private readonly running = new Map<string, SimulatedProcess>();
  private readonly gateways = new Map<string, GatewayDeps>();
  private readonly stops = new Map<string, (graceMs: number) => Promise<void>>();
  private readonly incarnations = new Map<string, number>();
  private readonly hasRealIds: boolean;
  private diskFullUntilMs = 0;

  constructor(
    readonly scenario: Scenario,
    { isTraced = false, tape }: RunOptions = {},
  ) {
    const { seed, startMs } = scenario;
    this.timeline = new Timeline(startMs);
    this.network = new Network(scenario, this.timeline, isTraced);
    const databaseClock = {
      now: () => this.timeline.nowMs,
      steady: () => this.timeline.nowMs,
      sleep: async () => undefined,
    };
    const stores = openMemoryStores(databaseClock);
    this.stores = tape ? tape.record(stores) : stores;
    this.database = stores.database;
    this.hasRealIds = tape !== undefined;
    this.oracle = new Oracle(this);
    const isQuiet = (): boolean => this.network.isQuiet;
    const isRecorded = (id: ExecutionId, tip: string): boolean =>
      this.database.executions
        .get(id)
        ?.events.some(
          ({ body }) =>
            (body.type === 'execution-based' && body.base === tip) ||
            (body.type === 'task-completed' && body.tip?.to === tip),
        ) === true;
    const isCurrent = ({ execution: id, epoch, task, token }: AttemptKey): boolean => {
      const execution = this.execution(id);
      const state = execution?.tasks.at(execution.plan.tasks.findIndex((one) => one.id === task));
      return execution?.epoch === epoch && state?.token === token && state.status === 'active';
    };
    this.git = new SimulatedGit(
      scenario,
      () => this.timeline.nowMs,
      isQuiet,
      isCurrent,
      isRecorded,
      (invariant, message) => this.oracle.report(invariant, message),
    );
    this.hints = new SimulatedHints(seed, this.timeline, this.network);
    this.neighbours = new SimulatedNeighbours(seed, this.timeline, this.network);
    this.sinks = new SimulatedSinks(seed, this.timeline, isQuiet);
    this.n8n = new SimulatedN8n(this.timeline, () => !this.network.isCut('n8n', 'postgres'));
    this.clients = new Clients(this);
    this.people = new People(this);
    const random = new Random(seedOf(seed, 'pace'));
    this.pace = { sweepMs: random.pick([1_000, 3_000, 5_000]), pollMs: random.pick([500, 1_000, 2_000]) };
  }

  /** Runs it to its end. */
  async run(): Promise<void> {
    const { scenario, timeline } = this;
    const project = { dir: PROJECT_DIR, host: HOME_HOST, name: 'project' };
    this.database.projects.set(PROJECT, { id: PROJECT, ...project, shares: [] });
    await this.stores.workers.setCapacity('global', scenario.globalSlots);
    for (let no = 0; no < scenario.gateways; no++) this.start(`gateway-${no}`);
    for (const no of scenario.workers.keys()) this.start(`worker-${no}`);
    this.start('n8n');
    this.clients.begin();
    for (const fault of scenario.faults) timeline.after(fault.atMs, () => strike(this, fault));
    this.people.watch();
    this.oracle.watch();
    const quietMs = scenario.startMs + scenario.faultsForMs;
    const middle = [0.5, 1].map((part) => scenario.startMs + scenario.faultsForMs * part);
    for (const untilMs of middle) {
      await timeline.run(() => false, untilMs);
      await this.oracle.look();
    }
    const isOver = await timeline.run(() => this.isOver, quietMs + END_WITHIN_MS);
    if (!isOver) this.oracle.reportOpen();
    // What is late must change nothing any more.
    await timeline.run(() => false, timeline.nowMs + 60_000);
    // What a late worker left is cleared away after a while.
    if ((await this.git.workspaces()).length > 0) await timeline.run(() => false, timeline.nowMs + CLEARED_WITHIN_MS);
    await this.oracle.lookAtTheEnd();
    this.killAll();
  }

  get executions(): readonly Execution[] {
    return [...this.database.executions.values()].map(({ execution }) => execution);
  }

  execution(id: ExecutionId): Execution | undefined {
    return this.database.executions.get(id)?.execution;
  }

  freeBytes(): number {
    return this.timeline.nowMs < this.diskFullUntilMs ? LEAST_FREE_BYTES / 2 : LEAST_FREE_BYTES * 100;
  }

  /** A gateway that is there now. */
  get gateway(): { readonly process: SimulatedProcess; readonly deps: GatewayDeps } | undefined {
    for (const [name, deps] of this.gateways) {
      const process = this.running.get(name);
      if (process?.isAlive) return { process, deps };
    }
    return undefined;
  }

  spawn(name: string, isMortal = true): SimulatedProcess {
    return new SimulatedProcess({
      name,
      timeline: this.timeline,
      network: this.network,
      seed: this.scenario.seed,
      isMortal,
      hasRealIds: this.hasRealIds,
    });
  }

  listen(process: SimulatedProcess, channel: 'wake' | 'outbox', onChange: () => void): void {
    const listening = this.database.listen(channel, () => {
      if (this.network.isCut(process.name, 'postgres')) return;
      this.timeline.after(1, () => process.deliver(onChange));
    });
    process.onEnd(() => void listening.close());
  }

  /** The process that is a part now: `worker-0`, `gateway-1`, `n8n`. */
  part(name: string): SimulatedProcess | undefined {
    return this.running.get(name);
  }

  killAll(): void {
    for (const process of this.running.values()) process.kill();
  }

  /** As SIGTERM does: it hands back what it does not finish within the grace. */
  stop(name: string, graceMs: number): void {
    const process = this.running.get(name);
    const gone = (): void => process?.kill();
    this.stops.get(name)?.(graceMs).then(gone, gone);
  }

  fillDisk(forMs: number): void {
    this.diskFullUntilMs = this.timeline.nowMs + forMs;
  }

  private get isOver(): boolean {
    if (!this.clients.isDone) return false;
    for (const { execution } of this.database.executions.values()) if (!isOver(execution.status)) return false;
    for (const { state } of this.database.outbox.values()) if (state === 'pending') return false;
    return true;
  }

  /** Starts a part, and has it started again when it dies. */
  private start(part: string): void {
    const incarnation = (this.incarnations.get(part) ?? 0) + 1;
    this.incarnations.set(part, incarnation);
    const process = this.spawn(`${part}.${incarnation}`);
    this.running.set(part, process);
    const random = new Random(seedOf(this.scenario.seed, process.name, 'start'));
    const backAfterMs = random.int(300, 8_000);
    const isSeen = random.chance(0.5);
    process.trace(() => 'starts');
    process.onEnd(() => {
      this.timeline.after(backAfterMs, () => {
        if (this.running.get(part) === process) this.start(part);
      });
    });
    if (part === 'n8n') {
      this.n8n.boot(process, n8nDepsOf(this, process), random.int(200, 4_000));
    } else if (part.startsWith('gateway')) {
      this.gateways.set(part, startGateway(this, process));
    } else {
      const spec = this.scenario.workers[Number(part.split('-')[1])]!;
      const pid = Number(part.split('-')[1]) * 1_000 + incarnation;
      // The launcher sees the exits of its own host's processes, if it lives.
      process.onEnd(() => {
        if (isSeen) this.timeline.after(random.int(1, 500), () => void this.stores.workers.reportExit(spec.host, pid));
      });
      startWorker(this, process, { ...spec, pid }).then(
        (stop) => this.stops.set(part, stop),
        (error: unknown) => {
          process.trace(() => `cannot start: ${messageOf(error)}`);
          process.kill();
        },
      );
    }
  }
}
