/** A number and its words in the form that fits: `1 task`, `2 tasks`; `counted(2, 'box is', 'boxes are')` where -s is not all. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
