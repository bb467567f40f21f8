/** Why a task that is not over does not run. Tasks, workers and resources are numbers. */
export type WaitReason =
  | { readonly type: 'dependencies'; readonly tasks: readonly number[] }
  | { readonly type: 'wave'; readonly wave: number }
  | { readonly type: 'file'; readonly file: string; readonly holder: number }
  /** No worker has all that it needs, busy or not. */
  | { readonly type: 'no-worker'; readonly needs: readonly string[] }
  /** All slots of the workers that could do it are taken. */
  | { readonly type: 'slot' }
  /** It must have a worker to itself, and all are in use. */
  | { readonly type: 'alone' }
  /** As many tasks run as may. */
  | { readonly type: 'limit' }
  | { readonly type: 'resource'; readonly resource: number }
  /** A slot is free and kept for something more urgent, or a faster worker will be free soon enough. */
  | { readonly type: 'reserved' }
  /** The caller said no: budget, its time has not come. */
  | { readonly type: 'held' };
