// Writes the almanac of a year for each place. Usage: node tools/build-tables.mjs YEAR
import { mkdirSync, writeFileSync } from 'node:fs';
import { yearTable } from '../src/index.js';

const year = Number(process.argv[2]);
const places = [
  { name: 'London', latitude: 51.5074, longitude: -0.1278 },
  { name: 'Quito', latitude: -0.1807, longitude: -78.4678 },
  { name: 'Sydney', latitude: -33.8688, longitude: 151.2093 },
  { name: 'Tromsø', latitude: 69.65, longitude: 18.96 },
];
mkdirSync('docs/tables', { recursive: true });
for (const place of places) {
  const file = `docs/tables/${place.name.toLowerCase().replace('ø', 'o')}-${year}.md`;
  writeFileSync(file, yearTable(place, year));
  process.stdout.write(`${file}\n`);
}
