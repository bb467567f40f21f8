import type { ExecutionId } from '../ids';
import { CHANNELS } from '../notify/channel';
import { isEnd } from '../notify/outbox-message';
import { isNews, mayReach } from '../notify/route-event';
import type { EventType, ExecutionEvent } from './event';
import type { Execution } from './execution';
import type { StoredMessage } from './stored-execution';
import { Verdicts } from './verdicts';
import type { Report } from './violation';

const MESSAGE_STATES: ReadonlySet<string> = new Set(['pending', 'delivered', 'dead']);

/** Checks that the messages of one execution are those that its events cause, and that each can end: I15. Events come first. */
export class MessageCheck {
  private readonly verdicts = new Verdicts();
  /** Types of the events that may have caused messages to people, by their number. */
  private readonly causes = new Map<number, EventType>();
  /** Events that must have left a message in the house, as long as none was found. */
  private readonly unsaid = new Map<number, Duty>();
  /** Ends of attempts that no message was found of: older versions learned from these, and not from the verdict. */
  private readonly ends = new Set<number>();
  private undelivered = 0;
  private mostLate: StoredMessage | undefined;

  constructor(
    private readonly executionId: ExecutionId,
    private readonly report: Report,
  ) {}

  /** True once nothing of its result is left to be delivered. */
  get isDelivered(): boolean {
    return this.undelivered === 0;
  }

  addEvent(event: ExecutionEvent): void {
    const { seq, body } = event;
    const judged = this.verdicts.add(event);
    if (judged !== undefined) this.unsaid.set(seq, { topic: 'learn', endedSeq: judged.endedSeq });
    else if (body.type === 'attempt-ended' || body.type === 'attempt-lost') this.ends.add(seq);
    if (isEnd(body.type)) this.unsaid.set(seq, { topic: 'deliver' });
    if (isNews(body.type)) this.causes.set(seq, body.type);
  }

  /** Of those that are still to be sent, the one that was to be tried first. */
  get next(): StoredMessage | undefined {
    return this.mostLate;
  }

  /** @param folded - What all events make of the execution. */
  add(message: StoredMessage, folded: Execution): void {
    const { seq, topic, key, state, dueAt } = message;
    if (dueAt !== undefined && dueAt < (this.mostLate?.dueAt ?? '9')) this.mostLate = message;
    if (seq < 0 || seq > folded.lastSeq) this.report('I15', `Message ${key} is of event ${seq}, which does not exist`);
    if (state === undefined) this.report('I15', `Message ${key} will never be sent`);
    else if (!MESSAGE_STATES.has(state)) this.report('I15', `Message ${key} is ${state}`);
    if (topic === 'deliver' && state !== 'delivered') this.undelivered += 1;
    this.checkCause(seq, topic, key, folded);
  }

  /** What should have left a message and did not, once all messages are added. */
  finish(): void {
    for (const [seq, duty] of this.unsaid) {
      if (duty.topic === 'deliver') this.report('I15', `The end of the execution in event ${seq} left no message`);
      else if (duty.endedSeq === seq || this.ends.has(duty.endedSeq))
        this.report('I15', `The verdict of an attempt in event ${seq} left no message`);
    }
  }

  /** A message has a committed event that may cause it, and says which in its key, under which it is known outside. */
  private checkCause(seq: number, topic: string, key: string, { epoch, options }: Execution): void {
    const channel = CHANNELS.find((one) => one === topic);
    const named = /^([^.]+)\.(\d+)\.(\d+):(\w+)(?::.+)?$/.exec(key);
    const isNamed = named?.[1] === this.executionId && Number(named[3]) === seq && named[4] === topic;
    if (!isNamed || Number(named?.[2]) < 1 || Number(named?.[2]) > epoch)
      this.report('I15', `Message ${key} is of event ${seq} and topic ${topic}, and its key says otherwise`);
    if (channel === undefined) {
      if (!this.isDuty(seq, topic))
        this.report('I15', `Message ${key} (${topic}) is of no event that causes one, or there is a second one`);
      return;
    }
    const cause = this.causes.get(seq);
    if (cause === undefined || !mayReach(cause, channel))
      this.report('I15', `Message ${key} tells by ${topic} of event ${seq}, which nobody is told of there`);
    else if (!options.notifications[channel])
      this.report('I15', `Message ${key} goes to ${topic}, which was switched off at the hand-off`);
  }

  /** True for the first message that the event must leave, or that an older version left of it. */
  private isDuty(seq: number, topic: string): boolean {
    if (this.unsaid.get(seq)?.topic === topic) return this.unsaid.delete(seq);
    return topic === 'learn' && this.ends.delete(seq);
  }
}

/** What an event must have left in the house. */
type Duty = { readonly topic: 'deliver' } | { readonly topic: 'learn'; readonly endedSeq: number };
