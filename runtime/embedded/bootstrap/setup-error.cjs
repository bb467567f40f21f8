'use strict';

/** Something that a person must put right: said in one sentence with the next step, without a stack. */
class SetupError extends Error {
  constructor(message, next) {
    super(message);
    this.next = next;
  }
}

/** What the disk refused us, as something that a person can put right; `undefined` for every other error. */
function setupErrorOf(error) {
  if (error instanceof SetupError) return error;
  const at = error.path;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new SetupError(
      `The disk is full: ${at === undefined ? 'a file' : at} could not be written`,
      'Free some space, then run the command again.',
    );
  }
  if (at === undefined) return undefined;
  if (error.code === 'EROFS') {
    return new SetupError(`${at} is on a disk that cannot be written`, 'Clone nightshift to another disk.');
  }
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return new SetupError(
      `There is no right to write ${at}`,
      'Run the command as the user whose clone this is, or clone nightshift into a folder of your own.',
    );
  }
  return undefined;
}

module.exports = { SetupError, setupErrorOf };
