import type { FsckDeps } from '../app/fsck';
import type { Core } from './compose-core';

/** What the check of the invariants reads. */
export function composeFsck(core: Core): FsckDeps {
  return core as never;
}
