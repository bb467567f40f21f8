/** A way to reach a person. `push` is ntfy. Source: R-50. */
export type Channel = 'voice' | 'push' | 'discord';

/** All of them, in the order in which messages are made. */
export const CHANNELS = ['voice', 'push', 'discord'] as const satisfies readonly Channel[];
