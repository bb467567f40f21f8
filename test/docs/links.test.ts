import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { headingAnchors, markdownPages, type Page } from './markdown-pages';

const ROOT = join(__dirname, '../..');

/** What no page may say: where somebody's machine, registry or mirror is. */
const MACHINES: readonly (readonly [what: string, form: RegExp])[] = [
  [
    'the host of a registry',
    /\b(?:registry\.(?!ts\b)[\w.-]+|[\w.-]*(?:artifactory|nexus|verdaccio|mirror|pypi)\.[\w.-]+)/i,
  ],
  ['a private address', /\b(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)\b/],
  ['a path of somebody’s machine', /(?<![\w.-])\/(?:home|root|Users|work|workspace|mnt|private)\//],
];

describe('the pages', () => {
  const pages = markdownPages(ROOT);

  it('are those that there should be', () => {
    const paths = pages.map(({ path }) => path);
    for (const wanted of [
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'REVIEW.md',
      'docs/architecture.md',
      'docs/glossary.md',
      'nodes/README.md',
    ]) {
      expect(paths).toContain(wanted);
    }
  });

  it('link to nothing that is not there', () => {
    expect(pages.flatMap((page) => brokenLinks(page, linkTarget))).toEqual([]);
  });

  it('name no machine', () => {
    expect(pages.flatMap(machinesIn)).toEqual([]);
  });

  it('name no file in code marks that is not there', () => {
    const own = pages.filter(({ path }) => !path.startsWith('runtime/embedded/example/'));
    const named = own.flatMap(({ path, text }) =>
      [...text.matchAll(/`((?:docs|test|runtime|nodes|workflows)\/[\w./-]+\.\w+)`/g)].map(([, file]) => ({
        path,
        file: file!,
      })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(
      named.filter(({ file }) => !existsSync(join(ROOT, file))).map(({ path, file }) => `${path}: ${file}`),
    ).toEqual([]);
  });
});

describe('this test', () => {
  const target = (path: string) => (path === 'docs/b.md' ? '# One page\n\n## What `it` is\n' : undefined);
  const page = (text: string): Page => ({ path: 'docs/a.md', text });

  it.each<[string, string, readonly string[]]>([
    ['a page that is not there', '[c](c.md)', ['docs/a.md: c.md']],
    ['a heading that is not there', '[b](b.md#two)', ['docs/a.md: b.md#two']],
    ['an image that is not there', '![c](images/c.png)', ['docs/a.md: images/c.png']],
    ['nothing wrong', '[b](b.md) [b](b.md#what-it-is) [b](../docs/b.md) [n8n](https://n8n.io)', []],
    ['nothing in code', '```md\n[c](c.md)\n```\n`[c](c.md)`', []],
  ])('sees %s', (_, text, expected) => expect(brokenLinks(page(text), target)).toEqual(expected));

  it.each([
    ['registry.example.org'],
    ['npm.mirror.example.org'],
    ['http://10.1.2.3:8080'],
    ['look in /home/me/nightshift'],
  ])('sees a machine in "%s"', (text) => expect(machinesIn(page(text))).toHaveLength(1));

  it('lets addresses of this machine and of products stand', () => {
    expect(
      machinesIn(page('http://127.0.0.1:5678, https://ntfy.sh, $HOME/x, /opt/nightshift, docker.n8n.io/n8nio/n8n')),
    ).toEqual([]);
  });
});

/** `page: link` of every relative link whose target, or heading in it, is missing. */
function brokenLinks({ path, text }: Page, target: (path: string) => string | undefined): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, link]) => {
    if (/^[a-z]+:/.test(link!)) return [];
    const [file = '', heading] = link!.split('#');
    const found = target(file === '' ? path : normalize(join(dirname(path), file)));
    if (found === undefined) return [`${path}: ${link}`];
    return heading === undefined || headingAnchors(found).includes(heading) ? [] : [`${path}: ${link}`];
  });
}

/** The text of a page, or nothing in particular of another file; undefined when there is none. */
function linkTarget(path: string): string | undefined {
  const file = join(ROOT, path);
  if (!existsSync(file)) return undefined;
  return statSync(file).isFile() && path.endsWith('.md') ? readFileSync(file, 'utf8') : '';
}

function machinesIn({ path, text }: Page): readonly string[] {
  return MACHINES.flatMap(([what, form]) => {
    const found = form.exec(text);
    return found === null ? [] : [`${path}: ${what}: ${found[0]}`];
  });
}

function withoutCode(text: string): string {
  return text.replace(/^( *)(`{3,}|~{3,})[\s\S]*?^\1\2/gm, '').replace(/`[^`\n]*`/g, '');
}
