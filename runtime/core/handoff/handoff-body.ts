/** What is handed over. */
export interface Handoff {
  readonly text: string;
  readonly fileName?: string;
  readonly format?: string;
  /** Folder of the registered project. Absent: an execution without a repository. */
  readonly project?: string;
  readonly conversationId?: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The bytes that are signed and sent: `{plan: {text, fileName, format?}, project?, conversationId?, options}`. Equal hand-offs give equal bytes. */
export function handoffBody({ text, fileName, format, project, conversationId, options }: Handoff): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({ plan: { text, fileName, format }, project, conversationId, options }),
  );
}
