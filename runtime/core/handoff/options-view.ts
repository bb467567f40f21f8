import type { ExecutionOptions, RetryPolicy } from '../execution/execution';

/** Options in the words of a hand-off: what is shown can be sent. */
export type OptionsView = Omit<
  ExecutionOptions,
  'projectId' | 'homeHost' | 'origin' | 'taskTimeoutMs' | 'retry' | 'undeclaredWrites' | 'unknownFiles'
> & {
  readonly undeclaredWrites: 'widen' | 'fail';
  readonly unknownFiles: 'beside' | 'alone';
  readonly timeoutMinutes: number;
  readonly retry: Required<Pick<RetryPolicy, 'maxAttempts' | 'backoffMultiplier' | 'whenSpent'>>;
};

/** The options of an execution as somebody would ask for them, defaults included. */
export function optionsView(options: ExecutionOptions): OptionsView {
  const { projectId: _project, homeHost: _host, origin: _origin, taskTimeoutMs, retry, ...plain } = options;
  return {
    undeclaredWrites: 'widen',
    unknownFiles: 'beside',
    ...plain,
    timeoutMinutes: taskTimeoutMs / 60_000,
    retry: {
      maxAttempts: retry.maxAttempts,
      backoffMultiplier: retry.backoffMultiplier,
      whenSpent: retry.whenSpent ?? 'fail',
    },
  };
}
