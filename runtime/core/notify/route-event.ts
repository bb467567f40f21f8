import type { EventType, ExecutionEvent } from '../execution/event';
import type { Execution } from '../execution/execution';
import { CHANNELS, type Channel } from './channel';
import { heardAt, type Quiet } from './quiet-hours';

/** Tasks that took longer than this are also pushed when they complete. Source: R-51. */
const LONG_TASK_MS = 5 * 60_000;

export interface RouteInput extends Quiet {
  /** After the event. */
  readonly execution: Execution;
  readonly event: Pick<ExecutionEvent, 'at' | 'actor' | 'body'>;
}

/**
 * The channels that an event goes to: the matrix, less what the hand-off switched off, less voice in quiet hours.
 *
 * *Shape*: in the order of `CHANNELS`, without repeats; empty for events that nobody is told of.
 *
 * Source: R-51; options of R-80.
 */
export function routeEvent({ execution, event, ...quiet }: RouteInput): readonly Channel[] {
  const matrix = channelsOf(execution, event);
  if (matrix.length === 0) return matrix;
  return heardAt(matrix, event.at, quiet).filter((channel) => execution.options.notifications[channel]);
}

/** Attempts in a row for which something was away until a person is told. */
const MANY_AWAYS = 3;

const VOICE: readonly Channel[] = ['voice'];
const VOICE_AND_PUSH: readonly Channel[] = ['voice', 'push'];
const NOBODY: readonly Channel[] = [];

function channelsOf(execution: Execution, event: Pick<ExecutionEvent, 'actor' | 'body'>): readonly Channel[] {
  const { body } = event;
  switch (body.type) {
    case 'attempt-started':
      return isFirstTry(execution, body.task) ? VOICE : NOBODY;
    case 'task-completed':
      return (execution.tasks.at(body.task)?.attempt?.durationMs ?? 0) > LONG_TASK_MS ? VOICE_AND_PUSH : VOICE;
    case 'task-failed':
      return CHANNELS;
    case 'wave-completed':
      return VOICE_AND_PUSH;
    case 'execution-succeeded':
    case 'execution-failed':
    case 'execution-cancelled':
      return CHANNELS;
    // `execution-waiting` says nothing that the questions before it have not said.
    case 'task-waiting':
      return VOICE_AND_PUSH;
    // A pause that a person asked for is no news to anybody; all others are health warnings.
    case 'execution-paused':
      return isPerson(event.actor) ? NOBODY : VOICE_AND_PUSH;
    case 'progress-reported':
      return VOICE;
    // What is away for a while is nobody's business; what stays away is a health warning, told once.
    case 'task-retried':
      return execution.tasks.at(body.task)?.aways === MANY_AWAYS ? VOICE_AND_PUSH : NOBODY;
    default:
      return NOBODY;
  }
}

/** Retries, take-overs and merges are not announced: a task starts once for those who listen. */
function isFirstTry(execution: Execution, task: number): boolean {
  const state = execution.tasks.at(task);
  return state !== undefined && [state.tries, state.crashes, state.losses, state.aways].every((count) => count === 0);
}

/** True for event types that can reach a person at all; a cheap test before `routeEvent`. */
export const isNews = (type: EventType): boolean => type in MOST;

/** True when an event of this type may be told by a channel, whatever else stands against it. */
export const mayReach = (type: EventType, channel: Channel): boolean => MOST[type]?.includes(channel) === true;

/** By type of event: the channels that it can go to at most. */
const MOST: { readonly [type in EventType]?: readonly Channel[] } = {
  'attempt-started': VOICE,
  'task-completed': VOICE_AND_PUSH,
  'task-failed': CHANNELS,
  'task-retried': VOICE_AND_PUSH,
  'wave-completed': VOICE_AND_PUSH,
  'execution-succeeded': CHANNELS,
  'execution-failed': CHANNELS,
  'execution-cancelled': CHANNELS,
  'task-waiting': VOICE_AND_PUSH,
  'execution-paused': VOICE_AND_PUSH,
  'progress-reported': VOICE,
};

/** `person:ada`, a token that speaks as her (`gateway:12ab34cd as person:ada`), or a link that somebody pressed. */
const isPerson = (actor: string): boolean => /(^| as )person:|^link:/.test(actor);
