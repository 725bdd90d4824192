/** Every rule of the gateway as something a partner can try, in the order they are tried. */
import { BOOK_RULES } from './rules/books.js';
import { EVENTS } from './rules/events.js';
import { FILES } from './rules/files.js';
import { PULL } from './rules/pull.js';
import type { Rule } from './rules/scene.js';
import { SEAL } from './rules/seal.js';

export const RULES: readonly Rule[] = [...EVENTS, ...SEAL, ...FILES, ...BOOK_RULES, ...PULL];
