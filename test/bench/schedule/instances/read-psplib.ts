import type { Instance } from './instance';
import { InstanceError } from './instance-error';
import { instanceOf } from './named-tasks';
import { type Line, linesOf, wholeNumbers } from './numbers';

/**
 * Reads a project of PSPLIB, single mode (`.sm`): precedence, durations and demands, and what there is of each renewable
 * resource. Jobs keep their numbers as names, source and sink too.
 *
 * @throws {InstanceError} with the line; also for several modes and for resources that are used up.
 */
export function readPsplib(text: string): Instance {
  const lines = linesOf(text);
  const renewable = countOf(lines, 'renewable');
  for (const kind of ['nonrenewable', 'doubly constrained']) {
    const { count, line } = countOf(lines, kind, { count: 0, line: 1 });
    if (count > 0) throw new InstanceError(line, `${count} ${kind} resources`, 'renewable resources only');
  }
  const successors = successorsOf(section(lines, 'PRECEDENCE RELATIONS'));
  const requests = requestsOf(section(lines, 'REQUESTS/DURATIONS'), renewable.count);
  const capacities = capacitiesOf(section(lines, 'RESOURCEAVAILABILITIES'), renewable.count);
  for (const { id, demands, line } of requests) {
    const no = demands.findIndex((demand, at) => demand > capacities[at]!);
    if (no >= 0) {
      throw new InstanceError(line, `job ${id} wants ${demands[no]} of R ${no + 1}`, `at most ${capacities[no]}`);
    }
  }
  refuseLeftOut(lines, successors, requests);
  const predecessors = new Map<string, string[]>(requests.map(({ id }) => [id, []]));
  for (const { id, after, line } of successors) {
    for (const job of after) {
      const known = predecessors.get(job);
      if (!known)
        throw new InstanceError(line, `job ${id} comes before ${job}, which has no duration`, 'jobs with one');
      known.push(id);
    }
  }
  return instanceOf(
    requests.map(({ id, duration, line }) => ({ id, duration, predecessors: predecessors.get(id)!, where: line })),
    { capacities, demands: requests.map(({ demands }) => demands) },
  );
}

/** Every job stands in both sections, and there are as many as the head says. */
function refuseLeftOut(
  lines: readonly Line[],
  successors: readonly { readonly id: string; readonly line: number }[],
  requests: readonly { readonly id: string; readonly line: number }[],
): void {
  const twice = successors.find(({ id }, at) => successors.findIndex((other) => other.id === id) < at);
  if (twice) throw new InstanceError(twice.line, `job ${twice.id} is there twice`, 'each job once');
  const known = new Set(successors.map(({ id }) => id));
  const left = requests.find(({ id }) => !known.has(id));
  if (left) {
    const allowed = 'each job in both sections';
    throw new InstanceError(left.line, `job ${left.id} is not among PRECEDENCE RELATIONS`, allowed);
  }
  const head = lines.find(({ text }) => /^\s*jobs\b.*:/.test(text));
  const count = head && Number(/:\s*(\d{1,6})\s*$/.exec(head.text)?.[1] ?? Number.NaN);
  if (head && count !== requests.length) {
    throw new InstanceError(head.no, `there are ${requests.length} jobs`, `as many as are said here`);
  }
}

/** The lines of numbers under a heading, up to the next row of stars. */
function section(lines: readonly Line[], heading: string): readonly Line[] {
  const start = lines.findIndex(({ text }) => text.trim().startsWith(heading));
  if (start < 0) throw new InstanceError(lines.length, `no section ${heading}`, 'a file of PSPLIB, single mode (.sm)');
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(({ text }) => text.startsWith('****'));
  const rows = (end < 0 ? rest : rest.slice(0, end)).filter(({ text }) => /^\s*\d/.test(text));
  if (rows.length === 0) throw new InstanceError(lines[start]!.no, `nothing below ${heading}`, 'lines of numbers');
  return rows;
}

function countOf(
  lines: readonly Line[],
  kind: string,
  otherwise?: { readonly count: number; readonly line: number },
): { readonly count: number; readonly line: number } {
  const found = lines.find(({ text }) => new RegExp(`^\\s*- ${kind}\\s*:`).test(text));
  if (found) {
    const count = /:\s*(\d{1,6})\b/.exec(found.text)?.[1];
    if (count === undefined) throw new InstanceError(found.no, `no number of ${kind} resources`, 'a whole number');
    return { count: Number(count), line: found.no };
  }
  if (otherwise) return otherwise;
  throw new InstanceError(1, `no number of ${kind} resources`, 'a file of PSPLIB, single mode (.sm)');
}

function successorsOf(lines: readonly Line[]) {
  return lines.map((line) => {
    const allowed = 'job, number of modes, number of successors, successors';
    const [job, modes, count, ...after] = wholeNumbers(line, allowed);
    if (modes !== 1)
      throw new InstanceError(line.no, `job ${job} has ${modes} modes`, 'one mode: single mode files (.sm)');
    if (count !== after.length) throw new InstanceError(line.no, `${after.length} successors, not ${count}`, allowed);
    return { id: String(job), after: after.map(String), line: line.no };
  });
}

function requestsOf(lines: readonly Line[], resources: number) {
  const allowed = `job, mode, duration, ${resources} demands`;
  return lines.map((line) => {
    const [job, mode, duration, ...demands] = wholeNumbers(line, allowed);
    if (demands.length !== resources) throw new InstanceError(line.no, `${demands.length} demands`, allowed);
    if (mode !== 1) throw new InstanceError(line.no, `mode ${mode}`, 'one mode: single mode files (.sm)');
    return { id: String(job), duration: duration!, demands, line: line.no };
  });
}

function capacitiesOf([line]: readonly Line[], resources: number): readonly number[] {
  const capacities = wholeNumbers(line!, `${resources} capacities`);
  if (capacities.length !== resources) {
    throw new InstanceError(line!.no, `${capacities.length} capacities`, `${resources}, one for each resource`);
  }
  return capacities;
}
