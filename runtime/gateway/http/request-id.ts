/** The first of these that can stand in a log as the id of a request; undefined when none can. */
export function requestIdIn(...given: readonly unknown[]): string | undefined {
  return given.find((one): one is string => typeof one === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(one));
}
