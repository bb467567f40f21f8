import type { EventBody, EventType, ExecutionEvent } from '../execution/event';
import type { Execution } from '../execution/execution';
import { type Asked, askedOf } from './asked-of';
import type { Channel } from './channel';
import { describeEvent } from './describe-event';
import type { QuietHours } from './quiet-hours';
import { isNews, routeEvent } from './route-event';

/** Something that leaves after a commit: a row of the outbox, written in the transaction of the event that caused it (I15). */
export type OutboxMessage = NotificationMessage | LearnMessage | DeliverMessage;

/** What kind of thing leaves: a channel's message, or one of the two that stay in the house. */
export type OutboxTopic = OutboxMessage['topic'];

interface MessageHead {
  /** `<execution>.<epoch>.<seq>:<topic>[:<target>]`: the same event never makes two, also after a restore. */
  readonly key: string;
  readonly executionId: string;
  /** Of the event that caused it. */
  readonly seq: number;
}

export interface NotificationMessage extends MessageHead {
  readonly topic: Channel;
  readonly payload: {
    readonly title: string;
    readonly spoken: string;
    readonly text: string;
    readonly isUrgent: boolean;
    readonly conversationId?: string;
    /** What a person is to decide; how they can is added when it is sent. */
    readonly asked?: Asked;
  };
}

/** An attempt has its verdict and can be learned from. Ids only: who learns reads the rest. */
export interface LearnMessage extends MessageHead {
  readonly topic: 'learn';
  /** `token`: of the event, which is that of the attempt or of the merge of what it left. */
  readonly payload: { readonly task: number; readonly token: number };
}

/** An execution is over: its result, where it has one, goes into the user's repository as a branch, and its workspaces go. */
export interface DeliverMessage extends MessageHead {
  readonly topic: 'deliver';
  readonly payload: { readonly epoch: number; readonly tip?: string };
}

export interface MessageSettings {
  /**
   * Configured channels and a name of where each leads: no secret, never empty, another one when the target changes
   * (a short digest of its address). A channel that is not here gets no messages.
   */
  readonly targets: { readonly [channel in Channel]?: string };
  readonly quietHours?: QuietHours;
  /** Minutes that local time is ahead of UTC. */
  readonly utcOffsetMinutes?: number;
  /** Takes secrets out of what people will read: known ones and whatever looks like a key. The latter only unless given. */
  readonly redact?: (text: string) => string;
}

/**
 * All messages that a batch of events causes, in the order of the events.
 *
 * *Repeat*: the same events give the same keys.
 *
 * @param execution - After the last of `events`.
 * Source: I15, R-51, R-60.
 */
export function messagesOf(
  execution: Execution,
  events: readonly Pick<ExecutionEvent, 'seq' | 'at' | 'actor' | 'body'>[],
  settings: MessageSettings,
): readonly OutboxMessage[] {
  const messages: OutboxMessage[] = [];
  for (const event of events) {
    const { body, seq } = event;
    const head = { executionId: execution.id, seq };
    const lesson = lessonOf(execution, body);
    if (lesson !== undefined) {
      const key = `${execution.id}.${execution.epoch}.${seq}:learn`;
      messages.push({ ...head, topic: 'learn', key, payload: lesson });
    }
    if (isEnd(body.type)) {
      const { epoch, tip, base } = execution;
      const payload = { epoch, ...(tip === undefined || tip === base ? {} : { tip }) };
      messages.push({ ...head, topic: 'deliver', key: `${execution.id}.${execution.epoch}.${seq}:deliver`, payload });
    }
    if (!isNews(body.type)) continue;
    const channels = routeEvent({
      execution,
      event,
      ...(settings.quietHours === undefined ? {} : { quietHours: settings.quietHours }),
      ...(settings.utcOffsetMinutes === undefined ? {} : { utcOffsetMinutes: settings.utcOffsetMinutes }),
    }).filter((channel) => settings.targets[channel] !== undefined);
    if (channels.length === 0) continue;
    const asked = askedOf(execution, body);
    const payload = {
      ...describeEvent(execution, event, settings.redact),
      conversationId: execution.plan.conversationId,
      ...(asked === undefined ? {} : { asked }),
    };
    for (const channel of channels) {
      const key = `${execution.id}.${execution.epoch}.${seq}:${channel}:${settings.targets[channel]}`;
      messages.push({ ...head, topic: channel, key, payload });
    }
  }
  return messages;
}

/** True for the events with which an execution ends: each leaves a delivery. */
export const isEnd = (type: EventType): boolean =>
  type === 'execution-succeeded' || type === 'execution-failed' || type === 'execution-cancelled';

/** What can be learned from, once this has happened: the attempt that the event settles, if it settles one. */
function lessonOf({ tasks }: Execution, body: EventBody): LearnMessage['payload'] | undefined {
  switch (body.type) {
    case 'task-completed':
    case 'task-retried':
    case 'merge-conflicted':
      return { task: body.task, token: body.token };
    // A gate that a person refused had no attempt.
    case 'task-failed':
      return tasks.at(body.task)?.attempt && { task: body.task, token: body.token };
    // Where there is an attempt that ended, its merge was lost.
    case 'attempt-lost':
      return tasks.at(body.task)?.attempt === undefined ? { task: body.task, token: body.token } : undefined;
    default:
      return undefined;
  }
}
