#!/usr/bin/env node
import { loadProgram } from '../shared/load-program.ts';
import { tuneForStart } from '../shared/v8-flags.ts';

tuneForStart();
await loadProgram(() => import('./program.ts'));
