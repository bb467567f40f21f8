// Packs what users get into release/almanac-VERSION.tgz, always the same bytes for the same files, and writes a list
// with sizes and digests beside it. With --verify: unpacks it in memory and compares. Exits 1 when they differ.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const archive = `release/almanac-${version}.tgz`;
const list = `release/almanac-${version}.txt`;

const filesIn = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesIn(`${path}/${name}`))
    : [path];
const files = ['CHANGELOG.md', 'README.md', 'bin', 'docs/api.md', 'docs/tables', 'package.json', 'src'].flatMap(
  filesIn,
);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** One header of a tar archive: 512 bytes, no owner and no time. */
function header(name, size) {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0' + '0000000\0' + '0000000\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124);
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function pack() {
  const blocks = files.flatMap((file) => {
    const bytes = readFileSync(file);
    return [
      header(`almanac-${version}/${file}`, bytes.length),
      bytes,
      Buffer.alloc((512 - (bytes.length % 512)) % 512),
    ];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1_024)]), { level: 9 });
}

function unpack(bytes) {
  const tar = gunzipSync(bytes);
  const found = new Map();
  for (let at = 0; tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('utf8', at + 124, at + 135), 8);
    found.set(name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}

if (process.argv.includes('--verify')) {
  const packed = unpack(readFileSync(archive));
  const wrong = readFileSync(list, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => {
      const [digest, , name] = line.split(/\s+/);
      const bytes = packed.get(name);
      return bytes === undefined || sha256(bytes) !== digest;
    });
  process.stdout.write(`${archive}: ${packed.size} files, ${wrong.length} wrong\n`);
  process.exitCode = wrong.length === 0 && packed.size > 0 ? 0 : 1;
} else {
  mkdirSync('release', { recursive: true });
  const bytes = pack();
  writeFileSync(archive, bytes);
  const lines = files.map((file) => {
    const content = readFileSync(file);
    return `${sha256(content)} ${String(content.length).padStart(8)} almanac-${version}/${file}`;
  });
  writeFileSync(list, `${lines.join('\n')}\n`);
  process.stdout.write(`${archive}: ${files.length} files, ${bytes.length} bytes\n`);
}
