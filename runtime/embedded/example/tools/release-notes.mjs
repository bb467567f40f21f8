// Writes release/NOTES.md from the changelog, the reports and the package list. Usage: node tools/release-notes.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const log = readFileSync('CHANGELOG.md', 'utf8');
const changes = log.split(`## ${version}\n`)[1].split('\n## ')[0].trim();
const facts = readdirSync('reports')
  .sort()
  .map((file) => readFileSync(`reports/${file}`, 'utf8').split('\n'))
  .map(([title, , fact]) => `- ${title.replace('# ', '')}: ${fact}`);
const packed = readFileSync(`release/${name}-${version}.txt`, 'utf8').trim().split('\n').length;
writeFileSync(
  'release/NOTES.md',
  `# ${name} ${version}\n\n${changes}\n\n## How it was checked\n\n${facts.join('\n')}\n- Package: ${packed} files.\n`,
);
process.stdout.write(`release/NOTES.md: ${facts.length} reports, ${packed} files\n`);
