import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sunTimes } from '../src/sun.js';
import { clock } from '../src/table.js';

const day = (text) => new Date(`${text}T00:00:00Z`);
const near = (minutes, expected, within = 3) => {
  const [hours, rest] = expected.split(':').map(Number);
  const away = Math.abs(((Math.round(minutes) - hours * 60 - rest + 2_160) % 1_440) - 720);
  assert.ok(away <= within, `${clock(minutes)} is ${away} minutes away from ${expected}`);
};

// Published times, in UTC.
for (const [place, latitude, longitude, date, sunrise, sunset] of [
  ['London', 51.5074, -0.1278, '2024-06-20', '03:43', '20:21'],
  ['London', 51.5074, -0.1278, '2024-12-21', '08:04', '15:53'],
  ['New York', 40.7128, -74.006, '2024-03-20', '10:59', '23:09'],
  ['Sydney', -33.8688, 151.2093, '2024-12-21', '18:41', '09:05'],
  ['Quito', -0.1807, -78.4678, '2024-09-22', '11:04', '23:10'],
]) {
  test(`the sun in ${place} on ${date}`, () => {
    const sun = sunTimes(latitude, longitude, day(date));
    near(sun.sunrise, sunrise);
    near(sun.sunset, sunset);
  });
}

test('beyond the polar circle it does not set in summer, nor rise in winter', () => {
  assert.deepEqual(sunTimes(69.65, 18.96, day('2024-06-20')), { always: 'up', dayMinutes: 1_440 });
  assert.deepEqual(sunTimes(69.65, 18.96, day('2024-12-21')), { always: 'down', dayMinutes: 0 });
});

test('at the equator every day is a little longer than twelve hours', () => {
  for (const date of ['2024-01-01', '2024-04-01', '2024-07-01', '2024-10-01']) {
    const { dayMinutes } = sunTimes(0, 0, day(date));
    assert.ok(dayMinutes > 720 && dayMinutes < 732, String(dayMinutes));
  }
});
