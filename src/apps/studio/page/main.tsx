import { render } from 'preact';
import { App } from './app.tsx';
import { applyKeptTheme } from './theme.tsx';

applyKeptTheme();
const root = document.getElementById('studio');
if (root !== null) {
  // In a separate task, because parsing the program already takes long.
  setTimeout(() => {
    root.replaceChildren();
    render(<App />, root);
  });
}
