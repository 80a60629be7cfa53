import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS, type RandomStream } from '#base';
import { renderSummaryText } from '#report';
import { keptScenarioJson, parseScenario, parseScenarioJson, scenarioJson } from '#scenario';
import { auditInMemory, ROOT, runInMemory } from '../running.ts';
import { readFile } from '../scenario/parsing.ts';
import { below, inRounds, oneOf } from './rounds.ts';

const BASES = [
  ...[
    'break-glass',
    'chat-desk',
    'german-night',
    'second-opinion',
    'own-lines',
    'crash-dump',
    'law-drill',
  ].map((name) => `scenarios/${name}/scenario.yaml`),
  'tests/scenario/good/rich.yaml',
];

/**
 * Names that every JavaScript object inherits or that a text may give it. A map kept in an object would find them although nobody added
 * them.
 */
const INHERITED = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'isPrototypeOf',
    'toJSON',
  ],
  ...[
    'toLocaleString',
    'propertyIsEnumerable',
    '__defineGetter__',
    '__lookupSetter__',
    'then',
    'length',
    'name',
  ],
];

const HOURS = 3;

/** Inherited names in place of names and texts in scenarios. They are read, or refused with issues; valid scenarios run. */
export const names = inRounds('names', 'names that every object inherits, in scenarios', (stream) => {
  const path = oneOf(stream, BASES);
  const text = renamed(readFileSync(join(ROOT, path), 'utf8'), stream);
  const parsed = parseScenario({ path, text, readFile });
  if (!parsed.ok) return parsed.problem.length > 0 ? null : 'it is refused without an issue';
  const scenario = { ...parsed.value.scenario, horizonMs: HOURS * HOUR_MS };
  const again = parseScenarioJson(keptScenarioJson(scenario));
  if (!again.ok) return `its JSON is refused: ${again.problem[0]}`;
  if (scenarioJson(again.value) !== scenarioJson(scenario)) return 'its JSON says something else';
  const { ledger, summary } = runInMemory(again.value);
  const audit = auditInMemory(ledger, again.value);
  renderSummaryText(summary, audit, { width: 100, colour: (_, shown) => shown }, {});
  const broken = audit.invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
  return broken.length > 0 && !hasBreach(path) ? `${broken} are violated` : null;
});

/** Some scenarios show violations as they stand. */
function hasBreach(path: string): boolean {
  return path.includes('crash-dump') || path.includes('law-drill') || path.includes('break-glass');
}

/** Up to four words of the text are replaced: everywhere, so that names still match, or in one place. */
function renamed(text: string, stream: RandomStream): string {
  let changed = text;
  for (let left = 1 + below(stream, 4); left > 0; left--) {
    const words = [...changed.matchAll(/(?<=^|[\s{[,:"'./])[A-Za-z_][\w-]*(?=$|[\s}\],:"'./])/gm)];
    const word = oneOf(stream, words);
    const name = oneOf(stream, INHERITED);
    if (stream.uniform() < 0.7) {
      const everywhere = new RegExp(`(?<=^|[\\s{[,:"'./])${word[0]}(?=$|[\\s}\\],:"'./])`, 'gm');
      changed = changed.replace(everywhere, name);
    } else changed = changed.slice(0, word.index) + name + changed.slice(word.index + word[0].length);
  }
  return changed;
}
