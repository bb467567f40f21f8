import { randomUUID } from 'node:crypto';
import { fsck } from '../../runtime/app/fsck';
import { asExecutionId } from '../../runtime/core/ids';
import { liveNight } from '../support/night';
import type { Stores } from '../support/stores';
import { verifies } from '../support/verifies';

/** What everything that `fsck` reads promises: what was committed is found whole. */
export function storedMomentsContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name} shows its moments to fsck`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores?.close());

    it(`which finds nothing wrong after an eventful night${verifies('I3', 'I4', 'I5', 'I6', 'I7', 'I9', 'I10', 'I13', 'I15', 'I19', 'I23')}`, async () => {
      const one = await liveNight(stores);
      await liveNight(stores);
      const found = await fsck({ moments: stores.moments });
      expect(found.violations).toEqual([]);
      expect(found).toMatchObject({ isClean: true, executions: 2, checked: expect.arrayContaining(['I13', 'I11']) });
      expect(await fsck({ moments: stores.moments }, one.id)).toMatchObject({ isClean: true, executions: 1 });
    });

    it('which says when there is no such execution', async () => {
      const asked = fsck({ moments: stores.moments }, asExecutionId(randomUUID()));
      await expect(asked).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN' });
    });
  });
}
