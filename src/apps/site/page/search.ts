import MiniSearch from 'minisearch';

/** One heading of a page, with the text below it. */
export interface SearchEntry {
  readonly id: number;
  readonly address: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

declare global {
  interface Window {
    /** Set by `search-index.js`, which is loaded when somebody begins to search: a script works from a folder as well. */
    meridianPages?: readonly SearchEntry[];
  }
}

const MOST = 12;
const PAUSE_MS = 80;
const root = document.body.dataset.root ?? '.';
const input = document.querySelector<HTMLInputElement>('input[type=search]');
const list = document.querySelector<HTMLOListElement>('.found');
const contents = document.querySelector<HTMLDetailsElement>('.contents');
let index: Promise<MiniSearch<SearchEntry>> | null = null;

/** The index of all pages, built once. */
function indexOfPages(): Promise<MiniSearch<SearchEntry>> {
  index ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${root}/search-index.js`;
    script.onload = () => {
      const made = new MiniSearch<SearchEntry>({
        fields: ['heading', 'page', 'text'],
        storeFields: ['address', 'page', 'heading'],
        searchOptions: { boost: { heading: 4, page: 3 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
      });
      made.addAll(window.meridianPages ?? []);
      resolve(made);
    };
    script.onerror = () => reject(new Error('the index cannot be read'));
    document.head.append(script);
  });
  return index;
}

async function search(words: string): Promise<void> {
  if (list === null) return;
  if (words.trim() === '') {
    list.hidden = true;
    return;
  }
  const found = (await indexOfPages()).search(words).slice(0, MOST);
  if (input?.value !== words) return;
  const items = found.map(({ address, heading, page }) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = `${root}/${address}`;
    link.textContent = String(heading);
    const where = document.createElement('small');
    where.textContent = String(page);
    link.append(where);
    item.append(link);
    return item;
  });
  const none = document.createElement('li');
  const synonyms = document.createElement('a');
  synonyms.href = `${root}/explain/words.html`;
  synonyms.textContent = 'The planner’s words lists what things are called elsewhere.';
  none.append('Nothing is found. Fewer or shorter words find more. ', synonyms);
  list.replaceChildren(...(items.length === 0 ? [none] : items));
  list.hidden = false;
}

let waiting: ReturnType<typeof setTimeout> | undefined;
input?.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => search(input.value), PAUSE_MS);
});
input?.form?.addEventListener('submit', (event) => {
  event.preventDefault();
  list?.querySelector('a')?.click();
});
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && list !== null) list.hidden = true;
});
// A narrow screen shows the text first.
if (contents !== null && matchMedia('(max-width:760px)').matches) contents.open = false;
