/** What is wrong in an instance's file, where, and what would be allowed. */
export class InstanceError extends Error {
  constructor(
    /** A line (from 1) or a place in the JSON. */
    readonly where: number | string,
    what: string,
    readonly allowed: string,
  ) {
    super(what);
  }

  /** One line for people. */
  textFor(file: string): string {
    const where = typeof this.where === 'number' ? `${file}:${this.where}` : `${file}: ${this.where}`;
    return `${where}: ${this.message}. Allowed: ${this.allowed}`;
  }
}
