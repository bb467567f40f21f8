/** What a registered project may be called by. */
export interface Nameable {
  readonly id: string;
  readonly name: string;
  readonly dir: string;
}

/** The registered project that a person means by its id, folder or name. */
export function findRegistered<Project extends Nameable>(
  projects: readonly Project[],
  wanted: string,
): Project | undefined {
  const folder = wanted.replace(/(?<=.)\/{1,100}$/, '');
  return projects.find(({ id, dir, name }) => id === wanted || dir === folder || name === wanted);
}
