import { NODE_FLAGS } from '../core/node-flags';

/**
 * With which gateway and worker are started: as every Node of ours, and with what they may hold. With less than a gigabyte Node
 * lets garbage grow to twice what is alive before it collects, with more to four times; what is alive is some 50 MB. What is new
 * may take two halves of 16 MB, instead of 64 each, which stay taken once there was a busy minute.
 */
export const PART_FLAGS: readonly string[] = [...NODE_FLAGS, '--max-old-space-size=768', '--max-semi-space-size=16'];
