import { daysOf } from './calendar.js';
import { moonAge, moonName } from './moon.js';
import { sunTimes } from './sun.js';

/**
 * The almanac of a year at a place, as a Markdown table with one line a day.
 *
 * @param {{ name: string, latitude: number, longitude: number }} place - Degrees, north and east positive.
 * @param {number} year - For instance 2024.
 * @returns {string} Ends with a newline.
 */
export function yearTable(place, year) {
  const lines = daysOf(year).map((day) => {
    const sun = sunTimes(place.latitude, place.longitude, day);
    const age = moonAge(new Date(day.getTime() + 43_200_000));
    const times = 'always' in sun ? [`always ${sun.always}`, ''] : [clock(sun.sunrise), clock(sun.sunset)];
    const cells = [day.toISOString().slice(0, 10), ...times, length(sun.dayMinutes), moonName(age)];
    return `| ${cells.join(' | ')} |`;
  });
  const head = '| Day | Sunrise | Sunset | Day length | Moon |\n|-----|---------|--------|------------|------|';
  return `# ${place.name} ${year}\n\nTimes are UTC.\n\n${head}\n${lines.join('\n')}\n`;
}

/**
 * Minutes after midnight as a clock shows them.
 *
 * @param {number} minutes - Also below 0 or above 1440.
 * @returns {string} `HH:MM`.
 */
export function clock(minutes) {
  const whole = ((Math.round(minutes) % 1_440) + 1_440) % 1_440;
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * A length of time for people.
 *
 * @param {number} minutes - Not negative.
 * @returns {string} `16 h 38 min`.
 */
export function length(minutes) {
  const whole = Math.round(minutes);
  return `${Math.floor(whole / 60)} h ${whole % 60} min`;
}
