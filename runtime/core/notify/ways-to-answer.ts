import { type Decision, signTicket } from './approval-ticket';
import type { Asked } from './asked-of';

export interface LinkSettings {
  /** Where the gateway can be reached from outside, without trailing slash. Absent: there are no links. */
  readonly publicUrl?: string;
  readonly secret?: string;
}

/** How a person can answer a message. */
export interface WaysToAnswer {
  /** One line each, plain text. */
  readonly lines: readonly string[];
  /** Pages that say what would be decided, and do it at the press of a button. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

/** A link is good for a night and a day. */
const GOOD_FOR_MS = 36 * 3_600_000;
/** Of one message; further questions are answered elsewhere. */
const MOST_QUESTIONS = 3;

/**
 * How to answer what is asked: by links where the gateway has a public address, else by command, MCP or n8n.
 *
 * @param seq - Of the event that asks.
 * @param nowMs - From when on a link is good.
 */
export function waysToAnswer(
  { executionId, seq, asked }: { readonly executionId: string; readonly seq: number; readonly asked: Asked },
  { publicUrl, secret }: LinkSettings,
  nowMs: number,
): WaysToAnswer {
  if (publicUrl === undefined || secret === undefined) return { lines: [commandFor(executionId, asked)], links: [] };
  const expiresAt = new Date(nowMs + GOOD_FOR_MS).toISOString();
  const link = (label: string, decision: Decision) => {
    const ticket = signTicket({ executionId, epoch: asked.epoch, expiresAt, decision }, secret);
    return { label, url: `${publicUrl}/approve/${ticket}` };
  };
  if (asked.type === 'control') {
    const links = (['resume', 'cancel'] as const).map((action) => link(action, { type: 'control', seq, action }));
    return { lines: [], links };
  }
  const { task, token, criteria } = asked;
  const shown = criteria.slice(0, MOST_QUESTIONS);
  const links = shown.flatMap((criterionId) =>
    (['pass', 'fail'] as const).map((result) =>
      link(criteria.length === 1 ? result : `${criterionId}: ${result}`, {
        type: 'answer',
        task,
        token,
        criterionId,
        result,
      }),
    ),
  );
  return { lines: criteria.length > shown.length ? [commandFor(executionId, asked)] : [], links };
}

function commandFor(executionId: string, asked: Asked): string {
  const command =
    asked.type === 'control'
      ? `nightshift control ${executionId} resume`
      : `nightshift answer ${executionId} ${asked.taskId} ${asked.criteria[0] ?? ''} pass`;
  return `Answer with \`${command}\`, from Claude Code (MCP), or in n8n.`;
}
