import type { TaskGraph } from './task-graph';

/**
 * For each task the number of its strongly connected component: two tasks share one exactly when each waits on the
 * other, directly or not. Linear, without recursion (Kosaraju).
 */
export function strongComponents(graph: TaskGraph): Int32Array {
  const order = finishOrder(graph);
  const components = new Int32Array(graph.size).fill(-1);
  for (let at = order.length - 1, component = 0; at >= 0; at--) {
    if (components[order[at]!] !== -1) continue;
    const open = [order[at]!];
    components[order[at]!] = component;
    while (open.length > 0) {
      for (const no of graph.dependents(open.pop()!)) {
        if (components[no] !== -1) continue;
        components[no] = component;
        open.push(no);
      }
    }
    component++;
  }
  return components;
}

/** Tasks in the order in which a depth-first walk along dependencies leaves them. */
function finishOrder(graph: TaskGraph): Int32Array {
  const order = new Int32Array(graph.size);
  const next = new Int32Array(graph.size).fill(-1);
  let finished = 0;
  for (let start = 0; start < graph.size; start++) {
    if (next[start] !== -1) continue;
    const walk = [start];
    next[start] = 0;
    while (walk.length > 0) {
      const no = walk[walk.length - 1]!;
      const dependencies = graph.dependencies(no);
      if (next[no]! < dependencies.length) {
        const on = dependencies[next[no]!++]!;
        if (next[on] !== -1) continue;
        next[on] = 0;
        walk.push(on);
      } else {
        order[finished++] = no;
        walk.pop();
      }
    }
  }
  return order;
}
