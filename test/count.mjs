// Counts what the stages of `./andon test` did, names what failed, and ends in one line:
// `N passed, N failed`, with `, N skipped` when some were. Exit code 0 only when every stage
// ended well, something ran and nothing failed.
//
// Reads REPORTS/stages (name, exit code or "not-run", seconds) and the reports of each stage:
// surefire's XML and vitest.json for maven, e2e.json for browser, their own logs (TAP) for command and
// alerts.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const reports = process.argv[2];

/** @typedef {{ name: string, outcome: 'passed' | 'failed' | 'skipped', message?: string }} Test */

/** Every surefire report below the modules. @returns {Test[]} */
function surefire() {
  return readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.name, 'target/surefire-reports'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => /TEST-.*\.xml$/.test(file))
    .flatMap((file) => testcases(readFileSync(file, 'utf8')));
}

/** @returns {Test[]} */
function testcases(xml) {
  const texts = /<(system-out|system-err)>[\s\S]*?<\/\1>|<!\[CDATA\[[\s\S]*?\]\]>/g;
  const cases = xml.replace(texts, '').matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g);
  return [...cases].map(([, attributes, body = '']) => {
    const simpleClass = attribute(attributes, 'classname').replace(/^.*\./, '');
    const name = `${simpleClass}.${attribute(attributes, 'name')}`;
    const problem = /<(?:failure|error)\b([^>]*)>/.exec(body);
    if (problem) return { name, outcome: 'failed', message: attribute(problem[1], 'message') };
    return { name, outcome: /<skipped\b/.test(body) ? 'skipped' : 'passed' };
  });
}

function attribute(text, name) {
  const raw = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';
  const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return raw.replace(/&(?:(\w+)|#(\d+)|#x([\da-f]+));/gi, (whole, entity, decimal, hex) => {
    if (entity) return named[entity] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
  });
}

/** Vitest's JSON report; a file that could not even be loaded counts as one failure. @returns {Test[]} */
function vitest() {
  const outcomes = { passed: 'passed', failed: 'failed' };
  return json('frontend/target/vitest.json', 'the front end’s unit tests', (report) =>
    report.testResults.flatMap((file) => {
      if (file.status === 'failed' && file.assertionResults.every((a) => a.status !== 'failed')) {
        return [{ name: file.name, outcome: 'failed', message: file.message }];
      }
      return file.assertionResults.map((a) => ({
        name: a.fullName,
        outcome: outcomes[a.status] ?? 'skipped',
        message: a.failureMessages?.[0],
      }));
    }),
  );
}

/** @returns {Test[]} */
function browser() {
  return json('frontend/target/e2e.json', 'the browser tests', ({ tests, skipped = 0 }) => [
    ...tests.map(({ name, ok, message }) => ({ name, outcome: ok ? 'passed' : 'failed', message })),
    ...Array.from({ length: skipped }, () => ({ name: 'a browser test', outcome: 'skipped' })),
  ]);
}

/** @returns {Test[]} */
function json(file, what, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return [{ name: `${what} left no readable ${file}`, outcome: 'failed', message: error.message }];
  }
}

/** Lines of the Test Anything Protocol. @returns {Test[]} */
function tap(file) {
  const line = /^(not )?ok - (.*?)( # SKIP .*)?$(?:\n# +(.*))?/gm;
  return [...readFileSync(file, 'utf8').matchAll(line)].map(([, failed, name, skipped, message]) => {
    if (failed) return { name, outcome: 'failed', message };
    return { name, outcome: skipped ? 'skipped' : 'passed' };
  });
}

/** @returns {Test[]} */
function testsOf(stage, outcome) {
  if (outcome === 'not-run') return [];
  if (stage === 'browser') return browser();
  if (stage === 'command' || stage === 'alerts') return tap(join(reports, `${stage}.log`));
  // A house that does not compile never came to the front end.
  const front = outcome === '0' || existsSync('frontend/target/vitest.json') ? vitest() : [];
  return [...surefire(), ...front];
}

const count = (tests, outcome) => tests.filter((test) => test.outcome === outcome).length;
const all = [];
let complete = true;

console.log('');
for (const line of readFileSync(join(reports, 'stages'), 'utf8').trim().split('\n')) {
  const [stage, outcome, seconds] = line.split(' ');
  const tests = testsOf(stage, outcome);
  const named = count(tests, 'failed');
  if (outcome !== '0') complete = false;
  if (outcome === 'not-run') {
    console.log(`== ${stage}: not run, as a stage before it failed`);
    continue;
  }
  if (outcome !== '0' && named === 0) {
    const message = `see ${join(reports, stage)}.log`;
    tests.push({ name: `${stage} ended with ${outcome}`, outcome: 'failed', message });
  }
  const parts = ['passed', 'failed', 'skipped'].map((o) => `${count(tests, o)} ${o}`);
  console.log(`== ${stage}: ${parts.join(', ')} in ${seconds} s`);
  for (const { name, outcome: how, message = '' } of tests) {
    if (how === 'failed') console.log(`FAILED ${name}${message && ': '}${message.split('\n')[0]}`);
  }
  all.push(...tests);
}

const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map((o) => count(all, o));
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = complete && failed === 0 && passed > 0 ? 0 : 1;
