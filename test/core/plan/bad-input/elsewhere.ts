/** Cases of D1 that a reading of a plan cannot meet: where they are met, by a test that is named there. */
export interface Elsewhere {
  readonly numbers: readonly number[];
  readonly why: string;
  /** A file of `test`, and words of the test's name or row. */
  readonly proof?: readonly [file: string, words: string];
}

export const elsewhere: readonly Elsewhere[] = [
  {
    numbers: [20],
    why: 'a body on its way',
    proof: ['gateway/bad-requests.test.ts', 'a body larger than 2 MiB is 413'],
  },
  { numbers: [21], why: 'a length that lies', proof: ['gateway/bad-requests.test.ts', 'a length and chunks'] },
  { numbers: [22], why: 'no compressed body is taken', proof: ['gateway/bad-requests.test.ts', 'a body in %s is 413'] },
  {
    numbers: [42],
    why: 'every byte, in the fuzz test',
    proof: ['core/plan/fuzz/fuzz.test.ts', 'cut at every character'],
  },
  { numbers: [110], why: 'files are owned while tasks run', proof: ['core/execution/kernel.test.ts', 'files'] },
  {
    numbers: [111],
    why: 'an option of the hand-off',
    proof: ['core/plan/bad-input/bad-input.test.ts', 'the options of a hand-off'],
  },
  { numbers: [116], why: 'a second hand-off', proof: ['contracts/execution-store.contract.ts', 'HANDOFF_KEY_REUSED'] },
  {
    numbers: [155, 156, 157, 158],
    why: 'what a path is when it is used',
    proof: ['contracts/repositories/imports-trees.ts', 'a link to an absolute path'],
  },
  {
    numbers: [163],
    why: 'registering a project',
    proof: ['gateway/bad-requests.test.ts', 'a project at a relative path is 400'],
  },
  {
    numbers: [164],
    why: 'the state of a repository',
    proof: ['contracts/repositories/inspects-projects.ts', 'refuses with %s and the next step'],
  },
  {
    numbers: [165],
    why: 'a bare repository inside',
    proof: ['guarantees/sandbox-git-runs-nothing.test.ts', 'is not steered by a bare repository'],
  },
  {
    numbers: [166],
    why: 'a submodule',
    proof: ['guarantees/sandbox-git-runs-nothing.test.ts', '[submodule "x\\\\r"]'],
  },
  {
    numbers: [169],
    why: 'a command that runs',
    proof: ['contracts/sandbox.contract.ts', 'answers 127 for a program that is not there'],
  },
  {
    numbers: [170, 173],
    why: 'a command that runs',
    proof: ['contracts/sandbox.contract.ts', 'stops at the time limit, daemons included'],
  },
  {
    numbers: [171],
    why: 'a command that runs',
    proof: ['contracts/sandbox.contract.ts', 'passes on no more output than allowed'],
  },
  {
    numbers: [172],
    why: 'a command that runs',
    proof: ['guarantees/sandbox-hides-the-host.test.ts', 'sees no process of the host, and cannot signal'],
  },
  {
    numbers: [174],
    why: 'a command that runs',
    proof: ['guarantees/sandbox-hides-the-host.test.ts', 'no new privilege'],
  },
  {
    numbers: [175],
    why: 'a command that runs',
    proof: ['contracts/sandbox.contract.ts', 'an empty one when there is none'],
  },
  {
    numbers: [190],
    why: 'plans hold no references to secrets: `vault:NAME` is a text as any other (189), so none can be told or logged',
  },
];
