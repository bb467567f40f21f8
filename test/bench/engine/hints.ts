import { BullmqHintReceiver } from '../../../runtime/adapters/bullmq/bullmq-hint-receiver';
import { BullmqHintSender } from '../../../runtime/adapters/bullmq/bullmq-hint-sender';
import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import type { Log } from '../../../runtime/ports/log';
import { quantile } from '../figures';

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => SILENT };

/** E9: from sending a hint through Redis to its worker, which is idle, ms. */
export async function hintThroughRedis(url: string, hints: number): Promise<number> {
  const backend = { type: 'redis', url } as const;
  const worker = asWorkerId('bench');
  const times: number[] = [];
  let come: () => void = () => undefined;
  const listening = await new BullmqHintReceiver({ log: SILENT }, backend).listen(worker, () => come());
  const sender = new BullmqHintSender({ log: SILENT }, backend);
  const executionId = asExecutionId('01900000-0000-7000-8000-000000000001');
  try {
    for (let token = 1; token <= hints; token++) {
      const came = new Promise<void>((resolve) => {
        come = resolve;
      });
      const began = performance.now();
      await sender.send([{ worker, executionId, task: 0, token, kind: 'attempt' }]);
      await came;
      times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    await sender.close();
    await listening.close();
  }
  return quantile(times, 0.5);
}
