import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysOf, daysSince2000 } from '../src/calendar.js';

test('a common year has 365 days and a leap year 366', () => {
  assert.equal(daysOf(2023).length, 365);
  assert.equal(daysOf(2024).length, 366);
  assert.equal(daysOf(1900).length, 365);
});

test('a year goes from its first to its last day', () => {
  const days = daysOf(2024).map((day) => day.toISOString().slice(0, 10));
  assert.equal(days[0], '2024-01-01');
  assert.equal(days[59], '2024-02-29');
  assert.equal(days.at(-1), '2024-12-31');
});

test('days are counted from noon of 1 January 2000', () => {
  assert.equal(daysSince2000(new Date('2000-01-01T12:00:00Z')), 0);
  assert.equal(daysSince2000(new Date('2000-01-03T00:00:00Z')), 1.5);
  assert.equal(daysSince2000(new Date('1999-12-31T12:00:00Z')), -1);
});
