/** What a token may be for. `admin` may do everything. */
export const SCOPES = ['plan:submit', 'plan:read', 'plan:control', 'research', 'metrics:read', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];
