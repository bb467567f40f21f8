#!/usr/bin/env node
import { moonAge, moonName } from '../src/moon.js';
import { sunTimes } from '../src/sun.js';
import { clock, length } from '../src/table.js';

const [latitude, longitude, date] = process.argv.slice(2);
const day = new Date(`${date}T00:00:00Z`);
if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180) || Number.isNaN(day.getTime())) {
  process.stderr.write('usage: almanac LATITUDE LONGITUDE YYYY-MM-DD\n');
  process.exit(2);
}
const sun = sunTimes(Number(latitude), Number(longitude), day);
const times =
  'always' in sun ? `the sun is always ${sun.always}` : `sunrise ${clock(sun.sunrise)}  sunset ${clock(sun.sunset)}`;
const age = moonAge(new Date(day.getTime() + 43_200_000));
process.stdout.write(`${date}  ${times}  day ${length(sun.dayMinutes)}  ${moonName(age)}\n`);
