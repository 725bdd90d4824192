import { existsSync, readFileSync } from 'node:fs';

/** Hands Jest the source map beside each compiled file, so that a failure names a line of the TypeScript. */
export default {
  process(code, path) {
    const map = `${path}.map`;
    return { code, map: existsSync(map) ? readFileSync(map, 'utf8') : null };
  },
};
