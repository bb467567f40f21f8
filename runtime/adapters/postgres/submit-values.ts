import { canonicalJson } from '../../core/execution/canonical-json';
import type { TaskState } from '../../core/execution/execution';
import type { Submission } from '../../ports/execution-store';
import { BinaryColumns } from './binary-columns';
import { Columns } from './columns';
import { executionState } from './commit-values';
import { plainText } from './plain-text';

/** The parameters of `ns_submit`, in its order. */
export function submitValues(submission: Submission, receipt: string, startKey: string): readonly unknown[] {
  const { plan, options, after, loop } = submission;
  const tasks = new BinaryColumns(['text', 'text', 'text', 'text']);
  const known = new Map<TaskState, string>();
  const textOf = (state: TaskState): string => {
    const text = known.get(state) ?? canonicalJson(state);
    known.set(state, text);
    return text;
  };
  for (const [index, state] of after.tasks.entries()) {
    const task = plan.tasks[index];
    tasks.add(plainText(task?.id), plainText(task?.title), state.status, textOf(state));
  }
  const events = new Columns(6);
  for (const { seq, at, actor, body, hash } of submission.events)
    events.add(seq, at, actor, body.type, canonicalJson(body), hash);
  const outbox = new Columns(4);
  for (const { seq, topic, key, payload } of submission.outbox) outbox.add(seq, topic, key, JSON.stringify(payload));
  const isBound = loop.type === 'bound' || loop.type === 'inline';
  return [
    ...[
      submission.executionId,
      plan.id,
      plainText(plan.conversationId),
      plainText(plan.title),
      plan.source,
      plan.format,
      submission.input.plan,
    ],
    ...[
      submission.digest,
      submission.idempotencyKey,
      receipt,
      submission.actor,
      options.projectId ?? null,
      submission.input.options,
    ],
    ...[
      after.submittedAt,
      after.status,
      after.epoch,
      after.lastSeq,
      after.lastHash,
      after.startedAt ?? null,
      after.endedAt ?? null,
    ],
    ...[after.tip ?? null, plainText(after.reason) ?? null, executionState(after)],
    ...tasks.arrays,
    ...events.arrays,
    ...outbox.arrays,
    loop.type === 'inline' ? 'inline' : loop.type === 'none' ? 'none' : 'workflow',
    isBound ? loop.workflowId : null,
    isBound ? loop.n8nExecutionId : null,
    loop.type === 'to-start' ? startKey : null,
  ];
}
