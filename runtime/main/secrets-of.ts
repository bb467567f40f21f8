import type { Config } from '../config/config';

/** Every secret value of the configuration, for redaction: passwords of URLs too. */
export function secretsOf(config: Config): readonly string[] {
  const { agents, research, embeddings, patterns, notify, n8n, database, queue } = config;
  const values = [
    config.token,
    ...config.signingSecrets,
    n8n.apiKey,
    agents.claudeCode.apiKey,
    agents.anthropic.apiKey,
    agents.openai.apiKey,
    research.apiKey,
    embeddings.type === 'openai' ? embeddings.apiKey : undefined,
    patterns.type === 'qdrant' ? patterns.apiKey : undefined,
    notify.push?.token,
    notify.voice?.url.includes('?') ? notify.voice.url : undefined,
    notify.discord?.url,
    notify.discord?.url.split('/').at(-1),
    ...[database.url, database.directUrl, database.ownerUrl, queue.url].map(passwordOf),
  ];
  return [...new Set(values.filter((value): value is string => value !== undefined && value !== ''))];
}

function passwordOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return decodeURIComponent(new URL(url).password) || undefined;
}
