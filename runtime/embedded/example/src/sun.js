import { daysSince2000 } from './calendar.js';

const RADIANS = Math.PI / 180;
/** The sun's centre at sunrise: below the horizon by its radius and by what the air bends its light. */
const SUNRISE_ALTITUDE = -0.833;

/**
 * Sunrise and sunset of a day at a place, good to a minute or two outside the polar circles.
 *
 * @param {number} latitude - Degrees, north positive.
 * @param {number} longitude - Degrees, east positive.
 * @param {Date} day - Midnight UTC of the day.
 * @returns {{ sunrise: number, sunset: number, dayMinutes: number } | { always: 'up' | 'down', dayMinutes: number }}
 *   Minutes after midnight UTC, which may lie outside 0 … 1440 far from Greenwich; or a sun that does not rise or set.
 */
export function sunTimes(latitude, longitude, day) {
  const centuries = (daysSince2000(day) + 0.5 - longitude / 360) / 36_525;
  const { declination, equationMinutes } = sunAt(centuries);
  const cosine =
    (Math.sin(SUNRISE_ALTITUDE * RADIANS) - Math.sin(latitude * RADIANS) * Math.sin(declination)) /
    (Math.cos(latitude * RADIANS) * Math.cos(declination));
  if (cosine < -1) return { always: 'up', dayMinutes: 1_440 };
  if (cosine > 1) return { always: 'down', dayMinutes: 0 };
  const half = (Math.acos(cosine) / RADIANS) * 4;
  const noon = 720 - 4 * longitude - equationMinutes;
  return { sunrise: noon - half, sunset: noon + half, dayMinutes: half * 2 };
}

/** Where the sun stands: declination in radians, equation of time in minutes. Source: NOAA's solar calculator. */
function sunAt(centuries) {
  const meanLongitude = (280.46646 + centuries * (36_000.76983 + centuries * 0.0003032)) * RADIANS;
  const anomaly = (357.52911 + centuries * (35_999.05029 - 0.0001537 * centuries)) * RADIANS;
  const eccentricity = 0.016708634 - centuries * (0.000042037 + 0.0000001267 * centuries);
  const centre =
    Math.sin(anomaly) * (1.914602 - centuries * (0.004817 + 0.000014 * centuries)) +
    Math.sin(2 * anomaly) * (0.019993 - 0.000101 * centuries) +
    Math.sin(3 * anomaly) * 0.000289;
  const node = (125.04 - 1_934.136 * centuries) * RADIANS;
  const longitude = meanLongitude + (centre - 0.00569 - 0.00478 * Math.sin(node)) * RADIANS;
  const obliquity = (23.4392911 - 0.0130042 * centuries + 0.00256 * Math.cos(node)) * RADIANS;
  const y = Math.tan(obliquity / 2) ** 2;
  const equation =
    y * Math.sin(2 * meanLongitude) -
    2 * eccentricity * Math.sin(anomaly) +
    4 * eccentricity * y * Math.sin(anomaly) * Math.cos(2 * meanLongitude) -
    0.5 * y * y * Math.sin(4 * meanLongitude) -
    1.25 * eccentricity * eccentricity * Math.sin(2 * anomaly);
  return {
    declination: Math.asin(Math.sin(obliquity) * Math.sin(longitude)),
    equationMinutes: (equation / RADIANS) * 4,
  };
}
