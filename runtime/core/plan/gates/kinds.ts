/**
 * The kinds of words by which plans ask for a person, and the sign that stands for each in the rules of `asking-rules.ts`.
 * What says which words are of a kind is the table of a language (`languages/`).
 *
 * Four more signs are of no kind: `c` is a name, `@` somebody who is mentioned, `o` any other word, and punctuation has its own.
 */
export const KINDS = {
  /** A yes that somebody gives: approval. */
  yes: 'Y',
  /** One that machines may give as well, or that apps ask for: permission. */
  permission: 'V',
  /** Gives a yes: approves. */
  approve: 'A',
  confirm: 'O',
  /** What is asked of somebody: a review, a decision. */
  review: 'R',
  check: 'K',
  /** QA: a check, and a person by what he is who gives a yes. */
  checker: '7',
  /** He reviews; also many reviews, which ask for nobody. */
  reviews: 'v',
  /** An acceptance test by the name of its place: UAT. */
  acceptance: 'u',
  human: 'H',
  me: 'I',
  us: 'J',
  /** Somebody by what he is: owner, client, legal. */
  person: 'P',
  /** Whom an app serves; a person as well. */
  endUser: '~',
  /** Whoever it is; a person as well. */
  someone: 's',
  /** What makes a mention of the name in front: さん. */
  mentioned: '@',
  /** What is no person: agents. */
  machine: 'm',
  need: 'N',
  needed: 'D',
  wait: 'W',
  /** The same, where it means something else within a sentence. */
  waitAhead: 'e',
  stop: 'S',
  not: 'X',
  without: 'E',
  start: 'G',
  before: 'U',
  /** Before all else, which needs nothing behind it: ask him first. */
  first: 'f',
  after: '8',
  when: '0',
  which: 'Z',
  must: 'L',
  can: 'y',
  by: 'F',
  manual: 'M',
  /** How it is done; manual as well. */
  byHand: '%',
  checkpoint: 'C',
  gate: 'g',
  blockedBy: '2',
  blocked: 'k',
  with: '5',
  ask: 'Q',
  /** Does it side by side with somebody: pair with. */
  together: 'i',
  let: '9',
  leave: 'l',
  for: '4',
  and: '&',
  only: '1',
  skip: '3',
  /** What was given already. */
  past: '6',
  /** By itself. */
  alone: 'a',
  automate: 'j',
  /** Fields that name who does it. */
  doer: 'r',
  mode: 't',
  doneBy: 'd',
  step: 'w',
  prerequisite: 'p',
  /** Sure by themselves. */
  sure: '!',
  loop: 'h',
  /** There while it is done: with the owner present. */
  present: 'x',
  /** Tell me: asks for an answer, and stops nothing by itself. */
  tell: 'q',
  /** Making something that has to do with a yes asks for none: add an approval workflow. */
  build: 'B',
  /** The same behind what is made. */
  buildBehind: 'n',
  asA: 'b',
  /** Things of an app: page, button, status. */
  thing: 'T',
  /** The same, where what it is of stands behind: page d'approbation. */
  thingAhead: '#',
  /** What things of an app do: stay hidden, return. */
  behave: 'z',
  /** Words that are written like a name of somebody and are none: programs, beginnings of sentences. */
  noName: 'o',
} as const;

/** Kinds whose words are of another kind as well. */
export const WIDER: ReadonlyMap<string, string> = new Map([
  [KINDS.person, KINDS.someone + KINDS.endUser],
  [KINDS.manual, KINDS.byHand],
  [KINDS.check, KINDS.checker],
  [KINDS.thing, KINDS.thingAhead],
]);

export type Kind = keyof typeof KINDS;

/**
 * The words of one language, those of a kind parted by spaces. `_` joins the words of a phrase, `*` ends the stem of many
 * forms; in scripts without spaces the longest word that fits is read. A word stands under one kind only.
 */
export type LanguageTable = Readonly<Partial<Record<Kind, string>>>;
