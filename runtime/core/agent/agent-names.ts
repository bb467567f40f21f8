/** The agents that there are: what a plan, a hand-off and `--agent` may name. */
export const AGENT_NAMES: readonly string[] = ['shell', 'claude-code', 'anthropic', 'openai'];
