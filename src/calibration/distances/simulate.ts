import type { Digest } from '#base';
import { type CaseLife, type CaseListener, CaseLives } from '#cases';
import { CASE_STATES, type RunMs, type Scenario, SEVERITIES } from '#domain';
import { startReplication } from '#experiment';
import { observerOf } from '#ledger';
import { type CaseAttributes, type CaseStory, StoryMaker } from '../stories/case-story.ts';
import { stateOf } from '../stories/state-words.ts';

/** One run of a scenario, as stories of the cases that it opens in [fromMs, untilMs), epoch ms. */
export function simulatedStories(
  scenario: Scenario,
  { fromMs, untilMs, ...made }: SimulatedSpan,
): readonly CaseStory[] {
  const stories = new ModelStories(scenario);
  simulate(scenario, made, stories);
  return stories.stories(fromMs, untilMs);
}

/** When one run first resolves each of the cases from which it starts, ms since its start, by id. Cases that it does not resolve are left out. */
export function resolutionsOfRun(scenario: Scenario, made: MadeRun): ReadonlyMap<string, number> {
  const resolved = new Map<string, number>();
  simulate(scenario, made, {
    moved: ({ caseNumber, state }, timeMs) => {
      const id = STATE_BY_NUMBER[state] === 'resolved' ? scenario.backlog?.[caseNumber]?.id : undefined;
      if (id !== undefined && !resolved.has(id)) resolved.set(id, timeMs);
    },
  });
  return resolved;
}

function simulate(
  scenario: Scenario,
  { digest, engine = 'compiled', replication }: MadeRun,
  listener: CaseListener,
): void {
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication,
    engine,
    digest,
    writeLedger: null,
    engineVersion: 'calibration',
    observer: observerOf(new CaseLives(scenario, [listener]).visit),
  });
  run.advance(scenario.horizonMs);
}

interface SimulatedSpan extends MadeRun {
  readonly fromMs: number;
  readonly untilMs: number;
}

interface MadeRun {
  readonly replication: number;
  /** SHA-256. */
  readonly digest: Digest;
  /** `table` where no code may be generated; the stories are the same. Left out: `compiled`. */
  readonly engine?: 'compiled' | 'table';
}

/** The state that each state of the life cycle stands for. */
const STATE_BY_NUMBER = CASE_STATES.map((state) => stateOf(`to ${state}`));

/** Makes the stories of a simulated run while it runs. They say no more than a log would. */
class ModelStories implements CaseListener {
  private readonly scenario: Scenario;
  private readonly cases = new Map<
    number,
    { readonly maker: StoryMaker; readonly attributes: CaseAttributes }
  >();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  opened(life: CaseLife): void {
    this.cases.set(life.caseNumber, { maker: new StoryMaker(), attributes: this.attributesOf(life) });
    this.take(life, life.openedMs, { state: 'queued' });
  }

  moved(life: CaseLife, timeMs: RunMs): void {
    this.take(life, timeMs, { state: STATE_BY_NUMBER[life.state] ?? null });
  }

  handedOver(life: CaseLife, timeMs: RunMs): void {
    this.take(life, timeMs, { tier: life.tier });
  }

  taken(life: CaseLife, timeMs: RunMs): void {
    const group = this.scenario.groups[life.group];
    this.take(life, timeMs, {
      group: group?.id ?? null,
      centre: group === undefined ? null : (this.scenario.centres[group.centre]?.id ?? null),
      agent: String(life.agent),
    });
  }

  /** The stories of the cases that were opened in [fromMs, untilMs), epoch ms. */
  stories(fromMs: number, untilMs: number): readonly CaseStory[] {
    return [...this.cases.values()].flatMap(({ attributes, maker }) => {
      const story = maker.finish(attributes);
      return story === null || story.openedMs < fromMs || story.openedMs >= untilMs ? [] : [story];
    });
  }

  private take(life: CaseLife, timeMs: RunMs, event: Partial<Parameters<StoryMaker['take']>[0]>): void {
    const found = this.cases.get(life.caseNumber);
    const atMs = this.scenario.startEpochMs + timeMs;
    found?.maker.take({ atMs, state: null, tier: null, group: null, centre: null, agent: null, ...event });
  }

  private attributesOf({ severity, stream, trueLanguage, trueProduct }: CaseLife): CaseAttributes {
    const { languages, products, segments, streams } = this.scenario;
    const source = streams[stream];
    return {
      segment: source === undefined ? null : (segments[source.segment]?.id ?? null),
      country: source?.country ?? null,
      language: languages[trueLanguage] ?? null,
      product: products[trueProduct]?.id ?? null,
      severity: SEVERITIES[severity] ?? null,
      channel: source?.channel ?? null,
    };
  }
}
