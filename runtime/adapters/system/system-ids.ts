import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import type { Ids } from '../../ports/ids';

const DRAW_STEPS = 2 ** 32;

/** Ids and chance from the system's random source. */
export class SystemIds implements Ids {
  uuid(): string {
    return v7();
  }

  secret(bytes: number): string {
    return randomBytes(bytes).toString('base64url');
  }

  draw(): number {
    return randomInt(DRAW_STEPS) / DRAW_STEPS;
  }
}
