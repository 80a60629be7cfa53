import type { CaseLife, CaseListener } from '#cases';
import { CASE_STATES, type RunMs, type Scenario, SEVERITIES } from '#domain';
import { type CaseAttributes, type CaseStory, StoryMaker } from './case-story.ts';
import { stateOf } from './state-words.ts';

/** The state that each state of the life cycle stands for. */
const STATE_BY_NUMBER = CASE_STATES.map((state) => stateOf(`to ${state}`));

/** Makes the stories of a simulated run while it runs. They say no more than a log would. */
export class ModelStories implements CaseListener {
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
