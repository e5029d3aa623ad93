/** Fails when the first page outgrows its budget: JavaScript 60 kB, everything 150 kB, as brotli. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const SCRIPT_MAX = 60_000;
const PAYLOAD_MAX = 150_000;
const COMPRESSED = /\.(woff2|png|jpg)$/;

const dist = join(import.meta.dirname, 'dist');

/** Bytes that a browser transfers for a file. */
function transferred(path) {
  const bytes = readFileSync(path);
  return COMPRESSED.test(path) ? bytes.length : brotliCompressSync(bytes).length;
}

const assets = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));
const sum = (paths) => paths.reduce((bytes, path) => bytes + transferred(path), 0);
const script = sum(assets.filter((path) => path.endsWith('.js')));
const payload = sum([...assets, join(dist, 'index.html'), join(dist, 'icon.svg')]);

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const line = `JavaScript ${kB(script)} of ${kB(SCRIPT_MAX)}, payload ${kB(payload)} of ${kB(PAYLOAD_MAX)}`;
if (script > SCRIPT_MAX || payload > PAYLOAD_MAX) {
  console.error(`The first page is over its budget: ${line}.`);
  process.exit(1);
}
console.log(`Budget: ${line}.`);
