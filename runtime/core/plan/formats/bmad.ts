import { numberedTitle } from '../text/numbered-title';
import type { PlanDocument } from '../text/plan-document';
import { readHeading } from '../text/read-heading';
import { readEpics } from './bmad/read-epics';
import { readBmadFolder } from './bmad/read-folder';
import { readSprint } from './bmad/read-sprint';
import { readStory, storyPlan } from './bmad/read-story';
import type { DocumentFormat, FolderFormat, Sureness } from './plan-format';

/**
 * BMAD's `sprint-status.yaml`: stories in order, grouped by epic.
 *
 * Source: plan-formats 3.19.
 */
export const bmadSprint: DocumentFormat = {
  unit: 'document',
  name: 'bmad-sprint',
  title: 'BMAD sprint-status.yaml',
  isStrict: false,

  detect: sprintSureness,
  read: readSprint,
};

/** A BMAD story file: its tasks. */
export const bmadStory: DocumentFormat = {
  unit: 'document',
  name: 'bmad-story',
  title: 'BMAD story',
  isStrict: false,

  detect: storySureness,
  read: (document, _limits, findings) => storyPlan(readStory(document, findings), document, findings),
};

/** BMAD's `epics.md`: its stories. */
export const bmadEpics: DocumentFormat = {
  unit: 'document',
  name: 'bmad-epics',
  title: 'BMAD epics.md',
  isStrict: false,

  detect: epicsSureness,
  read: readEpics,
};

/** The folder of a BMAD project: stories, in the order and with the statuses of the sprint. */
export const bmadFolder: FolderFormat = {
  unit: 'folder',
  name: 'bmad',
  title: 'BMAD folder',
  isStrict: false,

  detect(documents) {
    if (documents.some((document) => sprintSureness(document) !== 'no')) return 'path';
    const stories = documents.filter((document) => storySureness(document) !== 'no').length;
    return stories > 1 || (stories > 0 && documents.some((document) => epicsSureness(document) !== 'no'))
      ? 'path'
      : 'no';
  },

  read(documents, limits, findings) {
    const parts = {
      sprint: documents.find((document) => sprintSureness(document) !== 'no'),
      epics: documents.filter((document) => epicsSureness(document) !== 'no'),
      stories: documents.filter((document) => storySureness(document) !== 'no'),
    };
    return readBmadFolder(parts, limits, findings);
  },
};

function sprintSureness({ name, text }: PlanDocument): Sureness {
  const isYaml = name === '' || /\.ya?ml$/.test(name);
  if (!isYaml) return 'no';
  const isFlat = /^development_status:[ \t]{0,20}(?:#[^\n]{0,500})?$/m.test(text);
  const isNested =
    /^epics:[ \t]{0,20}$/m.test(text) &&
    /^[ \t]{2,8}["']?epic-[\w-]{1,60}["']?:/m.test(text) &&
    /^[ \t]{2,12}stories:/m.test(text);
  if (!isFlat && !isNested) return 'no';
  return /sprint-status/.test(name) ? 'path' : 'content';
}

function storySureness(document: PlanDocument): Sureness {
  const { name, folders } = document;
  if ((name !== '' && !name.endsWith('.md')) || document.data().kind !== 'none') return 'no';
  const { lines } = document.markdown();
  const titles = lines.filter(({ kind }) => kind === 'heading').map(({ content }) => readHeading(content).text);
  if (!titles.some((title) => /^Tasks ?\/ ?Subtasks\b/i.test(title))) return 'no';
  const isPlace =
    folders.includes('stories') ||
    folders.some((folder) => folder.includes('bmad') || folder.includes('implementation-artifacts'));
  const isStory =
    titles.some((title) => /^Story\b/i.test(title)) || titles.some((title) => /^Acceptance Criteria/i.test(title));
  return isStory ? (isPlace ? 'path' : 'content') : 'no';
}

function epicsSureness(document: PlanDocument): Sureness {
  const { name, folders } = document;
  if ((name !== '' && !name.endsWith('.md')) || document.data().kind !== 'none') return 'no';
  let stories = 0;
  let epics = 0;
  let others = 0;
  for (const line of document.markdown().lines) {
    if (line.kind !== 'heading') continue;
    const word = numberedTitle(readHeading(line.content).text)?.word;
    if (word === 'story') stories++;
    else if (word === 'epic') epics++;
    else if (word === 'phase' || word === 'task') others++;
  }
  if (stories === 0 || others > stories) return 'no';
  if (/^epics?(?:[-_.].{0,80})?\.md$/.test(name) || folders.includes('epics')) return 'path';
  return epics > 0 || stories > 1 ? 'content' : 'no';
}
