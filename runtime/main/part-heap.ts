/**
 * What gateway and worker may hold, as an argument of Node. With less than a gigabyte it lets garbage grow to twice what is alive
 * before it collects, with more to four times; what is alive is some 50 MB.
 */
export const PART_HEAP = '--max-old-space-size=768';
