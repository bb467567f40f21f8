import { BullmqHintReceiver } from '../adapters/bullmq/bullmq-hint-receiver';
import { BullmqHintSender } from '../adapters/bullmq/bullmq-hint-sender';
import { FirstThatWorksHintSender } from '../adapters/hints/first-that-works-hint-sender';
import { SocketHintReceiver } from '../adapters/socket/socket-hint-receiver';
import { SocketHintSender } from '../adapters/socket/socket-hint-sender';
import type { Config } from '../config/config';
import type { WorkerId } from '../core/ids';
import type { CrashPoints } from '../ports/crash-points';
import type { Hint, HintListening, HintSender } from '../ports/hints';
import type { Log } from '../ports/log';
import type { NeighbourService } from '../ports/neighbours';
import type { WorkerStore } from '../ports/worker-store';

/** How workers are told: by their socket on this machine, else by their queue. */
export function composeHints(
  config: Config,
  workers: Pick<WorkerStore, 'list'>,
  { log, crash }: { readonly log: Log; readonly crash: CrashPoints },
): { readonly sender: HintSender; close(): Promise<void> } {
  const addressOf = async (wanted: WorkerId) =>
    (await workers.list()).find((worker) => worker.id === wanted && worker.host === config.hostName)?.address;
  const sender = new FirstThatWorksHintSender(
    [new SocketHintSender(addressOf), new BullmqHintSender({ log }, config.queue)],
    crash,
  );
  return { sender, close: () => sender.close() };
}

/**
 * A worker's ears: its socket and its queue.
 *
 * @param service - Who answers other workers of this machine.
 */
export async function listenForHints(
  config: Config,
  log: Log,
  worker: WorkerId,
  onHint: (hint: Hint) => void,
  service: () => NeighbourService | undefined,
): Promise<HintListening> {
  const socket = await new SocketHintReceiver().listen(worker, onHint, service);
  const queue = await new BullmqHintReceiver({ log }, config.queue).listen(worker, onHint);
  return {
    ...(socket.address === undefined ? {} : { address: socket.address }),
    async close() {
      await Promise.all([socket.close(), queue.close()]);
    },
  };
}
