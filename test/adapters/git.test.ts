import { GitRepositories } from '../../runtime/adapters/git/git-repositories';
import { repositoriesContract } from '../contracts/repositories.contract';

repositoriesContract('git', { open: (home) => new GitRepositories({ home }) });
