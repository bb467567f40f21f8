/**
 * In every test file: what its tests read, parsed and merged did not reach the prototype that all objects share.
 * Source: S-53.
 */
const namesOf = () => Reflect.ownKeys(Object.prototype).map(String);
const before = namesOf();

afterAll(() => expect(namesOf()).toEqual(before));
