// Durable no-op steps with DBOS: node dbos.cjs URL STEPS WORKFLOWS; prints one line of JSON.
'use strict';
const { DBOS } = require('@dbos-inc/dbos-sdk');

const [url, steps, workflows] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const waits = [];

const many = DBOS.registerWorkflow(
  async (count, isMeasured) => {
    let ended;
    for (let step = 0; step < count; step++) {
      await DBOS.runStep(
        async () => {
          if (isMeasured && ended !== undefined) waits.push(performance.now() - ended);
          ended = performance.now();
        },
        { name: 'nothing' },
      );
    }
  },
  { name: 'many' },
);

async function main() {
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, runAdminServer: false, logLevel: 'error' });
  await DBOS.launch();
  await (await DBOS.startWorkflow(many)(20, false)).getResult();
  await (await DBOS.startWorkflow(many)(steps, true)).getResult();
  const began = performance.now();
  const handles = [];
  for (let no = 0; no < workflows; no++) handles.push(await DBOS.startWorkflow(many)(steps, false));
  for (const handle of handles) await handle.getResult();
  const seconds = (performance.now() - began) / 1000;
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.floor(share * waits.length)];
  console.log(JSON.stringify({ p50: at(0.5), p99: at(0.99), tasksPerSecond: (steps * workflows) / seconds }));
  await DBOS.shutdown();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
