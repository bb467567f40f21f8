import type { AttemptDeps } from './attempt-deps';
import type { EndQueue } from './end-queue';

/** What one assignment needs of the worker that works on it. */
export type WorkDeps = AttemptDeps & { readonly ends: EndQueue };
