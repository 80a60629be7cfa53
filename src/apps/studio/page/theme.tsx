import { useState } from 'preact/hooks';

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
    <label class="field inline theme">
      <span>Theme</span>
      <select value={theme} onChange={(event) => choose(event.currentTarget.value as Theme)}>
        {THEMES.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
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
