import { sha256 } from '../../runtime/core/execution/hash-event';
import type { AttemptLog, AttemptLogs } from '../../runtime/ports/attempt-logs';
import type { AttemptKey } from '../../runtime/ports/repositories';
import type { SimulatedProcess } from './simulated-process';

/** The logs of attempts on the disk of one host; they outlive its processes. */
export class SimulatedLogs {
  private readonly texts = new Map<string, string>();

  /** As `process` reaches them. */
  of(process: SimulatedProcess): AttemptLogs {
    const { texts } = this;
    const nameOf = ({ execution, task, token }: AttemptKey): string => `${execution}/${task}/${token}`;
    return {
      open(key): AttemptLog {
        const name = nameOf(key);
        texts.set(name, '');
        return {
          write: (chunk) => {
            if (process.isAlive) texts.set(name, `${texts.get(name) ?? ''}${Buffer.from(chunk).toString()}`);
          },
          tail: () => ({ text: texts.get(name) ?? '', offset: 0 }),
          close: () =>
            process.call({ name: 'log.close' }, async () => {
              const text = texts.get(name) ?? '';
              return { digest: sha256(text), bytes: text.length };
            }),
        };
      },
      read: (key) => process.call({ name: 'log.read' }, async () => texts.get(nameOf(key))),
    };
  }
}
