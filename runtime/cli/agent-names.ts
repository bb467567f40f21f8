/** The agents that `--agent` may name. */
export const AGENT_NAMES: readonly string[] = ['shell', 'claude-code', 'anthropic', 'openai'];
