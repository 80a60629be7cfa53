import type { ValidationCase } from '../validation-case.ts';
import { D01 } from './d01-erlang-c.ts';
import { D02 } from './d02-erlang-b.ts';
import { D03 } from './d03-erlang-a.ts';
import { D04 } from './d04-lines-and-patience.ts';
import { D05 } from './d05-service-variability.ts';
import { D06 } from './d06-shape-of-patience.ts';
import { D07 } from './d07-priority.ts';
import { D08 } from './d08-order-of-the-queue.ts';
import { D09 } from './d09-one-day.ts';
import { D10 } from './d10-busy-days.ts';
import { D11 } from './d11-three-types.ts';
import { D12 } from './d12-chain-of-stations.ts';
import { D13 } from './d13-support-tiers.ts';
import { D15 } from './d15-outages-at-random.ts';
import { D16 } from './d16-planned-outage.ts';
import { D17 } from './d17-absences.ts';
import { D18 } from './d18-pooling.ts';
import { D19 } from './d19-lines-of-places.ts';
import { D20 } from './d20-overflow.ts';
import { D21 } from './d21-sine.ts';
import { D22 } from './d22-drop-of-staff.ts';
import { D23 } from './d23-random-agent.ts';
import { D24 } from './d24-allocation.ts';
import { D25 } from './d25-shared-lines.ts';
import { D27 } from './d27-exceptions.ts';
import { D28 } from './d28-patience-again.ts';
import { D29 } from './d29-transfers-between-tiers.ts';
import { D30 } from './d30-limited-queue-between-tiers.ts';
import { D31 } from './d31-handle-times-by-hour.ts';
import { D32 } from './d32-trend.ts';
import { D33 } from './d33-passing-on-to-groups.ts';
import { D34 } from './d34-escorts.ts';

export const CASES: readonly ValidationCase[] = [
  D01,
  D02,
  D03,
  D04,
  D05,
  D06,
  D07,
  D08,
  D09,
  D10,
  D11,
  D12,
  D13,
  D15,
  D16,
  D17,
  D18,
  D19,
  D20,
  D21,
  D22,
  D23,
  D24,
  D25,
  D27,
  D28,
  D29,
  D30,
  D31,
  D32,
  D33,
  D34,
];
