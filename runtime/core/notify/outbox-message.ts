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

/** An attempt is over and can be learned from. Ids only: who learns reads the rest. */
export interface LearnMessage extends MessageHead {
  readonly topic: 'learn';
  readonly payload: { readonly task: number; readonly token: number; readonly event: 'attempt-ended' | 'attempt-lost' };
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
    if (isAttemptsEnd(body)) {
      const payload = { task: body.task, token: body.token, event: body.type };
      messages.push({ ...head, topic: 'learn', key: `${execution.id}.${execution.epoch}.${seq}:learn`, payload });
      continue;
    }
    if (internalTopicOf(body.type) === 'deliver') {
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

/** The message that an event leaves within the house, on whatever is configured: each end of an attempt is learned from, each end of an execution delivered. */
export function internalTopicOf(type: EventType): 'learn' | 'deliver' | undefined {
  switch (type) {
    case 'attempt-ended':
    case 'attempt-lost':
      return 'learn';
    case 'execution-succeeded':
    case 'execution-failed':
    case 'execution-cancelled':
      return 'deliver';
    default:
      return undefined;
  }
}

const isAttemptsEnd = (body: EventBody): body is Extract<EventBody, { type: 'attempt-ended' | 'attempt-lost' }> =>
  internalTopicOf(body.type) === 'learn';
