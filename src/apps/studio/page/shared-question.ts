import { EXPERIMENTS } from '../calls.ts';
import type { ScenarioText } from '../protocol.ts';
import type { Client } from './client.ts';
import type { Question } from './kept-results.ts';

/** What a file of a result holds besides the question: the files of its answer. */
export interface GivenResult extends Question {
  readonly files: Readonly<Record<string, string>>;
}

const FORMAT = 'meridian-result';

/** A file that gives the same result to whoever drops it on this page. It holds the texts of the scenarios. */
export function resultFile({ ask, files, name }: GivenResult): string {
  return `${JSON.stringify({ [FORMAT]: 1, name, ask, files }, null, 1)}\n`;
}

/** Null for a file of another kind. */
export function givenResult(text: string): GivenResult | null {
  if (!text.startsWith('{') || !text.includes(`"${FORMAT}"`)) return null;
  try {
    const read = JSON.parse(text) as Partial<GivenResult> & { readonly [FORMAT]?: unknown };
    const name = EXPERIMENTS.find((one) => one === read.name);
    if (read[FORMAT] !== 1 || name === undefined || !isMap(read.ask) || !isMap(read.files)) return null;
    return { name, ask: read.ask as Question['ask'], files: read.files as GivenResult['files'] };
  } catch {
    return null;
  }
}

/** A question for a link: it leaves out the texts of files as everybody has them. */
export async function questionText(client: Client, { ask, name }: Question): Promise<string> {
  const shortened = await withTexts(ask, async ({ path, text }) => {
    const original = await client.ask('original', { path });
    return original?.text === text ? { path, text: null } : { path, text };
  });
  return JSON.stringify({ name, ask: shortened });
}

/** Null for a text that is no question. */
export async function questionIn(client: Client, text: string): Promise<Question | null> {
  const read = givenResult(JSON.stringify({ [FORMAT]: 1, files: {}, ...JSON.parse(text) }));
  if (read === null) return null;
  const ask = await withTexts(read.ask, async (one) =>
    one.text === null ? client.ask('open', { path: one.path }) : one,
  );
  return { name: read.name, ask: ask as Question['ask'] };
}

type SharedText = Pick<ScenarioText, 'path'> & { readonly text: string | null };

/** A value in which `map` was applied to each text of a scenario. */
async function withTexts(value: unknown, map: (text: SharedText) => Promise<SharedText>): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((one) => withTexts(one, map)));
  if (!isMap(value)) return value;
  if ('path' in value && 'text' in value) return map(value as unknown as SharedText);
  const entries = Object.entries(value).map(async ([key, one]) => [key, await withTexts(one, map)]);
  return Object.fromEntries(await Promise.all(entries));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
