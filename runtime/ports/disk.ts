/** Room on this host's disks. */
export interface Disk {
  /** Bytes that may still be written where nightshift keeps its data; undefined when what was there at first is gone. */
  freeBytes(): Promise<number | undefined>;
}
