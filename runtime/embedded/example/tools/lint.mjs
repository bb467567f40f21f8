// Checks every source file: it parses, its lines are short and clean, its exports are documented, nothing prints.
// Usage: node tools/lint.mjs [--report FILE]. Exits 1 when something was found.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LONGEST_LINE = 120;
const files = ['bin', 'src', 'test', 'tools']
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => /\.m?js$/.test(file))
  .sort();

const findings = [];
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const at = `${file}:${index + 1}`;
    if (line.length > LONGEST_LINE) findings.push(`${at} has ${line.length} characters`);
    if (/\s$/.test(line)) findings.push(`${at} ends with white space`);
    if (line.includes('\t')) findings.push(`${at} holds a tab`);
    if (file.startsWith('src') && /\bconsole\./.test(line)) findings.push(`${at} prints`);
    if (file.startsWith('src') && /^export function/.test(line) && lines[index - 1] !== ' */') {
      findings.push(`${at} exports without a comment`);
    }
  });
  if (!text.endsWith('\n')) findings.push(`${file} does not end with a newline`);
  try {
    execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' });
  } catch (error) {
    findings.push(
      `${file} does not parse: ${String(error.stderr)
        .split('\n')
        .find((line) => line.includes('Error'))}`,
    );
  }
}

const list = [...findings, ...files].map((line) => `- ${line}`).join('\n');
const report = `# Lint\n\n${files.length} files, ${findings.length} findings.\n\n${list}\n`;
const target = process.argv[process.argv.indexOf('--report') + 1];
if (process.argv.includes('--report')) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, report);
}
process.stdout.write(
  `${files.length} files checked, ${findings.length} findings\n${findings.map((line) => `  ${line}\n`).join('')}`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
