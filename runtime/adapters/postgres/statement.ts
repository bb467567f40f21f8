/** One SQL statement, prepared once per connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A call of one of our SQL functions with `count` parameters. */
export function callOf(name: string, count: number): Statement {
  const parameters = Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ');
  return { name, text: `select * from nightshift.${name}(${parameters})` };
}
