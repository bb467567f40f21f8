import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, UnavailableError } from '../../core/errors';
import { between, type CrashPoints, NO_CRASH_POINTS } from '../../ports/crash-points';
import type { Egress, ProcessEnd, Sandbox, SandboxedProcess, SharedPath } from '../../ports/sandbox';
import { pathInside } from './bubblewrap-profile';
import { openControlGroup } from './control-group';
import { type EgressServer, openEgressServer } from './egress-server';
import { endLeftoverRuns } from './end-leftover-runs';
import { type Guard, openGuard } from './guard';
import { launchArgv } from './launch-argv';
import { limitArguments } from './limit-arguments';
import { privateFolder } from './private-folder';
import { findTwice } from './process-table';
import { writeRunNote } from './run-note';
import { runProcess } from './run-process';
import { killQuietly, waitUntilGone } from './wait-until-gone';

const PRLIMIT = '/usr/bin/prlimit';

/** Names a run in the environment of all it starts, so that daemons that left its group are found. */
const MARKER = 'NIGHTSHIFT_RUN';

/** Begins once a line comes on descriptor 3, and never when its other end is gone. Takes all data as arguments. */
const WAIT_AND_EXEC = ['/bin/sh', '-c', 'read -r _ <&3 || exit 125; exec 3<&-; exec "$@"', 'sh'];

interface SharedEgress {
  readonly server: Promise<EgressServer>;
  readonly key: string;
  uses: number;
}

/**
 * Runs processes without confining them: own group, own environment, limits, but the whole machine in sight.
 * Only for operators who configured `NIGHTSHIFT_SANDBOX=none`, and for the bundled example.
 *
 * What it starts ends with this process, `kill -9` included: nothing begins before a guard watches it, and a note in the
 * private folder lets the next process end it where the guard could not.
 *
 * Runs that need the same way out on the same port share it; another one on that port has to wait.
 */
export class BareSandbox implements Sandbox {
  readonly kind = 'none';
  private readonly egresses = new Map<number, SharedEgress>();
  /** What earlier processes left is ended and removed once, before the first run. */
  private cleaned: Promise<unknown> | undefined;

  /** @param execPath - The Node that stands first on the PATH; the one that runs us unless given. */
  constructor(
    private readonly crash: CrashPoints = NO_CRASH_POINTS,
    private readonly execPath: string = process.execPath,
  ) {}

  async run(process: SandboxedProcess, signal: AbortSignal): Promise<ProcessEnd> {
    const marker = `${MARKER}=${randomUUID()}`;
    this.cleaned ??= endLeftoverRuns();
    await this.cleaned;
    await linkShared(process.shared);
    const folder = await privateFolder();
    const group = await openControlGroup(process.limits);
    let guard: Guard | undefined;
    try {
      await this.acquire(process.egress);
      try {
        const limits = existsSync(PRLIMIT) ? [PRLIMIT, ...limitArguments(process.limits, false), '--'] : [];
        const ran = await runProcess(
          {
            crash: this.crash,
            argv: [...WAIT_AND_EXEC, ...launchArgv([...limits, ...process.argv], group)],
            env: {
              ...process.env,
              HOME: process.home,
              PATH: pathInside(this.execPath),
              [MARKER]: marker.slice(MARKER.length + 1),
            },
            cwd: process.workspace,
            folder,
            beforeItBegins: async (leader) => {
              const files = group?.joinFiles ?? [];
              guard = await between(this.crash, 'spawn.guard', () => openGuard(leader, marker, files));
              await between(this.crash, 'rename.run-note', () => writeRunNote(folder, leader, marker));
            },
            killAll: async (leader) => {
              killQuietly(-leader);
              await waitUntilGone(async () => (group === undefined ? findTwice(leader, marker) : group.processes()));
            },
          },
          process,
          signal,
        );
        return { reason: ran.reason, exitCode: ran.exitCode, durationMs: ran.durationMs };
      } finally {
        await this.release(process.egress);
      }
    } finally {
      await guard?.close();
      await group?.remove();
      await rm(folder, { recursive: true });
    }
  }

  private async acquire(egress: Egress | undefined): Promise<void> {
    if (egress === undefined) return;
    const key = JSON.stringify([egress.target, egress.allow, egress.headers]);
    const shared = this.egresses.get(egress.port) ?? {
      server: openEgressServer(egress, { host: '127.0.0.1', port: egress.port }),
      key,
      uses: 0,
    };
    if (shared.key !== key) throw portTaken(egress.port, 'another way out uses it');
    shared.uses++;
    this.egresses.set(egress.port, shared);
    try {
      await shared.server;
    } catch (cause) {
      this.egresses.delete(egress.port);
      throw portTaken(egress.port, messageOf(cause), cause);
    }
  }

  private async release(egress: Egress | undefined): Promise<void> {
    const shared = egress === undefined ? undefined : this.egresses.get(egress.port);
    if (egress === undefined || shared === undefined || --shared.uses > 0) return;
    this.egresses.delete(egress.port);
    await (await shared.server).close();
  }
}

/** Nothing can be bound here: a link leads there, and nothing keeps a process from writing. What is there already stays. */
async function linkShared(shared: readonly SharedPath[]): Promise<void> {
  for (const { from, at } of shared) {
    await mkdir(dirname(at), { recursive: true });
    await symlink(from, at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function portTaken(port: number, why: string, cause?: unknown): UnavailableError {
  return new UnavailableError('egress', `The loopback port ${port} cannot lead to the model: ${why}`, {
    hint: 'Free that port, or install bubblewrap (`apt-get install bubblewrap`), which gives every run a port of its own.',
    retryAfterMs: 1_000,
    ...(cause === undefined ? {} : { cause }),
  });
}
