#!/usr/bin/env node
import { loadProgram } from '../cli/load-program.ts';

await loadProgram(() => import('./program.ts'));
