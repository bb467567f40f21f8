/** Why a task whose dependencies are over does not start. Tasks and resources are numbers. */
export type WaitReason =
  /** An earlier wave is not over. */
  | { readonly type: 'wave'; readonly wave: number }
  /** Another task writes a file that it writes too. */
  | { readonly type: 'file'; readonly holder: number }
  /** No worker, busy or not, has all that it needs. */
  | { readonly type: 'no-worker' }
  /** The workers that could do it have no free slot. */
  | { readonly type: 'slot' }
  /** It must have a worker to itself, and all are in use. */
  | { readonly type: 'alone' }
  /** As many tasks run as may. */
  | { readonly type: 'limit' }
  /** Too little of it is free. */
  | { readonly type: 'resource'; readonly resource: number; readonly amount: number }
  /** A faster worker will be free soon enough. */
  | { readonly type: 'faster-worker' }
  /** The worker that it could have is kept for a task that will be ready soon, and that no other can do. */
  | { readonly type: 'reserved'; readonly task: number }
  /** It needs what is kept for a more urgent task, and would not be over when that one can start. */
  | { readonly type: 'kept'; readonly task: number }
  /** It leaves a file to a task that is not ready yet. The task is numbered as in the rules. */
  | { readonly type: 'yields'; readonly task: number }
  /** The rules hold it back. */
  | { readonly type: 'held' };
