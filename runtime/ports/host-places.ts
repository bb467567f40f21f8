import type { HostFindings } from '../core/execution/check-places';
import type { StoredText } from '../core/execution/check-secrets';

/** The folders and processes of one host, for `fsck`. */
export interface HostPlaces {
  /** What is there now; reads only. */
  look(): Promise<HostFindings>;
  /** What stands in the logs of this host, in parts that overlap. */
  texts(): AsyncIterable<StoredText>;
}
