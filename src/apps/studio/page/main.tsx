import { render } from 'preact';
import { App } from './app.tsx';
import { applyKeptTheme } from './theme.tsx';

applyKeptTheme();
const root = document.getElementById('studio');
if (root !== null) {
  root.replaceChildren();
  render(<App />, root);
}
