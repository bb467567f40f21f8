import type { ExecutionId } from '../ids';
import { REDACTED, redact, redactPatterns } from '../learn/redact';
import { secretForms } from '../learn/secret-forms';
import type { ExecutionEvent } from './event';
import type { Violation } from './violation';

/** A text that is kept somewhere besides the log of events. */
export interface StoredText {
  /** Where it stands, for people: `The output of task 3`. */
  readonly where: string;
  readonly executionId?: ExecutionId;
  readonly text: string;
}

/** Looks for secrets, in all the forms that they may take, in what is stored. The secret itself is not repeated. Source: I24. */
export class SecretCheck {
  private readonly forms: readonly string[];

  constructor(private readonly secrets: readonly string[]) {
    this.forms = secretForms(secrets);
  }

  /** False when there is no secret to look for. */
  get isNeeded(): boolean {
    return this.forms.length > 0;
  }

  /** What is found in other texts than events. */
  lookAt({ where, executionId, text }: StoredText): readonly Violation[] {
    if (!this.isNeeded || !this.isIn(text)) return [];
    const message = `${where} holds a secret of the configuration`;
    return [{ invariant: 'I24', message, ...(executionId === undefined ? {} : { executionId }) }];
  }

  /** The events that hold one. */
  look(executionId: ExecutionId, events: readonly ExecutionEvent[]): readonly Violation[] {
    if (!this.isNeeded) return [];
    return events.flatMap(({ seq, body, actor }) => {
      const text = actor + JSON.stringify(body);
      return this.isIn(text)
        ? [
            {
              invariant: 'I24',
              executionId,
              message: `Event ${seq} (${body.type}) holds a secret of the configuration`,
            },
          ]
        : [];
    });
  }

  /** One quick pass over the whole text; only where something shows is looked what it was: keys of others are no secrets of ours. */
  private isIn(text: string): boolean {
    const marks = marksIn(redact(this.secrets, text));
    if (marks === marksIn(text)) return false;
    return marks > marksIn(redactPatterns(text)) || this.forms.some((form) => text.includes(form));
  }
}

const marksIn = (text: string): number => text.split(REDACTED).length;
