/**
 * What gateway and worker may hold, as arguments of Node. With less than a gigabyte it lets garbage grow to twice what is alive
 * before it collects, with more to four times; what is alive is some 50 MB. What is new may take two halves of 16 MB, instead of
 * 64 each, which stay taken once there was a busy minute.
 */
export const PART_HEAP: readonly string[] = ['--max-old-space-size=768', '--max-semi-space-size=16'];
