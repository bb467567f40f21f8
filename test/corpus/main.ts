import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolder } from './corpus';
import { missList, scoreTable } from './report';
import { lostFigures, reachedBefore, runCorpus } from './run-corpus';

/** Percent of facts that must be equal. */
const WANTED = { byPath: 99, byName: 99, pasted: 99, bundles: 100 };

/** `npm run corpus`: the table, every miss, and whether it is enough. `UPDATE=1` keeps a better score. */
function main(root: string, env: NodeJS.ProcessEnv): number {
  const folder = corpusFolder(root, env);
  if (folder === undefined) {
    console.error('The corpus is not here. Set NIGHTSHIFT_CORPUS to its folder.');
    return 1;
  }
  const { scores, named, pasted, reached } = runCorpus(folder);
  console.log(`${scoreTable(scores)}\n\n${missList(scores)}\n`);
  console.log(`Under its name in the corpus:\n${missList(named)}\n\nPasted:\n${missList(pasted)}\n`);
  console.log(
    `by path ${reached.byPath} %, by name ${reached.byName} %, pasted ${reached.pasted} %, folders ${reached.bundles} %`,
  );
  const lost = lostFigures(reached, reachedBefore(root));
  if (env['UPDATE'] === '1' && lost.length === 0)
    writeFileSync(join(root, 'test/corpus/reached.json'), `${JSON.stringify(reached, null, 2)}\n`);
  const short = (Object.keys(WANTED) as (keyof typeof WANTED)[])
    .filter((figure) => reached[figure] < WANTED[figure])
    .map((figure) => `${figure}: ${reached[figure]} %, wanted: ${WANTED[figure]} %`);
  for (const line of [...lost, ...short]) console.error(line);
  return lost.length + short.length > 0 ? 1 : 0;
}

process.exitCode = main(process.cwd(), process.env);
