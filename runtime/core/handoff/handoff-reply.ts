import type { ExecutionStatus } from '../execution/execution';
import type { PlanNote } from '../plan/plan';

/** The proof that a plan is committed. Anything else that comes back is no acceptance. */
export interface HandoffReply {
  readonly executionId: string;
  readonly planId: string;
  readonly sha256: string;
  readonly receipt: string;
  /** False when this hand-off was taken before; absent in answers of older versions. */
  readonly isNew?: boolean;
  /** How the execution stands. */
  readonly state?: ExecutionStatus;
  /** What was decided when the plan was read. */
  readonly notes?: readonly PlanNote[];
}

/** True for a receipt; n8n answers 200 with other things while it starts. */
export function isHandoffReply(value: unknown): value is HandoffReply {
  const reply = (value ?? {}) as Readonly<Record<string, unknown>>;
  return ['executionId', 'planId', 'sha256', 'receipt'].every(
    (name) => typeof reply[name] === 'string' && reply[name] !== '',
  );
}
