import { distributionOrNone } from './distribution.ts';
import { perChannel, perSeverity } from './per-word.ts';
import { number, optional } from './values.ts';
import { yaml } from './yaml-example.ts';

/** Patience and work that depend on the severity of a case. */

export const patienceBySeverity = perChannel((channel) =>
  optional(
    perSeverity((severity) =>
      optional(distributionOrNone(`For severity ${severity}. Default: as the channel.`)),
    ).meta({ description: `Patience on ${channel}, per severity.` }),
  ),
).meta({
  description: 'Patience by severity, if it differs from that of the channel.',
  yaml: [
    yaml`
          work:
            patienceBySeverity:
              phone: { A: exponential 10 min, B: exponential 5 min, C: { kind: exponential, mean: 3 min } }
        `,
  ],
});

export const severityFactors = perSeverity((severity) =>
  optional(
    number(`For severity ${severity}. Default: 1.`, {
      low: 0,
      high: 100,
      isOpen: true,
      example: 1.5,
    }),
  ),
).meta({
  description: 'Factors on the handle times by severity. Default: 1.',
  yaml: [
    yaml`
          work:
            severityFactors: { A: 1.5, C: 0.8 }
        `,
  ],
});
