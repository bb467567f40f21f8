import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moonAge, moonName } from '../src/moon.js';

test('the moon of the first new moon of 2000 is new', () => {
  const age = moonAge(new Date('2000-01-06T18:14:00Z'));
  assert.ok(Math.min(age, 29.53 - age) < 0.01, String(age));
});

for (const [moment, name] of [
  ['2024-06-22T01:08:00Z', 'full moon'],
  ['2024-04-08T18:21:00Z', 'new moon'],
  ['2024-05-15T11:48:00Z', 'first quarter'],
  ['2024-05-30T17:13:00Z', 'last quarter'],
  ['1969-07-18T00:00:00Z', 'waxing crescent'],
]) {
  test(`${moment} was a ${name}`, () => assert.equal(moonName(moonAge(new Date(moment))), name));
}

test('the age is never negative', () => {
  assert.ok(moonAge(new Date('1950-01-01T00:00:00Z')) >= 0);
});
