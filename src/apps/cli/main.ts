#!/usr/bin/env node
import { loadProgram } from '../shared/load-program.ts';
import { VERSION } from '../shared/version.ts';

/** Answered before the program is loaded, which takes longer than the answer. */
const [option, ...others] = process.argv.slice(2);
if ((option === '--version' || option === '-V') && others.length === 0) process.stdout.write(`${VERSION}\n`);
else await loadProgram(() => import('./program.ts'));
