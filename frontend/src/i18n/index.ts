/** Languages of the screen. */
import { isCode } from '../model/codes';
import { codesEn } from './codes.en';
import { codesZhTW } from './codes.zh-TW';
import { en } from './en';
import { translator, type Translate } from './words';
import { zhTW } from './zh-TW';

export type { Key, Translate } from './words';

export const LANGUAGES = ['en', 'zh-TW'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Everything a view needs to speak. */
export interface Speech {
  readonly language: Language;
  /** The language's name in itself. */
  readonly name: string;
  readonly t: Translate;
  /** What a code means, or null for a code that this page does not know. */
  code(code: string): string | null;
}

const SPEECHES: Readonly<Record<Language, Speech>> = {
  en: speech('en', 'English', translator(en), codesEn),
  'zh-TW': speech('zh-TW', '中文', translator(zhTW), codesZhTW),
};

export function speechOf(language: Language): Speech {
  return SPEECHES[language];
}

/** The language to use: the first wish that is spoken here, by name or by family. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const exact = LANGUAGES.find((each) => each.toLowerCase() === wish?.toLowerCase());
    if (exact) return exact;
    if (wish && /^zh\b/i.test(wish)) return 'zh-TW';
    if (wish && /^en\b/i.test(wish)) return 'en';
  }
  return 'en';
}

function speech(
  language: Language,
  name: string,
  t: Translate,
  codes: Readonly<Record<string, string>>,
): Speech {
  return { language, name, t, code: (code) => (isCode(code) ? codes[code]! : null) };
}
