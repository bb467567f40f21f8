/** The end of a test's name that says which requirements it proves; a script lists those that no test names. */
export const verifies = (...ids: string[]): string => ` [${ids.join(', ')}]`;
