/**
 * Flags with which we start a Node of ours: no text reaches the prototype of all objects by the name `__proto__`. Programs of
 * ours that others start (a shell, systemd, n8n's container) do the same themselves: `adapters/system/close-prototype.ts`.
 *
 * Source: S-53.
 */
export const NODE_FLAGS: readonly string[] = ['--disable-proto=delete'];
