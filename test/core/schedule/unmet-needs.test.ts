import type { ExecutionPlan } from '../../../runtime/core/plan/plan';
import { unmetNeeds } from '../../../runtime/core/schedule/unmet-needs';
import { smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const handedOff = { origin: 'hand-off' } as const;
const workers = [{ capabilities: ['shell', 'sandbox'] }];

function withoutCommands(plan: ExecutionPlan): ExecutionPlan {
  return { ...plan, tasks: plan.tasks.map(({ command: _, ...task }) => task) };
}

describe('unmetNeeds', () => {
  it('says of a task without a command that this is why it needs claude-code, and that it may be given one', () => {
    expect(unmetNeeds(withoutCommands(smallPlan(['a'])), handedOff, workers)).toEqual([
      expect.objectContaining({
        code: 'CAPABILITY_MISSING',
        message: 'a (Task a) has no command, so it needs claude-code, and no worker has it',
        hint: expect.stringMatching(/start nightshift again; or name another agent, or give the task a command\.$/),
      }),
    ]);
  });

  it('does not blame the command where somebody chose the agent', () => {
    const chosen = unmetNeeds(withoutCommands(smallPlan(['a'])), { ...handedOff, agent: 'claude-code' }, workers);
    const named = unmetNeeds(withoutCommands(smallPlan(['a'], { a: { agent: 'anthropic' } })), handedOff, workers);
    expect([...chosen, ...named].map(({ message }) => message)).toEqual([
      'a (Task a) needs claude-code, and no worker has it',
      'a (Task a) needs anthropic, and no worker has it',
    ]);
    expect(chosen[0]?.hint).not.toContain('command.');
  });

  it('says nothing where all needs are met, and nothing as long as there is no worker', () => {
    expect(unmetNeeds(smallPlan(['a']), handedOff, workers)).toEqual([]);
    expect(unmetNeeds(withoutCommands(smallPlan(['a'])), handedOff, [])).toEqual([]);
  });

  it('refuses tasks without a command that go to the agent shell, with or without workers, and says which and what to do', () => {
    const plan = withoutCommands(smallPlan(['a', 'b', 'c'], { b: { agent: 'claude-code' } }));
    for (const known of [workers, []]) {
      const unmet = unmetNeeds(
        { ...plan, tasks: plan.tasks.filter(({ id }) => id !== 'b') },
        { ...handedOff, agent: 'shell' },
        known,
      );
      expect(unmet).toEqual([
        expect.objectContaining({
          code: 'COMMAND_MISSING',
          path: 'a',
          message: 'a (Task a) has no command, and its agent shell does nothing else; so it is with c',
          hint: 'Give each a command (`run: …`), or name another agent than shell.',
        }),
      ]);
    }
    expect(unmetNeeds(smallPlan(['a']), { ...handedOff, agent: 'shell' }, workers)).toEqual([]);
    expect(unmetNeeds(plan, { ...handedOff, agent: 'shell' }, workers)).toMatchObject([
      { message: expect.stringContaining('so it is with c') },
      { code: 'CAPABILITY_MISSING', path: 'b' },
    ]);
  });

  it(`refuses what takes a resource that nobody set up, or more than there is, and says which setting mends it${verifies('R-16')}`, () => {
    const plan = smallPlan(['a', 'b<a', 'c'], { a: { resources: { 'test-bd': 1 } }, b: { resources: { gpu: 3 } } });
    const limits = new Map(Object.entries({ 'test-db': 1, gpu: 2 }));
    expect(unmetNeeds(plan, handedOff, [], limits)).toEqual([
      expect.objectContaining({
        code: 'RESOURCE_MISSING',
        path: 'a',
        message: 'a (Task a) takes test-bd, and nobody has set that up',
        hint: 'Did you mean test-db? Else: Add test-bd=1 in NIGHTSHIFT_RESOURCES and start nightshift again.',
      }),
      expect.objectContaining({
        message: 'b (Task b) takes 3 of gpu, and there are 2',
        hint: 'Say gpu=3 in NIGHTSHIFT_RESOURCES and start nightshift again.',
      }),
    ]);
    expect(unmetNeeds(plan, handedOff, [])).toEqual([]);
  });

  it('asks for a capability by its name, and for a sandbox by what to install', () => {
    const [gpu, ...more] = unmetNeeds(smallPlan(['a'], { a: { capability: 'gpu' } }), handedOff, workers);
    expect(more).toEqual([]);
    expect(gpu).toMatchObject({ message: 'a (Task a) needs gpu, and no worker has it' });
    expect(unmetNeeds(smallPlan(['a']), handedOff, [{ capabilities: ['shell'] }])).toEqual([
      expect.objectContaining({ code: 'SANDBOX_MISSING', hint: expect.stringContaining('apt-get install bubblewrap') }),
    ]);
  });
});
