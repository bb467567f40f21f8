import { gsd2Kind, isGsd2Path } from './gsd2/gsd2-files';
import { readGsd2Document } from './gsd2/read-gsd2-document';
import { readGsd2Folder } from './gsd2/read-gsd2-folder';
import type { DocumentFormat, FolderFormat } from './plan-format';

/**
 * A document of GSD-2: the slices of a roadmap, the tasks of a slice plan, or the one task of a task plan.
 *
 * Source: plan-formats 3.4.
 */
export const gsd2: DocumentFormat = {
  unit: 'document',
  name: 'gsd2',
  title: 'GSD-2 roadmap, slice plan or task plan',
  isStrict: false,

  detect(document) {
    if (gsd2Kind(document) === undefined) return 'no';
    return isGsd2Path(document) ? 'path' : 'content';
  },

  read: readGsd2Document,
};

/**
 * A folder of GSD-2: milestones with their slices and tasks.
 *
 * Source: plan-formats 3.4.
 */
export const gsd2Folder: FolderFormat = {
  unit: 'folder',
  name: 'gsd2',
  title: 'GSD-2 milestone or slice folder',
  isStrict: false,

  detect(documents) {
    const theirs = documents.filter((document) => gsd2Kind(document) !== undefined);
    if (theirs.length === 0) return 'no';
    return theirs.some(isGsd2Path) ? 'path' : 'content';
  },

  read: readGsd2Folder,
};
