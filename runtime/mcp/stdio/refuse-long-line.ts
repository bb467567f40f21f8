import { invalid, type Refusal } from '../refuse-message';

/** What a line is answered of which no more than its id was kept. */
export function refuseLongLine(id: string | number | undefined, mostBytes: number): Refusal {
  return invalid(
    id ?? null,
    `The line has more than ${mostBytes} bytes, the most that is taken, so it was dropped. Give a long plan as \`file\``,
    { limit: mostBytes },
  );
}
