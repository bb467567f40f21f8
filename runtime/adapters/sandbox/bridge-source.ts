/**
 * The program that runs inside the sandbox when there is a way out: `node bridge.cjs PORT SOCKET PROGRAM ARGS…`.
 * It listens on the loopback port, pipes each connection to the bound Unix socket, runs the program, and exits with its code.
 * Kept as text, so that a bundle still holds it; CommonJS, for the Node of `process.execPath`.
 */
export const BRIDGE_SOURCE = `'use strict';
const net = require('node:net');
const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const [port, socket, program, ...args] = process.argv.slice(2);
const server = net.createServer({ allowHalfOpen: true }, (inner) => {
  const outer = net.connect({ path: socket, allowHalfOpen: true });
  inner.on('error', () => outer.destroy());
  outer.on('error', () => inner.destroy());
  inner.on('close', () => outer.destroy());
  inner.pipe(outer);
  outer.pipe(inner);
});
server.on('error', (error) => {
  process.stderr.write('The bridge to the model could not listen: ' + error.message + '\\n');
  process.exit(125);
});
server.listen(Number(port), '127.0.0.1', () => {
  const child = spawn(program, args, { stdio: 'inherit' });
  child.on('error', (error) => {
    process.stderr.write(program + ': ' + (error.code === 'ENOENT' ? 'not found' : error.message) + '\\n');
    process.exit(error.code === 'ENOENT' ? 127 : 126);
  });
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
});
`;
