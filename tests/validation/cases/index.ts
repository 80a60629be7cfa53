import type { ValidationCase } from '../validation-case.ts';
import { D01 } from './d01-erlang-c.ts';
import { D03 } from './d03-erlang-a.ts';
import { D05 } from './d05-service-variability.ts';
import { D06 } from './d06-shape-of-patience.ts';
import { D07 } from './d07-priority.ts';
import { D09 } from './d09-one-day.ts';
import { D18 } from './d18-pooling.ts';

export const CASES: readonly ValidationCase[] = [D01, D03, D05, D06, D07, D09, D18];
