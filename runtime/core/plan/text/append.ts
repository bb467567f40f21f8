/** Puts all of `more` at the end of `list`. `push(...more)` overflows the stack where those are very many. */
export function append<Value>(list: Value[], more: Iterable<Value>): void {
  for (const each of more) list.push(each);
}
