import type { Log } from '../ports/log';
import type { McpSettings } from './mcp/mount-mcp';

/** How the gateway listens and what it bears. Every field may be left out. */
export interface GatewaySettings {
  /** Host names, besides loopback's, under which it may be asked. Without port. */
  readonly allowedHosts?: readonly string[];
  /** 2 MiB unless given. */
  readonly bodyLimitBytes?: number;
  /** A whole request must have come in by then; 15,000 unless given. */
  readonly requestTimeoutMs?: number;
  /** Its headers; 10,000 unless given. */
  readonly headersTimeoutMs?: number;
  /** Refused tokens per address and minute before 429; 10 unless given. */
  readonly failuresPerMinute?: number;
  /** Requests per token and minute before 429; 6,000 unless given. */
  readonly requestsPerMinute?: number;
  /** Event streams open at a time; 100 unless given. */
  readonly maxStreams?: number;
  /** Between two looks for new events; 250 unless given. */
  readonly pollMs?: number;
  /** A stream whose client leaves more than this unread is dropped; 256 KiB unless given. */
  readonly streamBufferBytes?: number;
  /** Between two signs of life of a stream, at each of which its token is looked at again; 15,000 unless given. */
  readonly streamHeartbeatMs?: number;
  /** With it, models may ask over MCP at `/mcp`. */
  readonly mcp?: McpSettings;
  /** Where unexpected errors are told, with their stack. */
  readonly log?: Log;
}
