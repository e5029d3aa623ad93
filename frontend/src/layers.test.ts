import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect, test } from 'vitest';

/** What each layer may import besides itself. Only pages join data and view. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  i18n: ['model'],
  data: ['model'],
  view: ['model', 'i18n'],
  pages: ['model', 'i18n', 'data', 'view'],
  testing: ['model', 'data'],
};
const LINES_MAX = 300;

const root = import.meta.dirname;

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

const sources = filesIn(root).map((path) => ({
  path: path.slice(root.length + 1),
  text: readFileSync(path, 'utf8'),
}));
const layerOf = (path: string): string => path.split(sep)[0]!;
const inLayers = sources.filter(({ path }) => path.includes(sep));

function importsOf(text: string): string[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name]) => name!);
}

test('every folder is a layer', () => {
  expect([...new Set(inLayers.map(({ path }) => layerOf(path)))].sort()).toEqual(
    Object.keys(MAY_IMPORT).sort(),
  );
});

test('imports point from pages over view and data to model, and never back', () => {
  const wrong = inLayers.flatMap(({ path, text }) => {
    const layer = layerOf(path);
    const testing = path.endsWith('.test.ts') ? ['testing'] : [];
    const allowed = new Set([layer, ...testing, ...MAY_IMPORT[layer]!]);
    return importsOf(text)
      .filter((name) => name.startsWith('.'))
      .map((name) => normalize(join(dirname(path), name)))
      .filter((target) => !allowed.has(layerOf(target)))
      .map((target) => `${path} → ${target}`);
  });
  expect(wrong).toEqual([]);
});

test('the model knows no browser and no framework', () => {
  const wrong = sources
    .filter(({ path }) => layerOf(path) === 'model' && !path.endsWith('.test.ts'))
    .filter(
      ({ text }) =>
        importsOf(text).some((name) => !name.startsWith('.')) ||
        /\b(document|window|fetch|localStorage|navigator)\b(\.[a-z]|\()/.test(text),
    );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('no file is longer than a person reads at once', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > LINES_MAX + 1);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('nothing that a strict content security policy would refuse', () => {
  const wrong = sources
    .filter(({ path }) => path.endsWith('.svelte'))
    .filter(({ text }) => /\sstyle="|\{@html|<script[^>]*src=|javascript:/.test(text));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});
