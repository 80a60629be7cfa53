import { describe, expect, it } from 'vitest';
import { WEEK_MS } from '#base';
import type { Scenario } from '#domain';
import { keptScenarioJson, parseScenario, parseScenarioJson, scenarioJson } from '#scenario';
import { loadScenario, scenarioNames } from '../../running.ts';
import { readFile } from '../parsing.ts';

/** A scenario of the repository with a longer horizon. */
function lasting(name: string, horizon: string): Scenario {
  const path = `scenarios/${name}-longer/scenario.yaml`;
  const text = `meridian: 1\nname: longer\nextends: ../${name}/scenario.yaml\nhorizon: ${horizon}\n`;
  const parsed = parseScenario({ path, text, readFile });
  if (!parsed.ok) throw new Error(parsed.problem[0]?.message);
  return parsed.value.scenario;
}

describe('scenario.json', () => {
  it.each(scenarioNames())('gives the scenario back, byte for byte in its canonical form: %s', (name) => {
    const scenario = loadScenario(name);
    const text = keptScenarioJson(scenario);
    const read = parseScenarioJson(text);
    expect(read.ok ? scenarioJson(read.value) === scenarioJson(scenario) : read.problem).toBe(true);
    expect(read.ok && keptScenarioJson(read.value) === text).toBe(true);
  });

  it('of a run that was cut short gives the scenario back', () => {
    const scenario = { ...loadScenario('css-2014'), horizonMs: 3_600_000 };
    const read = parseScenarioJson(keptScenarioJson(scenario));
    expect(read.ok && scenarioJson(read.value) === scenarioJson(scenario)).toBe(true);
  });

  it('does not grow with the horizon: a year of css-2014 takes less than 1 MB', () => {
    const year = lasting('css-2014', '52 weeks');
    expect(year.horizonMs).toBe(52 * WEEK_MS);
    const text = keptScenarioJson(year);
    expect(text.length).toBeLessThan(1e6);
    const read = parseScenarioJson(text);
    expect(read.ok && scenarioJson(read.value) === scenarioJson(year)).toBe(true);
    expect(text.length).toBeLessThan(2 * keptScenarioJson(loadScenario('css-2014')).length);
  });

  it('has calendars by the week even if it is rewritten from a file with calendars written out', () => {
    const scenario = loadScenario('german-night');
    const old = parseScenarioJson(scenarioJson(scenario));
    expect(old.ok && keptScenarioJson(old.value)).toBe(keptScenarioJson(scenario));
  });
});

const scenario = loadScenario('css-2014');
const text = keptScenarioJson(scenario);

interface WeekText {
  days: unknown[];
  week: number[];
  except: Record<string, number>;
  timeZone: string;
}
interface FileText extends Record<string, unknown> {
  centres: { open: WeekText }[];
  streams: { rate: WeekText & { days: { fromMs: number[]; perMs: number[] }[] } }[];
}

function changed(change: (file: FileText) => unknown): string {
  const file = JSON.parse(text) as FileText;
  change(file);
  return JSON.stringify(file);
}

describe('a changed scenario.json', () => {
  it('belongs to another scenario, is refused, or is not the text that its scenario is written as', () => {
    const desk = loadScenario('chat-desk');
    const [text, whole] = [keptScenarioJson(desk), scenarioJson(desk)];
    let other = 0;
    const leaves: ((file: FileText) => void)[] = [];
    const visit = (value: unknown, path: readonly string[]) => {
      if (typeof value === 'number')
        leaves.push((file) => {
          let holder = file as Record<string, unknown>;
          for (const step of path.slice(0, -1)) holder = holder[step] as Record<string, unknown>;
          holder[path.at(-1) as string] = value + 1;
        });
      else if (typeof value === 'object' && value !== null)
        for (const [key, member] of Object.entries(value)) visit(member, [...path, key]);
    };
    visit(JSON.parse(text), []);
    expect(leaves.length).toBeGreaterThan(400);
    for (const leaf of leaves) {
      const file = JSON.parse(text) as FileText;
      leaf(file);
      const forged = JSON.stringify(file);
      const read = parseScenarioJson(forged);
      if (!read.ok) continue;
      const isOther = scenarioJson(read.value) !== whole;
      if (isOther) other++;
      expect(isOther || keptScenarioJson(read.value) !== forged, forged).toBe(true);
    }
    expect(other).toBeGreaterThan(200);
  });

  /** The first centre that is open by the week, and the first stream. */
  const centre = (JSON.parse(text) as FileText).centres.findIndex(({ open }) => 'week' in open);
  const openOf = ({ centres }: FileText) => (centres[centre] as FileText['centres'][number]).open;
  const rateOf = ({ streams }: FileText) => (streams[0] as FileText['streams'][number]).rate;
  const [open, rate] = [`centres.${centre}.open`, 'streams.0.rate'];
  const own = (value: object, key: string, member: unknown) =>
    Object.defineProperty(value, key, { value: member, enumerable: true });

  it.each<[string, (file: FileText) => unknown, string]>([
    [
      'an invalid date',
      (file) => own(openOf(file).except, '2014-02-30', 0),
      `${open}.except.2014-02-30: this is not a date; write a date as in 2014-12-25`,
    ],
    [
      'an inherited name for a date',
      (file) => own(openOf(file).except, 'toString', 0),
      `${open}.except.toString: this is not a date; write`,
    ],
    [
      'an unknown kind of day',
      (file) => openOf(file).week.fill(40, 2, 3),
      `${open}.week.2: there is no kind of day 40; name one of the`,
    ],
    [
      'a week of six days',
      (file) => openOf(file).week.pop(),
      `${open}.week: a week has seven days; give the kind of each, Monday first`,
    ],
    [
      'times that are not in order',
      (file) => own(openOf(file).days, '0', [[7_200_000, 3_600_000]]),
      `${open}.days.0: its times are not in order; write`,
    ],
    [
      'a time beyond its day',
      (file) => own(openOf(file).days, '0', [[86_400_000, 86_500_000]]),
      `${open}.days.0.0.0: it begins on a later day; move it`,
    ],
    [
      'a rate beyond its day',
      (file) => rateOf(file).days[0]?.fromMs.push(86_400_000),
      `${rate}.days.0.fromMs.`,
    ],
    [
      'a rate without a time',
      (file) => rateOf(file).days[0]?.perMs.push(1),
      `${rate}.days.0: give one rate for each time`,
    ],
    [
      'a time zone without a clock',
      (file) => own(rateOf(file), 'timeZone', 'Mars/Olympus'),
      `${rate}.timeZone: there is no clock of Mars/Olympus; add one to 'clocks'`,
    ],
    [
      'no end of its calendars',
      (file) => delete file['calendarsEndMs'],
      'calendarsEndMs: it is missing; give',
    ],
    [
      'an end of its calendars beyond all reason',
      (file) => own(file, 'calendarsEndMs', 1e15),
      'calendarsEndMs: ',
    ],
    [
      'calendars that expand to very much',
      (file) => own(file, 'calendarsEndMs', 1.5e12),
      'calendarsEndMs: the calendars expand to more than 4,000,000 windows and rates; lower it',
    ],
    [
      'the number of the other format',
      (file) => own(file, 'format', 2),
      'a calendar by the week needs format 3; set',
    ],
  ])('is refused, with place and remedy, for %s', (_, change, told) => {
    const read = parseScenarioJson(changed(change));
    expect(read.ok ? 'it was read' : read.problem.join('\n')).toContain(told);
  });
});
