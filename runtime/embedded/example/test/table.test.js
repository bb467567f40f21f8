import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, length, yearTable } from '../src/table.js';

test('a clock shows hours and minutes, also across midnight', () => {
  assert.equal(clock(0), '00:00');
  assert.equal(clock(61.4), '01:01');
  assert.equal(clock(-1), '23:59');
  assert.equal(clock(1_441), '00:01');
});

test('a length is told in hours and minutes', () => {
  assert.equal(length(998), '16 h 38 min');
  assert.equal(length(0), '0 h 0 min');
});

test('a table has one line a day', () => {
  const lines = yearTable({ name: 'London', latitude: 51.5074, longitude: -0.1278 }, 2024).trim().split('\n');
  assert.equal(lines[0], '# London 2024');
  assert.equal(lines.filter((line) => /^\| \d{4}-/.test(line)).length, 366);
});

test('a table says when the sun does not set', () => {
  assert.match(yearTable({ name: 'Tromsø', latitude: 69.65, longitude: 18.96 }, 2024), /\| 2024-06-20 \| always up \|/);
});
