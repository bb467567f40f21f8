import type { HandoffReply } from './gateway-client';

/** True for a receipt; n8n answers 200 with other things while it starts. */
export function isHandoffReply(value: unknown): value is HandoffReply {
  const reply = (value ?? {}) as Readonly<Record<string, unknown>>;
  return ['executionId', 'planId', 'sha256', 'receipt'].every(
    (name) => typeof reply[name] === 'string' && reply[name] !== '',
  );
}
