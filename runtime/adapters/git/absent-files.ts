import { declaresFile } from '../../core/schedule/declares-file';
import { gitList } from './run-git';

/** Those of `declared` that name no file of a tree, in order. */
export async function absentFiles(bare: string, tree: string, declared: readonly string[]): Promise<readonly string[]> {
  const paths = await gitList({
    args: [`--git-dir=${bare}`, 'ls-tree', '-r', '-z', '--name-only', '--full-tree', tree],
  });
  return declared.filter((file) => !paths.some((path) => declaresFile(file, path)));
}
