/** The model that an attempt is given: on a task's last try the one that is kept for it, where there is one. Source: R-13. */
export const modelFor = <Model extends string | undefined>(
  { isLastTry }: { readonly isLastTry: boolean },
  { model, lastModel }: { readonly model: Model; readonly lastModel?: string },
): Model | string => (isLastTry ? (lastModel ?? model) : model);
