import type { FeatureTallies, Incident } from '#domain';
import { hoursOf, toSixDigits } from '../rounding.ts';
import type { FeatureRow } from '../summary.ts';

type Tally = FeatureTallies['incidents'];

/** Cases that were linked to an incident and that its end resolved, and how long their contacts would have taken otherwise. */
export class IncidentCounts implements Tally {
  private readonly incident: Incident;
  private count = 0;
  private resolved = 0;
  private replacedMs = 0;

  constructor(incident: Incident) {
    this.incident = incident;
  }

  linked(replacedMs: number): void {
    this.count++;
    this.replacedMs += replacedMs;
  }

  mended(): void {
    this.resolved++;
  }

  forget(): void {
    this.count = 0;
    this.resolved = 0;
    this.replacedMs = 0;
  }

  row(): FeatureRow<'incidents'> {
    const { perCaseMs, title } = this.incident;
    const linkingMs = this.count * perCaseMs;
    return {
      title,
      linked: this.count,
      resolved: this.resolved,
      linkingHours: toSixDigits(hoursOf(linkingMs)),
      savedHours: toSixDigits(hoursOf(this.replacedMs - linkingMs)),
    };
  }
}
