import type { Runtime } from '../../runtime/index';

type Method = keyof Runtime;
type Script = { readonly [M in Method]?: (...args: Parameters<Runtime[M]>) => Awaited<ReturnType<Runtime[M]>> };

export interface Call {
  readonly method: Method;
  readonly args: readonly unknown[];
}

/** A runtime that answers as scripted, throws on anything else, and remembers what it was asked. */
export function scriptedRuntime(script: Script): { readonly runtime: Runtime; readonly calls: Call[] } {
  const calls: Call[] = [];
  const runtime = new Proxy({} as Runtime, {
    get: (_, method: Method) => {
      if ((method as string) === 'then') return undefined;
      return async (...args: unknown[]) => {
        calls.push({ method, args });
        const answer = script[method] as ((...args: unknown[]) => unknown) | undefined;
        if (answer === undefined) throw new Error(`not scripted: ${method}`);
        return answer(...args);
      };
    },
  });
  return { runtime, calls };
}
