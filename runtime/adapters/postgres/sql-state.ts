/** The SQLSTATE and detail behind a translated error; empty when there is none. */
export function sqlState(error: unknown): { readonly code: string; readonly detail: string } {
  const { code, detail } = ((error as { cause?: unknown } | undefined)?.cause ?? {}) as {
    code?: unknown;
    detail?: unknown;
  };
  return { code: typeof code === 'string' ? code : '', detail: typeof detail === 'string' ? detail : '' };
}
