import { expect, it } from 'vitest';
import * as library from '../../../src/index.ts';
import { meridian } from '../cli/cli.ts';

/** The functions of the library that do what a command does. */
const FUNCTIONS: Readonly<Record<string, readonly (keyof typeof library)[]>> = {
  import: ['importLog', 'proposeMapping'],
  calibrate: ['calibrate'],
  'validate-against': ['validateAgainst'],
  forecast: ['forecast'],
  today: ['today'],
  validate: ['parseScenario', 'readScenario'],
  run: ['simulate', 'replicate', 'renderReport'],
  compare: ['compare'],
  actions: ['actions'],
  'explain-change': ['explainChange'],
  price: ['price'],
  'baseline save': ['baseline'],
  'baseline check': ['checkBaseline'],
  staff: ['staff'],
  hire: ['hire'],
  sweep: ['sweep'],
  sensitivity: ['sensitivity'],
  trace: ['trace'],
  explain: ['explain'],
  export: ['exportRun'],
  'open-cases': ['openCases'],
  prove: ['prove'],
  rare: ['rare'],
  audit: ['audit'],
  bundle: ['bundle'],
  verify: ['verify', 'auditLog'],
  statement: ['statement'],
  boundary: ['boundary'],
  evaluate: ['evaluate'],
};

/** They ask the user, serve, look at folders, or print what is written in pages. `meridian/studio` serves the studio. */
const WITHOUT_FUNCTION =
  /^(?:init|studio|worker|cluster \w+|runs|query|mcp|witness|help|reference(?: \w+)?)$/;

it('every command that decides, simulates or judges has its function', () => {
  const manual = meridian('reference', 'manual').out;
  const commands = [...manual.matchAll(/^### meridian (.+)$/gm)].map(([, name = '']) => name);
  expect(commands.filter((name) => !WITHOUT_FUNCTION.test(name)).sort()).toEqual(
    Object.keys(FUNCTIONS).sort(),
  );
  const functions = Object.entries(library).filter(([, one]) => typeof one === 'function');
  expect(functions.map(([name]) => name)).toEqual(expect.arrayContaining(Object.values(FUNCTIONS).flat()));
});
