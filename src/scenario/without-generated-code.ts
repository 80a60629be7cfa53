import * as z from 'zod';

// Where generating code is forbidden (a page with a strict Content-Security-Policy), even the attempt is reported as a violation. Import
// this before any schema is created. A file is checked once, so speed does not matter.
z.config({ jitless: true });
