import { useEffect } from 'preact/hooks';
import { HOUR_MS } from '#base';
import type { ScenarioText } from '../protocol.ts';
import type { Client } from './client.ts';
import { EVERYTHING, type Look, type Source, type Stretch, type StudioState, VIEWS } from './state.ts';

/**
 * Contents of a link: everything that defines the run, and the view. All of it is in the fragment, which browsers
 * never send to servers.
 */
export interface Shared
  extends Pick<StudioState, 'breach' | 'caseNumber' | 'look' | 'seed' | 'stretch' | 'until' | 'view'> {
  readonly path: string;
  /** Null: the unchanged file in the page's folder. */
  readonly text: string | null;
  /** The question of an experiment, as text; null: none. */
  readonly question?: string | null;
}

/** Some mail programs cut longer fragments off; the page warns. */
export const LINK_COMFORTABLE = 8000;

export async function fragmentOf(shared: Shared, original: ScenarioText | null): Promise<string> {
  const fields = new URLSearchParams({ scenario: shared.path, view: shared.view });
  if (shared.seed !== '') fields.set('seed', shared.seed);
  if (shared.until !== '') fields.set('until', shared.until);
  if (shared.breach !== '') fields.set('breach', shared.breach);
  if (shared.caseNumber !== null) fields.set('case', String(shared.caseNumber));
  for (const name of LOOKS) {
    const id = shared.look[name];
    if (id !== null) fields.set(name, id);
  }
  if (shared.stretch !== null) fields.set('hours', hoursText(shared.stretch));
  if (shared.text !== null && shared.text !== original?.text) fields.set('text', await packed(shared.text));
  return `#${fields}`;
}

/** What a link to the result of an experiment has besides what every link has. */
export async function questionField(question: string): Promise<string> {
  return String(new URLSearchParams({ question: await packed(question) }));
}

export async function sharedOf(fragment: string): Promise<Shared | null> {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const path = fields.get('scenario');
  if (path === null) return null;
  const text = fields.get('text');
  const view = VIEWS.find((name) => name === fields.get('view')) ?? 'overview';
  const caseText = fields.get('case');
  const question = fields.get('question');
  return {
    path,
    view,
    text: text === null ? null : await unpacked(text),
    seed: fields.get('seed') ?? '',
    until: fields.get('until') ?? '',
    breach: fields.get('breach') ?? '',
    caseNumber: caseText !== null && /^\d+$/.test(caseText) ? Number(caseText) : null,
    look: { ...EVERYTHING, ...Object.fromEntries(LOOKS.map((name) => [name, fields.get(name)])) },
    stretch: stretchOf(fields.get('hours') ?? ''),
    question: question === null ? null : await unpacked(question),
  };
}

const LOOKS = Object.keys(EVERYTHING) as (keyof Look)[];

/** Hours of the run, e.g. `6-14.5`. */
function hoursText({ fromMs, toMs }: Stretch): string {
  return `${fromMs / HOUR_MS}-${toMs / HOUR_MS}`;
}

function stretchOf(text: string): Stretch | null {
  const [, from, to] = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const stretch = { fromMs: Number(from) * HOUR_MS, toMs: Number(to) * HOUR_MS };
  return stretch.toMs > stretch.fromMs ? stretch : null;
}

async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Null if the text was not packed by this page. */
async function unpacked(text: string): Promise<string | null> {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return await new Response(stream).text();
  } catch {
    return null;
  }
}

/** The fragment of a link to this source, as the page is now. */
export async function fragmentNow(
  client: Client,
  state: StudioState,
  { path, text }: Source,
): Promise<string> {
  const { breach, caseNumber, look, seed, stretch, until, view } = state;
  const original = await client.ask('original', { path });
  return fragmentOf({ path, text, breach, caseNumber, look, seed, stretch, until, view }, original);
}

/**
 * Keeps the address in step with the view, so that a reload shows the same. It contains an edited text once that has
 * been run or a link was requested.
 */
export function useAddress(client: Client, state: StudioState): void {
  const { breach, caseNumber, look, run, seed, source, stretch, until, view } = state;
  useEffect(() => {
    if (run === null || source === null) return;
    let isLatest = true;
    const follow = async () => {
      const fragment = await fragmentNow(client, state, source);
      if (isLatest) history.replaceState(null, '', fragment);
    };
    follow().catch(() => {});
    return () => {
      isLatest = false;
    };
  }, [run, source?.path, breach, caseNumber, look, seed, stretch, until, view]);
}
