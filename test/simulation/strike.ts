import type { Fault } from './scenario';
import type { World } from './world';

/** Longer than any run. */
const FOR_EVER_MS = 1_000 * 60 * 60_000;
/** Milliseconds after which the server gives up on a connection whose other end does not answer. */
const KEEPALIVE_MS = 20_000;

/** Lets one fault happen. */
export function strike(world: World, fault: Fault): void {
  const { network, n8n } = world;
  network.count(fault.type === 'person' ? `person ${fault.does}` : fault.type);
  network.stir();
  network.trace(() => `fault ${JSON.stringify(fault)}`);
  switch (fault.type) {
    case 'kill':
      world.part(fault.of)?.kill();
      break;
    case 'everything-dies':
      world.killAll();
      break;
    case 'stop':
      world.stop(fault.of, fault.graceMs);
      break;
    case 'stall':
      world.part(fault.of)?.stall(fault.forMs);
      break;
    case 'hang':
      world.part(fault.of)?.stall(FOR_EVER_MS);
      break;
    case 'cut':
      cut(world, fault);
      break;
    case 'database-restart':
      network.cut('', 'postgres', fault.forMs);
      world.database.restart(world.timeline.nowMs + fault.forMs);
      break;
    case 'clock-jump':
      world.part(fault.of)?.jumpWallClock(fault.byMs);
      break;
    case 'n8n-forgets':
      n8n.forget();
      break;
    case 'n8n-lies':
      n8n.lie();
      break;
    case 'hints-invented':
      world.hints.invent(fault.count);
      break;
    case 'sink-down':
      world.sinks.takeDown(fault.sink, fault.forMs);
      break;
    case 'disk-full':
      world.fillDisk(fault.forMs);
      break;
    case 'person':
      world.people.act(fault.does, fault.handoff);
      break;
  }
}

function cut(
  { network, timeline, database }: World,
  { of, service, forMs }: Extract<Fault, { readonly type: 'cut' }>,
): void {
  network.cut(of, service, forMs);
  if (service !== 'postgres') return;
  timeline.after(KEEPALIVE_MS, () => {
    if (network.isCut(of, service)) database.loseConnections((id) => id.includes(`-${of}.`));
  });
}
