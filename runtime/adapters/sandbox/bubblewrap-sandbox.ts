import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../core/errors';
import { NODE_FLAGS } from '../../core/node-flags';
import { type CrashPoints, NO_CRASH_POINTS } from '../../ports/crash-points';
import type { ProcessEnd, Sandbox, SandboxedProcess } from '../../ports/sandbox';
import { BRIDGE_SOURCE } from './bridge-source';
import { BRIDGE_PROGRAM, bubblewrapArguments, EGRESS_SOCKET, type Profile } from './bubblewrap-profile';
import { checkSandbox, type SandboxAvailability } from './check-sandbox';
import { openControlGroup } from './control-group';
import { openEgressServer } from './egress-server';
import { endLeftoverRuns } from './end-leftover-runs';
import { launchArgv } from './launch-argv';
import { limitArguments } from './limit-arguments';
import { PidNamespace } from './pid-namespace';
import { privateFolder } from './private-folder';
import { runProcess } from './run-process';
import { killQuietly, waitUntilGone } from './wait-until-gone';

const HOSTS = '127.0.0.1 localhost nightshift\n::1 localhost\n';
const REPORT = 3;
const ARGUMENTS = 4;
const HOSTS_TEXT = 5;
const BRIDGE_TEXT = 6;

export interface BubblewrapOptions {
  /** Absolute path; `/usr/bin/bwrap` unless given. */
  readonly command?: string;
  /** The Node that runs the bridge and stands first on the PATH inside; the one that runs us unless given. */
  readonly execPath?: string;
  readonly crash?: CrashPoints;
}

/**
 * Confines processes with bubblewrap, as root or as a plain user. Whether it can is found out once, at the first run.
 *
 * A killed bubblewrap takes its pid namespace with it, daemons included; the id that it reported for the namespace's
 * first process tells when all of it is gone, since the kernel ends that process last.
 */
export class BubblewrapSandbox implements Sandbox {
  readonly kind = 'bubblewrap';
  private readonly command: string;
  private readonly execPath: string;
  private readonly crash: CrashPoints;
  private availability: Promise<SandboxAvailability> | undefined;
  /** What earlier processes left is ended and removed once, before the first run. */
  private cleaned: Promise<unknown> | undefined;

  constructor(options: BubblewrapOptions = {}) {
    this.command = options.command ?? '/usr/bin/bwrap';
    this.execPath = options.execPath ?? process.execPath;
    this.crash = options.crash ?? NO_CRASH_POINTS;
  }

  async run(process: SandboxedProcess, signal: AbortSignal): Promise<ProcessEnd> {
    this.availability ??= checkSandbox(this.command);
    const available = await this.availability;
    if (!available.isAvailable) {
      // Asked again the next time: it may have been installed.
      this.availability = undefined;
      throw new ConfigError('SANDBOX_MISSING', available.reason, { hint: available.hint });
    }
    this.cleaned ??= endLeftoverRuns();
    await this.cleaned;
    const folder = await privateFolder();
    const group = await openControlGroup(process.limits);
    const egress = process.egress;
    const socket = join(folder, 'e.sock');
    const server = egress === undefined ? undefined : await openEgressServer(egress, { path: socket });
    try {
      const profile: Profile = {
        execPath: this.execPath,
        disablesNesting: available.disablesNesting,
        hostsDescriptor: HOSTS_TEXT,
        ...(egress === undefined ? {} : { egress: { socket, bridgeDescriptor: BRIDGE_TEXT } }),
      };
      const node = [this.execPath, ...NODE_FLAGS];
      const bridge = egress === undefined ? [] : [...node, BRIDGE_PROGRAM, String(egress.port), EGRESS_SOCKET];
      const inside = ['/usr/bin/prlimit', ...limitArguments(process.limits, true), '--', ...bridge, ...process.argv];
      const outside = [this.command, '--args', String(ARGUMENTS), '--json-status-fd', String(REPORT), '--', ...inside];
      const namespace = new PidNamespace();
      const ran = await runProcess(
        {
          crash: this.crash,
          argv: launchArgv(outside, group),
          env: {},
          cwd: '/',
          folder,
          control: {
            onReport: (report) => namespace.read(report),
            inputs: [
              `${bubblewrapArguments(profile, process).join('\0')}\0`,
              HOSTS,
              ...(egress === undefined ? [] : [BRIDGE_SOURCE]),
            ],
          },
          killAll: async (leader) => {
            killQuietly(-leader);
            await waitUntilGone(async () => [
              ...(await namespace.survivors(leader)),
              ...((await group?.processes()) ?? []),
            ]);
          },
        },
        process,
        signal,
      );
      if (ran.reason === 'exited' && ran.exitCode < 128 && !namespace.hasEnded)
        throw notStarted(ran.exitCode, ran.stderrTail);
      return { reason: ran.reason, exitCode: ran.exitCode, durationMs: ran.durationMs };
    } finally {
      await server?.close();
      await group?.remove();
      await rm(folder, { recursive: true });
    }
  }
}

function notStarted(exitCode: number, stderr: string): ConfigError {
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return new ConfigError('SANDBOX_MISSING', `The sandbox could not be set up (exit ${exitCode}): ${said}`, {
    hint: 'Run `nightshift doctor`; it says what bubblewrap needs here (`apt-get install bubblewrap`).',
  });
}
