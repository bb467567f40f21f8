// Writes docs/index.html: a page that leads to everything in docs. With --check: exits 1 when a link leads nowhere.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TARGET = 'docs/index.html';
if (process.argv.includes('--check')) {
  const links = [...readFileSync(TARGET, 'utf8').matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
  const dead = links.filter((link) => !existsSync(`docs/${link}`));
  process.stdout.write(`${links.length} links, ${dead.length} dead\n${dead.map((link) => `  ${link}\n`).join('')}`);
  process.exitCode = dead.length === 0 && links.length > 0 ? 0 : 1;
} else {
  const { name, version, description } = JSON.parse(readFileSync('package.json', 'utf8'));
  const tables = readdirSync('docs/tables')
    .sort()
    .map((file) => ({
      link: `tables/${file}`,
      title: readFileSync(`docs/tables/${file}`, 'utf8').split('\n')[0].replace('# ', ''),
    }));
  const item = ({ link, title }) => `      <li><a href="${link}">${title}</a></li>`;
  const items = [{ link: 'api.md', title: 'What it offers' }, ...tables].map(item).join('\n');
  writeFileSync(
    TARGET,
    `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>${name} ${version}</title>
  <body>
    <h1>${name} ${version}</h1>
    <p>${description}.</p>
    <ul>
${items}
    </ul>
  </body>
</html>
`,
  );
  process.stdout.write(`${TARGET}: ${tables.length + 1} pages\n`);
}
