import { describe, expect, it } from 'vitest';
import { definite } from '#base';
import { exportFiles } from '#bundle';
import { readStories, settle } from '#calibration';
import { contactsOf } from '../../src/calibration/cases/contacts.ts';
import { estimateFlow } from '../../src/calibration/cases/flow.ts';
import { casesOf, importCsv, importXes } from '../caselog/importing.ts';
import { bytesOf, evidenceOf } from '../exports/evidence-of.ts';
import { DEFAULTS } from './defaults.ts';
import { XES_MAPPING } from './recovery-from-xes.ts';
import { LIST_MAPPING, simulatedList } from './simulated-log.ts';
import { shortThreeCentres } from './three-centres.ts';

describe('a run exported as XES', () => {
  const scenario = shortThreeCentres('1 day');
  const span = { fromMs: scenario.startEpochMs, untilMs: scenario.startEpochMs + scenario.horizonMs };
  const flowOf = (cases: ReturnType<typeof casesOf>) => {
    const { stories } = settle(readStories(cases, span).stories, DEFAULTS);
    return {
      stories,
      flow: estimateFlow(stories, contactsOf(stories), span.untilMs, true),
    };
  };

  it('tells the same as the list of changes of the same run, to the second', () => {
    const evidence = evidenceOf(scenario);
    const xes = definite(exportFiles('xes', evidence)[0], 'there is no XES');
    const { log } = importXes(new TextDecoder().decode(bytesOf(xes, evidence)), XES_MAPPING);
    const ofXes = flowOf(casesOf({ log }));
    const list = importCsv(simulatedList(scenario), LIST_MAPPING.replace('meridian-mapping: 1\n', ''));
    const ofList = flowOf(casesOf(list));
    expect(ofXes.stories.length).toBeGreaterThan(500);
    expect(ofXes.stories).toHaveLength(ofList.stories.length);
    const seconds = (ms: number | null) => (ms === null ? null : Math.floor(ms / 1000));
    const shown = ({ stories }: typeof ofXes) =>
      stories.map((one) => [
        one.segment,
        one.channel,
        one.product,
        seconds(one.openedMs),
        seconds(one.resolvedMs),
      ]);
    expect(shown(ofXes)).toEqual(shown(ofList));
    expect(ofXes.flow.escalation).toEqual(ofList.flow.escalation);
    expect(ofXes.flow.customerShare).toEqual(ofList.flow.customerShare);
    expect(ofXes.flow.handedOver?.n).toBe(ofList.flow.handedOver?.n);
  });
});
