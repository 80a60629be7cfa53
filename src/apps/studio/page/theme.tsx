import { useState } from 'preact/hooks';
import { Choice } from './form-parts.tsx';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Key of the choice in this browser's storage. */
const KEPT_AS = 'meridian-studio-theme';

/** Applies the theme chosen last; otherwise the system's. */
export function applyKeptTheme(): void {
  apply(keptTheme());
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(keptTheme);
  const choose = (next: Theme) => {
    apply(next);
    setTheme(next);
    try {
      localStorage.setItem(KEPT_AS, next);
    } catch {
      // The browser stores nothing: the choice lasts until the page is closed.
    }
  };
  return (
    <Choice
      label="Theme"
      style="inline theme"
      value={theme}
      options={THEMES}
      onChoose={(next) => choose(next as Theme)}
    />
  );
}

function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return THEMES.find((name) => name === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
