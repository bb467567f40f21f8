declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** One run of one plan: a UUID v7. */
export type ExecutionId = Brand<'execution'>;
/** A task inside its plan: `task-001`. */
export type TaskId = Brand<'task'>;
/** A process that runs agents: host, process and start in one word. */
export type WorkerId = Brand<'worker'>;
/** A registered project: a UUID v7. */
export type ProjectId = Brand<'project'>;

/** Names a string as an id where it enters: the caller vouches for its form. */
export const asExecutionId = (id: string): ExecutionId => id as ExecutionId;
export const asTaskId = (id: string): TaskId => id as TaskId;
export const asWorkerId = (id: string): WorkerId => id as WorkerId;
export const asProjectId = (id: string): ProjectId => id as ProjectId;

/** A UUID as ours are written. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
