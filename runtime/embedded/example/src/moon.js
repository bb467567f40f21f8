import { daysSince2000 } from './calendar.js';

/** Days from new moon to new moon, in the mean. */
const SYNODIC_MONTH = 29.530588853;
/** 6 January 2000, 18:14 UTC, counted from noon of 1 January. */
const FIRST_NEW_MOON = 5.2597;

/**
 * Days since the last mean new moon; the true one may differ by 14 hours.
 *
 * @param {Date} date - Any moment.
 * @returns {number} From 0 up to 29.53.
 */
export function moonAge(date) {
  const age = (daysSince2000(date) - FIRST_NEW_MOON) % SYNODIC_MONTH;
  return age < 0 ? age + SYNODIC_MONTH : age;
}

/**
 * What people call the moon of that age.
 *
 * @param {number} age - Days, as `moonAge` tells them.
 * @returns {string} One of eight names.
 */
export function moonName(age) {
  const names = [
    'new moon',
    'waxing crescent',
    'first quarter',
    'waxing gibbous',
    'full moon',
    'waning gibbous',
    'last quarter',
    'waning crescent',
  ];
  return names[Math.round((age / SYNODIC_MONTH) * 8) % 8];
}
