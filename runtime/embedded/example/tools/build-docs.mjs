// Writes docs/api.md from the comments of what src exports. With --check: exits 1 when the page is not up to date.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TARGET = 'docs/api.md';
const entries = readdirSync('src')
  .filter((name) => name.endsWith('.js') && name !== 'index.js')
  .sort()
  .flatMap((name) => {
    const text = readFileSync(`src/${name}`, 'utf8');
    const pattern = /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport function (\w+)\(([^)]*)\)/g;
    return [...text.matchAll(pattern)].map(([, comment, title, parameters]) => ({ name, comment, title, parameters }));
  });

const page = entries
  .map(({ name, comment, title, parameters }) => {
    const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, ''));
    const at = lines.findIndex((line) => line.startsWith('@'));
    const tags = lines
      .slice(at)
      .join('\n')
      .trim()
      .split(/\n(?=@)/);
    const told = tags.map(
      (tag) => `- ${tag.replace(/^@(\w+) \{(.+?)\}(?= |\n)/s, '*$1* `$2`').replace(/\s*\n\s*/g, ' ')}`,
    );
    const about = lines.slice(0, at).join('\n').trim();
    return `## \`${title}(${parameters})\`\n\n${about}\n\n${told.join('\n')}\n\n<small>src/${name}</small>\n`;
  })
  .join('\n');
const text = `# almanac: what it offers\n\n${page}`;

if (process.argv.includes('--check')) {
  const isCurrent = existsSync(TARGET) && readFileSync(TARGET, 'utf8') === text;
  process.stdout.write(isCurrent ? `${TARGET} is up to date\n` : `${TARGET} is not up to date\n`);
  process.exitCode = isCurrent ? 0 : 1;
} else {
  mkdirSync('docs', { recursive: true });
  writeFileSync(TARGET, text);
  process.stdout.write(`${TARGET}: ${entries.length} functions\n`);
}
