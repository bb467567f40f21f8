import { InvariantCheck } from '../execution/check-invariants';
import type { StoredHead } from '../execution/stored-execution';
import { ARCHIVE_FORMAT, artifactEntry, logEntry, type Manifest, ROW_KINDS, type RowKind } from './archive-form';
import { archiveRefused } from './archive-refused';
import type { RowsOf } from './read-archive-rows';
import { trusting } from './trusting';

/** Something in an archive that does not hold. */
export interface ArchiveFinding {
  /** The entry, or the invariant of the execution: `I13` … */
  readonly where: string;
  readonly message: string;
}

const LOGS = 'logs/';

/** More are not listed. */
const MOST_FINDINGS = 100;

/** Checks an archive as it is read: head, rows kind by kind, files, manifest, then `findings`. Pure; memory as for one execution's fold. */
export class ArchiveCheck {
  private readonly found: ArchiveFinding[] = [];
  private readonly seen = new Map<string, { readonly size: number; readonly digest: string }>();
  private readonly logDigests = new Map<string, string>();
  /** Entries of the logs that attempts may have. */
  private readonly logNames = new Set<string>();
  private head: StoredHead | undefined;
  private invariants: InvariantCheck | undefined;
  private kind = 0;

  addHead(head: StoredHead): void {
    if (this.head !== undefined || this.seen.size > 0) throw archiveRefused('it does not begin with one execution');
    this.head = head;
    this.invariants = trusting(() => new InvariantCheck(head));
  }

  addRows<K extends RowKind>(kind: K, rows: readonly RowsOf[K][]): void {
    const { invariants } = this;
    if (invariants === undefined) throw archiveRefused('it does not begin with one execution');
    const at = ROW_KINDS.indexOf(kind);
    if (at < this.kind) throw archiveRefused(`${kind} come after ${ROW_KINDS[this.kind]}`);
    this.kind = at;
    trusting(() => {
      const add: { readonly [Kind in RowKind]: (rows: readonly RowsOf[Kind][]) => void } = {
        events: (events) => {
          invariants.addEvents(events);
          for (const { body } of events)
            if (body.type === 'attempt-ended')
              this.logDigests.set(logEntry(body.task, body.token), body.attempt.logDigest);
        },
        tasks: (tasks) => invariants.addTasks(tasks),
        attempts: (attempts) => {
          invariants.addAttempts(attempts);
          for (const { task, token } of attempts) this.logNames.add(logEntry(task, token));
        },
        messages: (messages) => invariants.addMessages(messages),
        leases: (leases) => invariants.addLeases(leases),
      };
      add[kind](rows);
    });
  }

  /** Any entry but the manifest, once its bytes are known. */
  addEntry(name: string, size: number, digest: string): void {
    if (this.seen.has(name)) throw archiveRefused(`${name} stands in it twice`);
    this.seen.set(name, { size, digest });
    const artifact = /^artifacts\/(.*)$/.exec(name)?.[1];
    if (artifact !== undefined && artifact !== digest) this.report(name, 'It has other bytes than its digest says');
    const logDigest = this.logDigests.get(name);
    if (logDigest !== undefined && logDigest !== digest)
      this.report(name, 'It is not the log that the end of its attempt names');
  }

  /** The last entry. */
  addManifest({ format, entries }: Manifest): void {
    if (format !== ARCHIVE_FORMAT)
      throw archiveRefused(`it has form ${format}, and this version reads ${ARCHIVE_FORMAT}: use a newer nightshift`);
    const listed = new Set<string>();
    for (const { name, size, digest } of entries) {
      listed.add(name);
      const seen = this.seen.get(name);
      if (seen === undefined) this.report(name, 'The manifest lists it, and it is missing');
      else if (seen.size !== size || seen.digest !== digest)
        this.report(name, 'It has other bytes than the manifest says');
    }
    for (const name of this.seen.keys()) if (!listed.has(name)) this.report(name, 'The manifest does not list it');
  }

  /** Everything that was found, once all is added. */
  findings(): readonly ArchiveFinding[] {
    const { invariants } = this;
    if (invariants === undefined) throw archiveRefused('it has no execution');
    const missing = [...invariants.evidenceOutputs].filter((digest) => !this.seen.has(artifactEntry(digest)));
    for (const { invariant, message } of trusting(() => invariants.violations(missing)))
      this.report(invariant, message);
    for (const name of this.seen.keys())
      if (name.startsWith(LOGS) && !this.logNames.has(name)) this.report(name, 'It is the log of no attempt');
    return this.found;
  }

  get execution(): StoredHead {
    if (this.head === undefined) throw archiveRefused('it has no execution');
    return this.head;
  }

  private report(where: string, message: string): void {
    if (this.found.length < MOST_FINDINGS) this.found.push({ where, message });
  }
}
