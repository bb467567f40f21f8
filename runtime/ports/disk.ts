/** Room on this host's disks. */
export interface Disk {
  /** Bytes that may still be written where nightshift keeps its data. @throws nothing that is not a bug: the folder exists. */
  freeBytes(): Promise<number>;
}
