import { distributionOrNone } from './distribution.ts';
import { perChannel, perSeverity } from './per-word.ts';
import { number } from './values.ts';
import { yaml } from './yaml-example.ts';

/** Patience and work that depend on the severity of a case. */

export const patienceBySeverity = perChannel((channel) =>
  perSeverity((severity) =>
    distributionOrNone(`For severity ${severity}. Default: as the channel.`).optional(),
  )
    .meta({ description: `Patience on ${channel}, per severity.` })
    .optional(),
).meta({
  description: 'Patience by severity, if it differs from that of the channel.',
  yaml: yaml`
          work:
            patienceBySeverity:
              phone: { A: exponential 10 min, B: exponential 5 min, C: { kind: exponential, mean: 3 min } }
        `,
});

export const severityFactors = perSeverity((severity) =>
  number(`For severity ${severity}. Default: 1.`, {
    low: 0,
    high: 100,
    isOpen: true,
    example: 1.5,
  }).optional(),
).meta({
  description: 'Factors on the handle times by severity. Default: 1.',
  yaml: yaml`
          work:
            severityFactors: { A: 1.5, C: 0.8 }
        `,
});
