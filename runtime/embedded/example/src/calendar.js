const DAY_MS = 86_400_000;

/**
 * Every day of a year, as midnight UTC, in order.
 *
 * @param {number} year - For instance 2024.
 * @returns {Date[]} 365 or 366 of them.
 */
export function daysOf(year) {
  const days = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY_MS) days.push(new Date(at));
  return days;
}

/**
 * Days since noon of 1 January 2000 UTC, with fractions: what the equations of astronomy count in.
 *
 * @param {Date} date - Any moment.
 * @returns {number} Negative before the year 2000.
 */
export function daysSince2000(date) {
  return (date.getTime() - Date.UTC(2000, 0, 1, 12)) / DAY_MS;
}
