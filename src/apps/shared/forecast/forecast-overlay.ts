import { basename, join, resolve } from 'node:path';
import { DAY_MS } from '#base';
import { type BaseDemand, clockOf, type Forecast, writeOverlay } from '#calibration';
import type { DayNumber, Scenario } from '#domain';
import { idOf, parseScenario, type ScenarioInput } from '#scenario';
import { extendsPath, inputFor } from '../calibration/overlay-place.ts';
import { complained, orRefuse, refuse } from '../problem.ts';
import type { OpenedScenario } from '../scenario/load-scenario.ts';

/** A forecast as a scenario: with rates that are drawn, and with rates that are taken to be certain. */
export interface ForecastScenarios {
  readonly text: string;
  readonly input: ScenarioInput;
  readonly drawn: Scenario;
  readonly fixed: Scenario;
  /** What of the forecast the scenario cannot take. */
  readonly leftOut: readonly string[];
}

export interface OverlayPlace {
  readonly out: string;
  readonly base: OpenedScenario;
  readonly firstDay: DayNumber;
  readonly days: number;
  readonly timeZone: string;
}

/** Writes and checks the overlay over a base. */
export function forecastScenarios(
  forecast: Forecast,
  { base, days, firstDay, out, timeZone }: OverlayPlace,
): ForecastScenarios {
  const extended = extendsPath(out, base.input.path);
  const segments = demandOf(base.scenario);
  const stray = forecast.series.filter(
    ({ channel, segment }) => !segments.get(segment)?.channels.has(channel),
  );
  if (stray.length === forecast.series.length) {
    const names = [...new Set(stray.map(({ channel, segment }) => `${segment} by ${channel}`))]
      .slice(0, 5)
      .join(', ');
    const known = [...segments]
      .map(([id, { channels }]) => `${id} by ${[...channels].join(' and ')}`)
      .join(', ');
    return refuse(
      `${base.input.path} has none of the segments and channels of the log: ${names}`,
      `translate them into ${known}, or leave --scenario out`,
    );
  }
  const atMs = firstDay * DAY_MS;
  const start = clockOf(timeZone, { fromMs: atMs, untilMs: atMs + DAY_MS }).instantOf(firstDay, 0);
  const names = {
    name: idOf(basename(resolve(out)), 'forecast'),
    title: `${base.scenario.title}, forecast`,
    base: extended,
    start: new Date(start).toISOString(),
    days,
    segments,
  };
  const closed = new Set<string>();
  const write = (isDrawn: boolean) => writeOverlay(forecast, { ...names, closed, isDrawn });
  const parse = (text: string) => parseScenario(inputOf(out, text, base));
  let parsed = parse(write(true));
  while (!parsed.ok) {
    // Rate and profile of the base have no cases on some dates: nothing could spread those of the forecast.
    const dates = parsed.problem.flatMap(({ code, path }) => {
      const [, segment, channel, date] =
        /^segments\.(.+)\.forecast\.([^.]+)\.([^.]+)\.cases$/.exec(path) ?? [];
      return code === 'no-weight' && date !== undefined ? [`${segment} ${channel} ${date}`] : [];
    });
    if (dates.length === 0) return complained('bad input', parsed.problem);
    for (const date of dates) closed.add(date);
    parsed = parse(write(true));
  }
  const fixed = orRefuse(parse(write(false)));
  const text = write(true);
  return {
    text,
    input: inputOf(out, text, base),
    drawn: parsed.value.scenario,
    fixed: fixed.scenario,
    leftOut: [
      ...stray.map(
        ({ channel, segment }) => `The scenario has no ${segment} by ${channel}: its forecast is left out.`,
      ),
      ...closedSentences(forecast, closed),
    ],
  };
}

function inputOf(out: string, text: string, base: OpenedScenario): ScenarioInput {
  return inputFor(join(out, 'scenario.yaml'), text, base.input);
}

/** Segments that ask at rates, with the channels on which they do. */
function demandOf({ segments, streams }: Scenario): ReadonlyMap<string, BaseDemand> {
  return new Map(
    segments.flatMap(({ busyness, id }, number): [string, BaseDemand][] => {
      const asking = streams.filter(
        ({ rate, segment }) => segment === number && rate.perMs.some((one) => one > 0),
      );
      if (asking.length === 0) return [];
      return [
        [id, { channels: new Set(asking.map(({ channel }) => channel)), isBusy: busyness !== undefined }],
      ];
    }),
  );
}

function closedSentences({ series }: Forecast, closed: ReadonlySet<string>): readonly string[] {
  let [cases, dates] = [0, 0];
  for (const { channel, days, segment } of series) {
    for (const day of days) {
      if (!closed.has(`${segment} ${channel} ${day.date}`)) continue;
      cases += day.cases;
      dates++;
    }
  }
  // Less than half a case is no loss.
  if (cases < 0.5) return [];
  return [
    `On ${dates} dates the profile of the scenario has no cases, so ${Math.round(cases).toLocaleString('en-GB')} cases of the forecast are left out. Calibrate the scenario again, or give these dates a weight.`,
  ];
}
