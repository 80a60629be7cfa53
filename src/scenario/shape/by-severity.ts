import { distributionOrNone } from './distribution.ts';
import { perChannel, perSeverity } from './per-word.ts';
import { number, optional } from './values.ts';

/** Patience and work that depend on the severity of a case. */

export const patienceBySeverity = perChannel((channel) =>
  optional(
    perSeverity((severity) =>
      optional(distributionOrNone(`Of severity ${severity}; that of the channel where left out.`)),
    ).meta({ description: `Patience by ${channel}, per severity.` }),
  ),
).meta({
  description: 'Patience of customers whose cases come with a severity, where it is not that of the channel.',
});

export const severityFactors = perSeverity((severity) =>
  optional(
    number(`Severity ${severity}; 1 where left out.`, {
      low: 0,
      high: 100,
      isOpen: true,
      example: 1.5,
    }),
  ),
).meta({ description: 'Factors on the handle times by severity; 1 where left out.' });
