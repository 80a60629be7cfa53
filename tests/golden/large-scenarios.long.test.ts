import { describe } from 'vitest';
import { scenarioNames } from '../running.ts';
import { holdScenario, isLarge } from './hold-scenario.ts';

describe.each(scenarioNames().filter(isLarge))('scenario %s', holdScenario);
