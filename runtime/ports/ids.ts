/** Makes what must be unique or unpredictable. */
export interface Ids {
  /** UUID v7: sorts by time. */
  uuid(): string;
  /** `bytes` random bytes as base64url; fit for a secret. */
  secret(bytes: number): string;
  /** A number in [0, 1): jitter of backoffs. */
  draw(): number;
}
