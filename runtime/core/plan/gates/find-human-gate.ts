import { findAsking } from './find-asking';

/**
 * The sentence that asks for a person before a task starts, or undefined: in the title of a task, where a word may be enough,
 * or in what else is said of it. It errs on the side of asking: a question too many costs a click, one too few an unattended
 * release. What is built for others to approve, sign or check asks for nobody.
 *
 * Cost: linear. Source: plan files as people write them.
 */
export function findHumanGate(title: string, body: string): string | undefined {
  return (findAsking(title, true) ?? findAsking(body, false))?.sentence;
}
