import { EXECUTION_INVARIANTS, InvariantCheck } from '../core/execution/check-invariants';
import { type LatenessRules, LEAVES_WITHIN_DAYS } from '../core/execution/check-lateness';
import { checkPlaces, type PlaceFacts } from '../core/execution/check-places';
import { SecretCheck } from '../core/execution/check-secrets';
import { nextStepOf } from '../core/execution/invariants';
import type { Violation } from '../core/execution/violation';
import type { ExecutionId } from '../core/ids';
import type { HostPlaces } from '../ports/host-places';
import type { StoredMoment, StoredMoments } from '../ports/stored-moments';
import { headOf } from './head-of';

export interface FsckDeps {
  readonly moments: StoredMoments;
  /** Values that may stand nowhere in the log. */
  readonly secrets?: readonly string[];
  /** Folders and processes of this host. */
  readonly places?: HostPlaces;
  /** What has been so for too long, as of now; not looked for unless given. */
  readonly lateness?: () => Promise<LatenessRules>;
}

export interface FsckResult {
  readonly isClean: boolean;
  /** Ids of the invariants that were checked. */
  readonly checked: readonly string[];
  readonly executions: number;
  readonly violations: readonly FoundViolation[];
}

export interface FoundViolation extends Violation {
  /** What to do about it. */
  readonly nextStep: string;
}

/** Checked only where everything is looked at: they span executions. */
const SHARED_INVARIANTS = ['I8', 'I11', 'I27'] as const;
/** Checked where it is known what time it is. */
const LATE_INVARIANTS = ['I17', 'I28'] as const;
/** Checked where there are folders and processes to look at. */
const PLACE_INVARIANTS = ['I8', 'I18', 'I20', 'I25'] as const;

/**
 * Checks that what is stored holds together: every execution is folded anew from its events and compared with what is stored,
 * all at one moment. Changes nothing. Memory as for one execution.
 *
 * @param only - Checks this execution alone, and nothing that spans executions.
 * @throws {RequestError} `EXECUTION_UNKNOWN` when there is no such execution.
 */
export async function fsck(
  { moments, secrets = [], places, lateness }: FsckDeps,
  only?: ExecutionId,
): Promise<FsckResult> {
  // Before the store: whatever is there was caused by something that is stored by then.
  const rules = await lateness?.();
  const findings = only === undefined ? await places?.look() : undefined;
  return moments.look(async (moment) => {
    const ids = only === undefined ? await moment.executionIds() : [only];
    const violations: Violation[] = [];
    const slots = new Map<string, number>();
    const secretCheck = new SecretCheck(secrets);
    const facts = new Map<string, PlaceFacts>();
    for (const id of ids) {
      const check = await readable(() => checkExecution(moment, id, secretCheck, rules));
      if (typeof check === 'string') {
        violations.push({ invariant: 'I13', executionId: id, message: `It cannot be read: ${check}` });
        continue;
      }
      violations.push(...check.violations);
      if (findings) facts.set(id, check.placeFacts);
      for (const [key, count] of check.slots) slots.set(key, (slots.get(key) ?? 0) + count);
    }
    if (only === undefined) violations.push(...(await checkShared(moment, slots)));
    if (only === undefined && rules) violations.push(...(await checkAges(moment, rules)));
    if (findings) violations.push(...checkPlaces(findings, facts, rules?.keep.logs));
    if (only === undefined && secretCheck.isNeeded)
      violations.push(...(await lookForSecrets(secretCheck, moment, places)));
    const checked: readonly string[] = [
      ...EXECUTION_INVARIANTS,
      ...(secretCheck.isNeeded ? ['I24'] : []),
      ...(only === undefined ? SHARED_INVARIANTS : []),
      ...(findings ? PLACE_INVARIANTS : []),
      ...(rules ? LATE_INVARIANTS : []),
    ];
    const found = violations.map((violation) => ({ ...violation, nextStep: nextStepOf(violation.invariant) }));
    return { isClean: found.length === 0, checked: inOrder(checked), executions: ids.length, violations: found };
  });
}

/** What is stored and is no JSON is a finding, not an end of the search: then its words. */
async function readable<T>(read: () => Promise<T>): Promise<T | string> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** Each once, by number. */
const inOrder = (ids: readonly string[]): readonly string[] =>
  [...new Set(ids)].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

async function checkExecution(
  moment: StoredMoment,
  id: ExecutionId,
  secrets: SecretCheck,
  rules: LatenessRules | undefined,
) {
  const head = await headOf(moment, id);
  const check = new InvariantCheck(head);
  const leaked: Violation[] = [];
  for await (const events of moment.events(id)) {
    check.addEvents(events);
    leaked.push(...secrets.look(id, events));
  }
  for await (const rows of moment.tasks(id)) check.addTasks(rows);
  for await (const rows of moment.attempts(id)) check.addAttempts(rows);
  for await (const rows of moment.messages(id)) check.addMessages(rows);
  check.addLeases(await moment.leases(id));
  check.addLoop(await moment.loop(id));
  if (rules) check.lookForLateness(rules);
  const missing = await moment.missingArtifacts([...check.evidenceOutputs]);
  return { violations: [...check.violations(missing), ...leaked], slots: check.slots, placeFacts: check.placeFacts };
}

/** In everything but the events, which are looked at with their execution. One place is named once. */
async function lookForSecrets(
  check: SecretCheck,
  moment: StoredMoment,
  places: HostPlaces | undefined,
): Promise<readonly Violation[]> {
  const found = new Map<string, Violation>();
  for (const texts of places ? [moment.texts(), places.texts()] : [moment.texts()])
    for await (const text of texts)
      for (const violation of check.lookAt(text)) found.set(`${violation.executionId} ${violation.message}`, violation);
  return [...found.values()];
}

/** What is removed row by row must have gone a week after its time. */
async function checkAges(moment: StoredMoment, { keep }: LatenessRules): Promise<readonly Violation[]> {
  const late = (days: number): number => (days === 0 ? 0 : days + LEAVES_WITHIN_DAYS);
  const overdue = await moment.overdue({
    executions: late(keep.executions),
    logs: late(keep.logs),
    records: late(keep.records),
    metrics: late(keep.metrics),
    audit: late(keep.audit),
  });
  return overdue.map((message) => ({ invariant: 'I28', message }));
}

async function checkShared(moment: StoredMoment, slots: ReadonlyMap<string, number>): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const capacity = await moment.capacity();
  for (const key of new Set([...slots.keys(), ...capacity.keys()])) {
    const held = slots.get(key) ?? 0;
    const used = capacity.get(key)?.used ?? 0;
    if (used !== held)
      violations.push({ invariant: 'I11', message: `Capacity ${key} counts ${used} slots, and ${held} are held` });
  }
  for (const digest of await moment.damagedArtifacts()) {
    violations.push({ invariant: 'I8', message: `The artifact ${digest} has other bytes than its digest says` });
  }
  for (const double of await moment.doubles()) violations.push({ invariant: 'I2', message: double });
  for (const double of await moment.patternDoubles()) violations.push({ invariant: 'I27', message: double });
  for (const right of await moment.excessRights()) violations.push({ invariant: 'I4', message: right });
  for (const orphan of await moment.orphans()) violations.push({ invariant: 'I1', message: orphan });
  return violations;
}
