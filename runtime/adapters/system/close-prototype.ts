/**
 * Closes the prototype that all objects of this process share, by being imported: the first thing that each program of ours
 * does, and the thread in which plans are read. Nothing reaches it by the name `__proto__` (as with `--disable-proto=delete`,
 * however the program was started), and nothing can be added to it, by whatever way it is reached.
 *
 * Not frozen: libraries give their own objects properties that it has too (`toString`, `constructor`), which a frozen one
 * forbids, and Node's `--frozen-intrinsics` forbids `Error.stackTraceLimit = …`, which fastify's JSON parser, the Redis client
 * and undici set. n8n's process is not ours: there `dist/runtime.js` leaves it as it is.
 *
 * Source: S-53.
 */
Reflect.deleteProperty(Object.prototype, '__proto__');
Object.preventExtensions(Object.prototype);
