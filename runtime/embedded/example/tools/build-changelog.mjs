// Moves the notes of changes/ into CHANGELOG.md, under the version of package.json. Does nothing the second time.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const notes = existsSync('changes')
  ? readdirSync('changes')
      .filter((name) => name.endsWith('.md'))
      .sort()
  : [];
const log = readFileSync('CHANGELOG.md', 'utf8');
if (notes.length > 0 && !log.includes(`## ${version}\n`)) {
  const lines = notes.map((name) => `- ${readFileSync(`changes/${name}`, 'utf8').trim()}`);
  writeFileSync('CHANGELOG.md', log.replace('# Changelog\n', `# Changelog\n\n## ${version}\n\n${lines.join('\n')}\n`));
  for (const name of notes) rmSync(`changes/${name}`);
}
process.stdout.write(`CHANGELOG.md: ${notes.length} notes under ${version}\n`);
