import type { Nightshift } from '../support/nightshift';
import { planText } from '../support/plan-text';
import type { SinkServer } from '../support/sink-server';

/** An execution that was begun, and how it must end. */
export interface Begun {
  readonly executionId: string;
  readonly ends: 'succeeded' | 'failed' | 'cancelled';
}

/** Who takes the steps of an execution, and so dies with them: workers and gateway, or n8n. */
export type Advance = 'direct' | 'workflow';

/** What a stimulus may need besides. */
export interface Around {
  /** Where voice and Discord are told. */
  readonly sink: SinkServer;
  /** For workers that the stimulus starts: the setting by which they can die. */
  readonly mortal: NodeJS.ProcessEnv;
}

/**
 * What is done to a nightshift so that it comes to a crash point. Calls `arm` once all that is no part of it is done.
 *
 * @param how - Goes into each hand-off.
 */
export type Stimulus = (
  nightshift: Nightshift,
  arm: () => void,
  how: { readonly advance: Advance },
  around: Around,
) => Promise<Begun>;

/** Who asks for control in a sweep. */
export const WHO = 'person:sweep';
/** An execution goes on by itself in this time after a death, n8n's start on a busy machine included. */
export const GOES_ON_MS = 240_000;

/** Shows that everything goes on. */
export async function twoTasks(nightshift: Nightshift, how: { readonly advance: Advance }): Promise<Begun> {
  const { executionId } = await nightshift.handOff(planText(['a', 'b<a']), how);
  return { executionId, ends: 'succeeded' };
}

/** Whoever asks a gateway that dies asks again. */
export const again = (nightshift: Nightshift, ask: () => Promise<unknown>): Promise<unknown> =>
  nightshift.until(
    'the gateway takes it',
    async () => {
      try {
        return (await ask()) ?? true;
      } catch (error) {
        // It was done before the answer was lost.
        if ((error as { readonly code?: unknown }).code === 'CONTROL_REFUSED') return true;
        throw error;
      }
    },
    GOES_ON_MS,
  );
