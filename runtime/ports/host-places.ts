import type { HostFindings } from '../core/execution/check-places';

/** The folders and processes of one host, for `fsck`. */
export interface HostPlaces {
  /** What is there now; reads only. */
  look(): Promise<HostFindings>;
}
