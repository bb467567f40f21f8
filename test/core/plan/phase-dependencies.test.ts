import { verifies } from '../../support/verifies';
import { planOf, shape } from './plans';

describe('a section of dependencies that names phases', () => {
  it.each([
    '- Phase 2 depends on Phase 1',
    '- Phase 1 blocks Phase 2',
    'Phase 1 → Phase 2',
    'Phase 1 must be done before Phase 2',
  ])(`lets all tasks of one wait on all of the other, each in its order: %s${verifies('R-4')}`, (line) => {
    const text = `# Order\n## Phase 2: Build\n- [ ] b1\n- [ ] b2\n## Phase 1: Prepare\n- [ ] a1\n- [ ] a2\n## Dependencies\n${line}\n`;
    expect(shape(planOf(text))).toEqual(['1<3,4', '2<1,3,4', '3', '4<3']);
  });

  it('lets tasks marked [P] run side by side', () => {
    const text =
      '# Order\n## Phase 1: Prepare\n- [ ] a1\n## Phase 2: Build\n- [ ] [P] b1\n- [ ] [P] b2\n- [ ] b3\n## Dependencies\n- Phase 2 depends on Phase 1\n';
    expect(shape(planOf(text))).toEqual(['1', '2<1', '3<1', '4<1,2,3']);
  });

  it('still means tasks where it says so', () => {
    const text =
      '# Order\n## Phase 1: Prepare\n- [ ] a1\n- [ ] a2\n## Phase 2: Build\n- [ ] b1\n## Dependencies\n- Task 1 depends on Task 3\n';
    expect(shape(planOf(text))[0]).toBe('1<3');
  });
});
