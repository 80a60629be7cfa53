#!/usr/bin/env node
import { loadProgram } from '../shared/load-program.ts';

await loadProgram(() => import('./program.ts'));
