import {
  ACT_NUMBERS,
  type ActNumbers,
  CASE_STATES,
  CHANNELS,
  type Observer,
  openingIn,
  type Scenario,
  SEVERITIES,
} from '#domain';
import { type CaseAttributes, type CaseStory, StoryMaker } from './case-story.ts';
import { stateOf } from './state-words.ts';

const { assign: ASSIGN, escalate: ESCALATE, open: OPEN, transition: TRANSITION } = ACT_NUMBERS;

/** The state that each state of the life cycle stands for. */
const STATE_BY_NUMBER = CASE_STATES.map((state) => stateOf(`to ${state}`));

/** Makes the stories of a simulated run while it runs. They say no more than a log would. */
export class ModelStories implements Observer {
  private readonly scenario: Scenario;
  private readonly cases = new Map<
    number,
    { readonly maker: StoryMaker; readonly attributes: CaseAttributes }
  >();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  act(...[timeMs, kind, aux, caseNumber, a, b, c, d]: Parameters<Observer['act']>): void {
    if (kind === OPEN) {
      const attributes = this.attributesOf({ aux, a, b, c, d });
      this.cases.set(caseNumber, { maker: new StoryMaker(), attributes });
      this.take(caseNumber, timeMs, { state: 'queued' });
    } else if (kind === TRANSITION) this.take(caseNumber, timeMs, { state: STATE_BY_NUMBER[b] ?? null });
    else if (kind === ESCALATE) this.take(caseNumber, timeMs, { tier: d });
    else if (kind === ASSIGN) {
      const group = this.scenario.groups[a];
      this.take(caseNumber, timeMs, {
        group: group?.id ?? null,
        centre: group === undefined ? null : (this.scenario.centres[group.centre]?.id ?? null),
        agent: String(c),
      });
    }
  }

  /** The stories of the cases that were opened in [fromMs, untilMs), epoch ms. */
  stories(fromMs: number, untilMs: number): readonly CaseStory[] {
    return [...this.cases.values()].flatMap(({ attributes, maker }) => {
      const story = maker.finish(attributes);
      return story === null || story.openedMs < fromMs || story.openedMs >= untilMs ? [] : [story];
    });
  }

  private take(caseNumber: number, timeMs: number, event: Partial<Parameters<StoryMaker['take']>[0]>): void {
    const found = this.cases.get(caseNumber);
    const atMs = this.scenario.startEpochMs + timeMs;
    found?.maker.take({ atMs, state: null, tier: null, group: null, centre: null, agent: null, ...event });
  }

  private attributesOf(act: ActNumbers): CaseAttributes {
    const { languages, products, segments, streams } = this.scenario;
    const opening = openingIn(act);
    const stream = streams[act.a];
    return {
      segment: stream === undefined ? null : (segments[stream.segment]?.id ?? null),
      country: stream?.country ?? null,
      language: languages[opening.trueLanguage] ?? null,
      product: products[opening.trueProduct]?.id ?? null,
      severity: SEVERITIES[opening.severity] ?? null,
      channel: CHANNELS[opening.channel] ?? null,
    };
  }
}
