import { expect, test } from 'vitest';
import { CODES } from '../model/codes';
import { en } from './en';
import { chooseLanguage, LANGUAGES, speechOf } from './index';
import { zhTW } from './zh-TW';

const slots = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
const keys = Object.keys(en) as (keyof typeof en)[];

test('Chinese has exactly the keys and slots of English', () => {
  expect(Object.keys(zhTW).sort()).toEqual([...keys].sort());
  for (const key of keys) expect([key, slots(zhTW[key])]).toEqual([key, slots(en[key])]);
});

test('no text is empty, and Chinese texts are Chinese', () => {
  const alike = keys.filter((key) => zhTW[key] === en[key]);
  expect(alike.sort()).toEqual(['matrix.cell', 'product.name', 'unit.percent']);
  expect(keys.filter((key) => zhTW[key].trim() === '' || en[key].trim() === '')).toEqual([]);
});

test.each(LANGUAGES)('every code has a sentence in %s', (language) => {
  const speech = speechOf(language);
  for (const code of CODES) expect(speech.code(code)).toMatch(/[.。]$/);
  expect(speech.code('A_CODE_OF_TOMORROW')).toBeNull();
});

test('slots are filled, also with figures', () => {
  expect(speechOf('en').t('banner.next', { seconds: 24 })).toBe('Next attempt in 24 s.');
  expect(speechOf('zh-TW').t('filter.of', { all: '1,234' })).toBe('/ 1,234 批');
});

test('quantities are never grouped by ten thousands', () => {
  for (const text of Object.values(zhTW)) expect(text).not.toMatch(/萬|億/);
});

test.each([
  [['zh-TW'], 'zh-TW'],
  [['zh-tw'], 'zh-TW'],
  [['zh'], 'zh-TW'],
  [['zh-Hant-HK', 'en'], 'zh-TW'],
  [['de-DE', 'en-GB', 'zh-TW'], 'en'],
  [['de-DE'], 'en'],
  [[null, undefined, ''], 'en'],
  [['xx', 'zh-TW'], 'zh-TW'],
] as const)('the wishes %j are answered in %s', (wishes, language) => {
  expect(chooseLanguage(wishes)).toBe(language);
});
