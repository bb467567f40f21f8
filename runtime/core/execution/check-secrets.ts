import type { ExecutionId } from '../ids';
import { secretForms } from '../learn/secret-forms';
import type { ExecutionEvent } from './event';
import type { Violation } from './violation';

/** Looks for secrets, in all the forms that they may take, in what is recorded for ever. Source: I24. */
export class SecretCheck {
  private readonly forms: readonly string[];

  constructor(secrets: readonly string[]) {
    this.forms = secretForms(secrets);
  }

  /** False when there is no secret to look for. */
  get isNeeded(): boolean {
    return this.forms.length > 0;
  }

  /** The events that hold one. The secret itself is not repeated. */
  look(executionId: ExecutionId, events: readonly ExecutionEvent[]): readonly Violation[] {
    if (!this.isNeeded) return [];
    return events.flatMap(({ seq, body, actor }) => {
      const text = actor + JSON.stringify(body);
      return this.forms.some((form) => text.includes(form))
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
}
