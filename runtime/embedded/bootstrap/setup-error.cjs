'use strict';

/** Something that a person must put right: said in one sentence with the next step, without a stack. */
class SetupError extends Error {
  constructor(message, next) {
    super(message);
    this.next = next;
  }
}

module.exports = { SetupError };
