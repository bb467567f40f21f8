export { daysOf } from './calendar.js';
export { moonAge, moonName } from './moon.js';
export { sunTimes } from './sun.js';
export { yearTable } from './table.js';
