import { OutputTail } from '../../core/agent/output-tail';
import type { Agent, AgentAvailability, AgentJob, AgentResult } from '../../ports/agent';
import type { ProcessEnd, ProcessLimits } from '../../ports/sandbox';
import { plainLines } from './plain-lines';

/** What a command may take besides the limits of its job. */
export type ShellLimits = Pick<ProcessLimits, 'processes' | 'fileBytes'>;

const DEFAULT_LIMITS: ShellLimits = { processes: 512, fileBytes: 4 * 1024 ** 3 };
const KEPT_BYTES = 8 * 1024;
const LINES = 20;
const SUMMARY_LINES = 3;
const SUMMARY_CHARACTERS = 300;
const NO_USAGE = { costUsd: 0, inputTokens: 0, outputTokens: 0 };

/** Does a task by running its command with `/bin/sh -c` in the workspace. */
export class ShellAgent implements Agent {
  readonly name = 'shell';

  constructor(private readonly limits: ShellLimits = DEFAULT_LIMITS) {}

  async availability(): Promise<AgentAvailability> {
    return { isAvailable: true, version: '/bin/sh' };
  }

  async run(job: AgentJob, signal: AbortSignal): Promise<AgentResult> {
    const { command } = job.task;
    if (command === undefined || command.trim() === '') {
      const message = `Task ${job.task.id} has no command, so the shell agent cannot do it`;
      return { type: 'failed', code: 'AGENT_NO_COMMAND', message, summary: message, usage: NO_USAGE };
    }
    const tail = new OutputTail(KEPT_BYTES);
    const end = await job.sandbox.run(
      {
        argv: ['/bin/sh', '-c', command],
        workspace: job.workspace.dir,
        home: job.workspace.home,
        readOnly: job.workspace.readOnly,
        shared: job.workspace.shared,
        env: job.env,
        limits: {
          ...this.limits,
          timeMs: job.limits.timeMs,
          outputBytes: job.limits.outputBytes,
          memoryBytes: job.limits.memoryBytes,
        },
        onOutput: (chunk) => {
          tail.push(chunk);
          job.onOutput(chunk);
        },
      },
      signal,
    );
    const lines = plainLines(tail.text());
    return { usage: NO_USAGE, summary: summaryOf(lines), ...outcome(end, lines.slice(-LINES).join('\n'), job) };
  }
}

/** The last 3 lines in one, at most 300 characters. */
function summaryOf(lines: readonly string[]): string {
  const text = lines.slice(-SUMMARY_LINES).join(' · ');
  return text.length > SUMMARY_CHARACTERS ? `…${text.slice(1 - SUMMARY_CHARACTERS)}` : text;
}

type Outcome =
  | Pick<Extract<AgentResult, { type: 'failed' }>, 'type' | 'code' | 'message'>
  | { readonly type: 'done' }
  | { readonly type: 'aborted' };

function outcome(end: ProcessEnd, said: string, job: AgentJob): Outcome {
  const after = said === '' ? '' : `:\n${said}`;
  if (end.reason === 'aborted') return { type: 'aborted' };
  if (end.reason === 'timed-out') {
    return { type: 'failed', code: 'AGENT_TIMEOUT', message: `Stopped after ${job.limits.timeMs / 1000} s${after}` };
  }
  if (end.reason === 'output-limit') {
    return {
      type: 'failed',
      code: 'AGENT_OUTPUT_LIMIT',
      message: `Stopped after ${job.limits.outputBytes} bytes of output${after}`,
    };
  }
  if (end.exitCode === 0) return { type: 'done' };
  return { type: 'failed', code: 'AGENT_EXIT', message: `Exit code ${end.exitCode}${after}` };
}
