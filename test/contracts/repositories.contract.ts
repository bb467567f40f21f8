import type { Repositories } from '../../runtime/ports/repositories';
import { appliesResults } from './repositories/applies-results';
import { importsTrees } from './repositories/imports-trees';
import { inspectsProjects } from './repositories/inspects-projects';
import { mergesAndDelivers } from './repositories/merges-and-delivers';
import { opensWorkspaces } from './repositories/opens-workspaces';
import { RepositoriesBench } from './repositories/repositories-bench';

export interface RepositoriesHarness {
  /** `home` is an empty folder of its own. */
  readonly open: (home: string) => Repositories;
}

/** Held to by every adapter of the port `Repositories`. */
export function repositoriesContract(name: string, harness: RepositoriesHarness): void {
  describe(`Repositories: ${name}`, () => {
    const bench = new RepositoriesBench(harness.open);
    beforeEach(() => bench.begin());
    afterEach(() => bench.end());

    inspectsProjects(bench);
    opensWorkspaces(bench);
    importsTrees(bench);
    mergesAndDelivers(bench);
    appliesResults(bench);
  });
}
