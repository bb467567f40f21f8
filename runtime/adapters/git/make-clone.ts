import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyIndex } from './copy-index';
import { NEUTRAL_ATTRIBUTES } from './neutral-attributes';

export interface Clone {
  readonly bare: string;
  /** The commit of the branch. */
  readonly base: string;
  readonly index: string;
  readonly branch: string;
}

/**
 * Makes the folder of a checkout a clone by hand: a `.git` that borrows the project's objects, with one branch at `base`
 * and the index of the checkout. Nothing of it is kept, so nothing need reach the disk.
 */
export async function makeClone(dir: string, clone: Clone): Promise<void> {
  const git = join(dir, '.git');
  const isSha256 = clone.base.length === 64;
  const config = [
    `[core]\n\trepositoryformatversion = ${isSha256 ? 1 : 0}\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true`,
    ...(isSha256 ? ['[extensions]\n\tobjectformat = sha256'] : []),
    '[user]\n\tname = nightshift\n\temail = nightshift@localhost',
    '[gc]\n\tauto = 0',
    '[maintenance]\n\tauto = false\n',
  ].join('\n');
  const ref = join(git, 'refs', 'heads', clone.branch);
  await Promise.all([
    mkdir(join(git, 'objects', 'info'), { recursive: true }),
    mkdir(join(git, 'info'), { recursive: true }),
    mkdir(dirname(ref), { recursive: true }),
  ]);
  const shallow = await readFile(join(clone.bare, 'shallow')).catch(() => undefined);
  await Promise.all([
    writeFile(join(git, 'HEAD'), `ref: refs/heads/${clone.branch}\n`),
    writeFile(join(git, 'config'), config),
    writeFile(ref, `${clone.base}\n`),
    writeFile(join(git, 'objects', 'info', 'alternates'), `${join(clone.bare, 'objects')}\n`),
    writeFile(join(git, 'info', 'attributes'), NEUTRAL_ATTRIBUTES),
    copyIndex(clone.index, join(git, 'index')),
    ...(shallow === undefined ? [] : [writeFile(join(git, 'shallow'), shallow)]),
  ]);
}
