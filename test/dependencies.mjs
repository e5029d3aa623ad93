// Holds docs/dependencies.md to the poms and frontend/package.json, in both directions: every
// artifact and package declared has a row, every row is declared, and every version property
// named exists. Prints what is wrong; exit code 1 when something is.

import { existsSync, readFileSync, readdirSync } from 'node:fs';

const read = (file) => readFileSync(file, 'utf8');
const modules = readdirSync('.').map((name) => `${name}/pom.xml`);
const poms = ['pom.xml', ...modules].filter((file) => existsSync(file)).map(read);
const packages = JSON.parse(read('frontend/package.json'));
const document = read('docs/dependencies.md');

const coordinates = /<groupId>([^<]+)<\/groupId>\s*<artifactId>([^<]+)<\/artifactId>/g;
const artifacts = poms
  .map((pom) => pom.replace(/<exclusions>[\s\S]*?<\/exclusions>|<!--[\s\S]*?-->/g, ''))
  .flatMap((pom) => [...pom.matchAll(coordinates)])
  .filter(([, group]) => group !== 'io.andon')
  .map(([, , artifact]) => artifact);
const declared = new Set([
  ...artifacts,
  ...Object.keys(packages.dependencies ?? {}),
  ...Object.keys(packages.devDependencies ?? {}),
]);

const rows = document.split('\n').filter((line) => line.startsWith('| `'));
const explained = new Set(rows.map((row) => /^\| `([^`]+)`/.exec(row)[1]));
const properties = [...document.matchAll(/`([\w.-]+\.version)`/g)].map(([, name]) => name);

const problems = [
  ...[...declared].filter((name) => !explained.has(name)).map((name) => `${name} has no row`),
  // The formatter is declared by its version alone.
  ...[...explained]
    .filter((name) => !declared.has(name) && !poms[0].includes(`<${name}.version>`))
    .map((name) => `${name} has a row but nobody declares it`),
  ...properties
    .filter((name) => !poms.some((pom) => pom.includes(`<${name}>`)))
    .map((name) => `no pom has the property ${name}`),
];
for (const problem of problems) console.log(`docs/dependencies.md: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
