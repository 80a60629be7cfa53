import { numbered } from '#base';
import { type Scenario, TRANSITION_EVENTS } from '#domain';
import { hoursOf, Measured } from '../counts/figure.ts';
import type { FeatureCount } from './feature-count.ts';

const { MEND } = numbered(TRANSITION_EVENTS);

/** Cases that were linked to incidents, and that their ends resolved. Null if no surge has one cause. */
export function countIncidents({ incidents }: Scenario): FeatureCount | null {
  if (incidents === undefined) return null;
  const none = () => incidents.map((incident) => ({ incident, linked: 0, resolved: 0, replacedMs: 0 }));
  let counts = none();
  /** By case: the incident that it waits for. */
  const incidentOf = new Map<number, number>();
  return {
    acts: {
      'incident link'(_, { a: index, c: replacedMs, caseNumber }) {
        const count = counts[index];
        if (count === undefined) return 'it names no incident';
        count.linked++;
        count.replacedMs += replacedMs;
        incidentOf.set(caseNumber, index);
        return null;
      },
      transition(_, { aux: event, caseNumber }) {
        const count = event === MEND ? counts[incidentOf.get(caseNumber) ?? -1] : undefined;
        if (count !== undefined) count.resolved++;
        return null;
      },
    },
    beginAnew() {
      counts = none();
    },
    figures: () => ({
      incidents: counts.map(({ incident: { perCaseMs, title }, linked, replacedMs, resolved }) => {
        const linkingMs = linked * perCaseMs;
        return {
          title,
          linked,
          resolved,
          linkingHours: new Measured(hoursOf(linkingMs)),
          savedHours: new Measured(hoursOf(replacedMs - linkingMs)),
        };
      }),
    }),
  };
}
