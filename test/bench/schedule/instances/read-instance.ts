import type { Instance } from './instance';
import { readPsplib } from './read-psplib';
import { readStg } from './read-stg';
import { readWfcommons } from './read-wfcommons';

/** Reads an instance in whichever of the three formats it is, told by its content. @throws {InstanceError} */
export function readInstance(given: string): Instance {
  const text = given.replace(/^\uFEFF/, '');
  if (/^\s*[{[]/.test(text)) return readWfcommons(text);
  if (/^\*{4}|^(PRECEDENCE RELATIONS|projects\s*:)/m.test(text)) return readPsplib(text);
  return readStg(text);
}
