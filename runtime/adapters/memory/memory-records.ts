import { sha256 } from '../../core/execution/hash-event';
import { logTail } from '../../core/execution/log-tail';
import { asProjectId, type ProjectId } from '../../core/ids';
import type { Ids } from '../../ports/ids';
import type {
  ArtifactStore,
  AuditLog,
  CachedAnswer,
  LogTails,
  MetricStore,
  Project,
  ProjectStore,
  ResearchCache,
  StoredTail,
  StoredToken,
  TokenStore,
} from '../../ports/records';
import type { ResearchAnswer } from '../../ports/researcher';
import type { MemoryDatabase } from './memory-database';

/** The stores of records in memory: a few lines each, so they share a file. */
export class MemoryProjectStore implements ProjectStore {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly ids: Ids,
  ) {}

  add({ dir, host, name, shares }: Parameters<ProjectStore['add']>[0]): Promise<Project> {
    return this.database.call('add-project', () => {
      const known = [...this.database.projects.values()].find(
        (project) => project.dir === dir && project.host === host,
      );
      const project = {
        ...(known ?? { id: asProjectId(this.ids.uuid()), dir, host }),
        name: name ?? known?.name ?? (dir.split('/').at(-1) || dir),
        shares: shares ?? known?.shares ?? [],
      };
      this.database.projects.set(project.id, project);
      return project;
    });
  }

  list(): Promise<readonly Project[]> {
    return this.database.call('projects', () =>
      [...this.database.projects.values()].sort((a, b) =>
        a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1,
      ),
    );
  }

  get(id: ProjectId): Promise<Project | undefined> {
    return this.database.call('project', () => this.database.projects.get(id));
  }
}

/** Outputs and logs in memory. */
export class MemoryArtifactStore implements ArtifactStore {
  constructor(private readonly database: MemoryDatabase) {}

  put({ bytes }: Parameters<ArtifactStore['put']>[0]): Promise<string> {
    return this.database.call('put-artifact', () => {
      const digest = sha256(bytes);
      if (!this.database.artifacts.has(digest)) this.database.artifacts.set(digest, bytes.slice());
      return digest;
    });
  }

  get(digest: string): Promise<Uint8Array | undefined> {
    return this.database.call('artifact', () => this.database.artifacts.get(digest));
  }
}

/** Tails of logs in memory. */
export class MemoryLogTails implements LogTails {
  constructor(private readonly database: MemoryDatabase) {}

  put({ executionId, task, token, ...piece }: Parameters<LogTails['put']>[0]): Promise<void> {
    return this.database.call('put-log-tail', () => {
      const key = `${executionId}:${task}`;
      if ((this.database.logTails.get(key)?.token ?? 0) <= token)
        this.database.logTails.set(key, { token, ...logTail(piece) });
    });
  }

  get(executionId: string, task: number): Promise<StoredTail | undefined> {
    return this.database.call('log-tail', () => this.database.logTails.get(`${executionId}:${task}`));
  }
}

/** Answers to questions in memory. */
export class MemoryResearchCache implements ResearchCache {
  constructor(private readonly database: MemoryDatabase) {}

  get(key: string): Promise<CachedAnswer | undefined> {
    return this.database.call('research', () => this.database.researchCache.get(key));
  }

  put(key: string, _question: string, answer: ResearchAnswer): Promise<void> {
    return this.database.call('put-research', () => {
      this.database.researchCache.set(key, { ...answer, cachedAt: this.database.nowIso });
    });
  }
}

/** Who asked for what, in memory. */
export class MemoryAuditLog implements AuditLog {
  constructor(private readonly database: MemoryDatabase) {}

  write(entry: Parameters<AuditLog['write']>[0]): Promise<void> {
    return this.database.call('audit', () => {
      this.database.audit.push({ at: this.database.nowIso, ...entry });
    });
  }
}

/** Digests of tokens in memory. */
export class MemoryTokenStore implements TokenStore {
  constructor(private readonly database: MemoryDatabase) {}

  replace({ digest, label, scopes }: Parameters<TokenStore['replace']>[0]): Promise<void> {
    return this.database.call('replace-token', () => {
      const { tokens, nowIso: createdAt } = this.database;
      for (const [other, token] of tokens) if (token.label === label && other !== digest) tokens.delete(other);
      if (tokens.get(digest)?.revokedAt !== undefined) return;
      tokens.set(digest, { digest, label, scopes, createdAt });
    });
  }

  add(token: Parameters<TokenStore['add']>[0]): Promise<StoredToken | undefined> {
    return this.database.call('add-token', () => {
      const { tokens, nowIso: createdAt } = this.database;
      const isTaken = [...tokens.values()].some(
        ({ label, revokedAt }) => label === token.label && revokedAt === undefined,
      );
      if (isTaken || tokens.has(token.digest)) return undefined;
      const added = { ...token, createdAt };
      tokens.set(token.digest, added);
      return added;
    });
  }

  list(): Promise<readonly StoredToken[]> {
    return this.database.call('tokens', () =>
      [...this.database.tokens.values()].sort(
        (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.digest < b.digest ? -1 : 1),
      ),
    );
  }

  revoke(digest: string): Promise<StoredToken | undefined> {
    return this.database.call('revoke-token', () => {
      const known = this.database.tokens.get(digest);
      if (known === undefined) return undefined;
      const revoked = { ...known, revokedAt: known.revokedAt ?? this.database.nowIso };
      this.database.tokens.set(digest, revoked);
      return revoked;
    });
  }

  known(digests: readonly string[]): Promise<readonly string[]> {
    return this.database.call('known-tokens', () => digests.filter((digest) => this.good(digest) !== undefined));
  }

  scopesOf(digest: string): Promise<readonly string[] | undefined> {
    return this.database.call('scopes', () => {
      const token = this.good(digest);
      if (token === undefined) return undefined;
      const { nowMs, nowIso } = this.database;
      const isNoted = token.lastUsedAt !== undefined && nowMs - Date.parse(token.lastUsedAt) < 60_000;
      if (!isNoted) this.database.tokens.set(digest, { ...token, lastUsedAt: nowIso });
      return token.scopes;
    });
  }

  private good(digest: string): StoredToken | undefined {
    const token = this.database.tokens.get(digest);
    if (token === undefined || token.revokedAt !== undefined) return undefined;
    const isExpired = token.expiresAt !== undefined && Date.parse(token.expiresAt) <= this.database.nowMs;
    return isExpired ? undefined : token;
  }
}

/** Numbers worth keeping, in memory. */
export class MemoryMetricStore implements MetricStore {
  constructor(private readonly database: MemoryDatabase) {}

  put(metrics: Parameters<MetricStore['put']>[0]): Promise<void> {
    return this.database.call('metrics', () => {
      for (const metric of metrics) {
        const key = JSON.stringify([metric.source, metric.name, metric.task ?? -1]);
        if (!this.database.metrics.has(key)) this.database.metrics.set(key, metric);
      }
    });
  }
}
