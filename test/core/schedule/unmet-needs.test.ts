import type { ExecutionPlan } from '../../../runtime/core/plan/plan';
import { unmetNeeds } from '../../../runtime/core/schedule/unmet-needs';
import { smallPlan } from '../../support/small-plan';

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

  it('asks for a capability by its name, and for a sandbox by what to install', () => {
    const [gpu, ...more] = unmetNeeds(smallPlan(['a'], { a: { capability: 'gpu' } }), handedOff, workers);
    expect(more).toEqual([]);
    expect(gpu).toMatchObject({ message: 'a (Task a) needs gpu, and no worker has it' });
    expect(unmetNeeds(smallPlan(['a']), handedOff, [{ capabilities: ['shell'] }])).toEqual([
      expect.objectContaining({ code: 'SANDBOX_MISSING', hint: expect.stringContaining('apt-get install bubblewrap') }),
    ]);
  });
});
