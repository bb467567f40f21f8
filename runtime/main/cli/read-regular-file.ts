import { readFile, stat } from 'node:fs/promises';

/** What a shell hands over in place of a file, `<(…)`: a pipe that somebody writes to. */
const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/\d+$/;

/**
 * The bytes of a file. Pipes by name, devices and sockets are refused before they are opened: some never end, and some never begin.
 *
 * @throws {Error} that says in words what it is instead, or the system's.
 */
export async function readRegularFile(path: string): Promise<Buffer> {
  const found = await stat(path);
  // A folder is left to the system, which has its own word for it.
  if (found.isFile() || found.isDirectory() || DESCRIPTOR.test(path)) return readFile(path);
  throw new Error(
    'it is a pipe, a device or a socket, not a file; give what comes out of it on standard input, as `-`',
  );
}
