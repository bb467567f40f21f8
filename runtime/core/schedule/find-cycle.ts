import type { TaskGraph } from './task-graph';

/** Edges that the search for a shorter cycle may look at before it takes the best one so far. */
const EDGE_BUDGET = 2_000_000;

/**
 * A cycle among the tasks, or nothing when there is none: each task waits on the next, and the last on the first. It
 * is a shortest one unless the graph is so large that the search stops early; a task that waits on itself is a cycle
 * of one.
 *
 * Cost: linear, plus at most a fixed number of steps.
 */
export function findCycle(graph: TaskGraph): readonly number[] {
  const open = unplaceable(graph);
  let best = walkIntoCycle(graph, open);
  if (best.length <= 1) return best;

  const cameFrom = new Int32Array(graph.size);
  const seenIn = new Int32Array(graph.size).fill(-1);
  const distance = new Int32Array(graph.size);
  let budget = EDGE_BUDGET;
  for (let start = 0; start < graph.size && budget > 0; start++) {
    if (!open[start]) continue;
    seenIn[start] = start;
    distance[start] = 0;
    const queue = [start];
    search: for (let at = 0; at < queue.length; at++) {
      const no = queue[at]!;
      if (distance[no]! + 1 >= best.length) break;
      for (const next of graph.dependencies(no)) {
        budget--;
        if (next === start) {
          best = pathBack(start, no, cameFrom);
          break search;
        }
        if (!open[next] || seenIn[next] === start) continue;
        seenIn[next] = start;
        cameFrom[next] = no;
        distance[next] = distance[no]! + 1;
        queue.push(next);
      }
    }
    if (best.length <= 1) break;
  }
  return best;
}

/** Marks the tasks that no order can place: those in cycles, and those that wait on them. */
function unplaceable(graph: TaskGraph): Uint8Array {
  const left = graph.dependencyCounts();
  const placed = graph.roots();
  for (let at = 0; at < placed.length; at++) {
    for (const dependent of graph.dependents(placed[at]!)) {
      if (--left[dependent]! === 0) placed.push(dependent);
    }
  }
  const open = new Uint8Array(graph.size).fill(1);
  for (const no of placed) open[no] = 0;
  return open;
}

/** Every unplaceable task waits on an unplaceable one, so following those must come round. */
function walkIntoCycle(graph: TaskGraph, open: Uint8Array): number[] {
  let no = open.indexOf(1);
  if (no < 0) return [];
  const steps = new Int32Array(graph.size).fill(-1);
  const walk: number[] = [];
  while (steps[no] === -1) {
    steps[no] = walk.length;
    walk.push(no);
    no = graph.dependencies(no).find((next) => open[next] === 1)!;
  }
  return walk.slice(steps[no]!);
}

function pathBack(start: number, last: number, cameFrom: Int32Array): number[] {
  const path = [last];
  while (path[path.length - 1] !== start) path.push(cameFrom[path[path.length - 1]!]!);
  return path.reverse();
}
