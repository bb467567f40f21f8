import { asProjectId, type ProjectId } from '../../core/ids';
import type { Project, ProjectStore } from '../../ports/records';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Registered projects in Postgres. */
export class PostgresProjectStore implements ProjectStore {
  constructor(private readonly database: PostgresDatabase) {}

  async add({ dir, host, name, shares }: Parameters<ProjectStore['add']>[0]): Promise<Project> {
    const rows = await this.database.query<ProjectRow>(ADD, [name ?? null, dir, host, shares ?? null]);
    return projectOf(rows[0]!);
  }

  async list(): Promise<readonly Project[]> {
    return (await this.database.query<ProjectRow>(LIST)).map(projectOf);
  }

  async get(id: ProjectId): Promise<Project | undefined> {
    const [row] = await this.database.query<ProjectRow>(GET, [id]);
    return row && projectOf(row);
  }
}

interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly dir: string;
  readonly host: string;
  readonly shares: readonly string[];
}

const projectOf = ({ id, name, dir, host, shares }: ProjectRow): Project => ({
  id: asProjectId(id),
  name,
  dir,
  host,
  shares,
});

const ADD = callOf('ns_project_add', 4);
const LIST = {
  name: 'ns_projects',
  text: 'select p.id, p.name, p.dir, p.host, p.shares from nightshift.projects p order by p.name, p.id',
};
const GET = {
  name: 'ns_project',
  text: 'select p.id, p.name, p.dir, p.host, p.shares from nightshift.projects p where p.id::text = $1',
};
