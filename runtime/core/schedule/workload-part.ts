import { type FlatRows, flatRows } from './flat-rows';
import type { Workload, WorkloadResources } from './workload';

/** Some tasks of a workload, numbered anew: `members[at]` is the number that place `at` has in the whole. */
export interface WorkloadPart {
  /** Ascending. */
  readonly members: readonly number[];
  /** Members that wait on each member, as places in `members`. */
  readonly dependents: FlatRows;
}

/** The part of a workload that some of its tasks are. */
export function partOfWorkload(workload: Workload, { members, dependents }: WorkloadPart): Workload {
  const { needs, files, resources } = workload;
  const estimates = Float64Array.from(members, (no) => workload.estimates[no]!);
  return {
    ...workload,
    size: members.length,
    dependents,
    estimates,
    durations: estimates,
    ...(needs ? { needs: members.map((no) => needs[no]!) } : {}),
    ...(files ? { files: members.map((no) => files[no]!) } : {}),
    ...(resources ? { resources: { ...resources, ...demandsOfSome(resources, members) } } : {}),
  };
}

/** Some tasks, and all that wait on each other among them. */
export function partAmong({ starts, nos }: FlatRows, members: readonly number[]): WorkloadPart {
  const placeOf = new Int32Array(starts.length - 1).fill(-1);
  for (const [at, no] of members.entries()) placeOf[no] = at;
  const rows = members.map((no) => {
    const row: number[] = [];
    for (let edge = starts[no]!; edge < starts[no + 1]!; edge++)
      if (placeOf[nos[edge]!]! >= 0) row.push(placeOf[nos[edge]!]!);
    return row;
  });
  return { members, dependents: flatRows(rows) };
}

function demandsOfSome({ demands, amounts }: WorkloadResources, members: readonly number[]) {
  const { starts, nos } = demands;
  const places = members.map((no) =>
    Array.from({ length: starts[no + 1]! - starts[no]! }, (_, at) => starts[no]! + at),
  );
  return {
    demands: flatRows(places.map((row) => row.map((at) => nos[at]!))),
    amounts: Float64Array.from(places.flat(), (at) => amounts[at]!),
  };
}
