/** Loads the package in the folder argv[2] with n8n-core's own loader, as n8n does, and prints what n8n then knows. */
const { LazyPackageDirectoryLoader } = require('n8n-core');

async function main() {
  const loader = new LazyPackageDirectoryLoader(process.argv[2]);
  await loader.loadAll();
  const answer = {
    packageName: loader.packageName,
    known: loader.known,
    nodes: loader.types.nodes,
    credentials: loader.types.credentials,
    // One runtime for all nodes of the process: the file is in the cache once.
    runtimes: Object.keys(require.cache).filter((file) => file.endsWith('/dist/runtime.js')).length,
  };
  process.stdout.write(JSON.stringify(answer), () => process.exit(0));
}

main();
