import { join } from 'node:path';
import { GitRepositories } from '../../runtime/adapters/git/git-repositories';
import { EXECUTION, gitIn, type UserRepositoryFixture, userRepository } from '../support/user-repository';
import { verifies } from '../support/verifies';

const BRANCH = { execution: EXECUTION, epoch: 1 };

describe('the integration branch', () => {
  let user: UserRepositoryFixture;
  let repositories: GitRepositories;
  let bare: string;
  let tips: readonly [string, string, string];
  beforeEach(async () => {
    user = userRepository();
    const home = join(user.root, 'nightshift home');
    repositories = new GitRepositories({ home });
    tips = [user.git('rev-parse', 'HEAD'), commit('one'), commit('two')];
    await repositories.fetchBase(user.project);
    bare = join(home, 'projects', user.project.id, 'repo.git');
  });

  const commit = (text: string): string => {
    user.write('a.txt', text);
    return user.commit(text);
  };
  const set = (tip: string) => repositories.setTip(user.project, BRANCH, tip);
  const tip = () => gitIn(bare, 'rev-parse', `refs/nightshift/${EXECUTION}/integration`);

  it(`goes on, and a late call takes nothing back${verifies('I8')}`, async () => {
    const [base, one, two] = tips;
    await set(base);
    expect(tip()).toBe(base);
    await set(two);
    await set(one);
    await set(base);
    expect(tip()).toBe(two);
  });

  it('ends at the furthest of many that set it at once', async () => {
    const [base, one, two] = tips;
    await Promise.all([base, two, one, two, base, one].map(set));
    expect(tip()).toBe(two);
  });

  it('leaves a line that is no longer ours', async () => {
    const [, one] = tips;
    await set(tips[2]);
    user.git('checkout', '-q', one);
    const other = commit('other');
    user.git('branch', 'other', other);
    await repositories.fetchBase(user.project, other);
    await set(other);
    expect(tip()).toBe(other);
  });
});
