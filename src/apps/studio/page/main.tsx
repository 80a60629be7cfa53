import { render } from 'preact';
import { App } from './app.tsx';
import { applyKeptTheme } from './theme.tsx';

applyKeptTheme();
const root = document.getElementById('studio');
if (root !== null) {
  // In a task of its own: to read the program takes long enough.
  setTimeout(() => {
    root.replaceChildren();
    render(<App />, root);
  });
}
