import { chooseLanguage, type Language } from '../i18n';

export type Theme = 'system' | 'light' | 'dark';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const LANGUAGE_KEY = 'andon.language';
const THEME_KEY = 'andon.theme';

/** Language and theme: the address wins, then what this browser remembers, then the system. */
export function languageOf(address: string | null, browser: readonly string[]): Language {
  return chooseLanguage([address, recall(LANGUAGE_KEY), ...browser]);
}

export function themeOf(address: string | null): Theme {
  const wish = [address, recall(THEME_KEY)].find((each) => isTheme(each));
  return isTheme(wish) ? wish : 'system';
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}

export function rememberLanguage(language: Language): void {
  remember(LANGUAGE_KEY, language);
}

export function rememberTheme(theme: Theme): void {
  remember(THEME_KEY, theme);
}

function isTheme(text: unknown): text is Theme {
  return (THEMES as readonly unknown[]).includes(text);
}

/** A browser may refuse storage altogether; the choice then lasts as long as the page. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is refused here: nothing is kept.
  }
}
