import type { ExecutionEvent } from '../../core/execution/event';
import type { Execution, ExecutionOptions, TaskState } from '../../core/execution/execution';
import { Pieces } from '../../core/execution/pieces';
import type { ExecutionId } from '../../core/ids';
import type { ExecutionPlan } from '../../core/plan/plan';
import type { Query } from './postgres-database';

/** The stored state of an execution, of one moment. @param isLight - Without long results of completed tasks. */
export async function readExecution(query: Query, id: ExecutionId, isLight = false): Promise<Execution | undefined> {
  const [row] = await query<LoadedRow>(isLight ? LOAD_LIGHT : LOAD, [id]);
  if (!row) return undefined;
  return {
    ...(JSON.parse(row.state) as Omit<Execution, 'plan' | 'options' | 'tasks'>),
    plan: JSON.parse(row.plan) as ExecutionPlan,
    options: JSON.parse(row.options) as ExecutionOptions,
    tasks: Pieces.of(JSON.parse(row.tasks ?? '[]') as TaskState[]),
  };
}

interface LoadedRow {
  readonly plan: string;
  readonly options: string;
  readonly state: string;
  readonly tasks: string | null;
}

const LOAD = {
  name: 'ns_load',
  text: `select p.plan, x.options, x.state,
      (select '[' || string_agg(t.state, ',' order by t.task_no) || ']' from nightshift.execution_tasks t where t.execution_id = x.id) as tasks
    from nightshift.executions x join nightshift.plans p on p.id = x.plan_id where x.id = $1`,
};
/** As `withoutResult` does it for long ones. The length of a stored text is known without reading it. */
const LOAD_LIGHT = {
  name: 'ns_load_light',
  text: `select p.plan, x.options, x.state,
      (select '[' || string_agg(case when t.status = 'completed' and octet_length(t.state) > 2048 then nightshift.ns_light_state(t.state) else t.state end,
        ',' order by t.task_no) || ']' from nightshift.execution_tasks t where t.execution_id = x.id) as tasks
    from nightshift.executions x join nightshift.plans p on p.id = x.plan_id where x.id = $1`,
};

interface EventRow {
  readonly seq: string;
  readonly at: Date;
  readonly actor: string;
  readonly payload: string;
  readonly hash: string;
}

/** Events after `seq` in order, at most `limit`. */
export async function readEvents(
  query: Query,
  id: ExecutionId,
  seq: number,
  limit: number,
): Promise<readonly ExecutionEvent[]> {
  return (await query<EventRow>(EVENTS, [id, seq, limit])).map(eventOf);
}

/** All events of one task, in order. */
export async function readEventsOfTask(
  query: Query,
  id: ExecutionId,
  task: number,
): Promise<readonly ExecutionEvent[]> {
  return (await query<EventRow>(EVENTS_OF_TASK, [id, task])).map(eventOf);
}

const eventOf = (row: EventRow): ExecutionEvent => ({
  seq: Number(row.seq),
  at: row.at.toISOString(),
  actor: row.actor,
  body: JSON.parse(row.payload) as ExecutionEvent['body'],
  hash: row.hash,
});

const EVENTS = {
  name: 'ns_events',
  text: `select e.seq, e.at, e.actor, e.payload, encode(e.hash, 'hex') as hash
    from nightshift.execution_events e where e.execution_id = $1 and e.seq > $2 order by e.seq limit $3`,
};
const EVENTS_OF_TASK = {
  name: 'ns_events_of_task',
  text: `select e.seq, e.at, e.actor, e.payload, encode(e.hash, 'hex') as hash
    from nightshift.execution_events e where e.execution_id = $1 and e.task_no = $2 order by e.seq`,
};
