/** Letters joined: writing, one's own, the desk, the public. */
import type { Ground } from '../ground.js';
import type { GuessLock } from '../http/guess-lock.js';
import type { Handlers } from '../http/handler.js';
import type { Core } from '../intake/core.js';
import { letterDesk } from './desk.js';
import { minePages } from './mine-page.js';
import { openPages } from './open-pages.js';
import { createOwn } from './own.js';
import { createSigns } from './signs.js';
import { createWrite } from './write.js';
import { writePages } from './write-page.js';

export interface RoomParts {
  ground: Ground;
  core: Pick<Core, 'commit' | 'receive'>;
  guesses: GuessLock;
  formFile: Handlers<'formFile'>['formFile'];
}

export function lettersRoom({ ground, core, guesses, formFile }: RoomParts) {
  const { policy, people, config } = ground;
  const parts = {
    ...ground,
    ...core,
    masks: people.masks,
    audit: people.audit,
    guesses,
    signs: createSigns(ground.secrets.key('letters')),
    adopt: (ids: string[], owner: string) => ground.filesOf(owner, ids),
  };
  const write = createWrite(parts);
  const own = createOwn(parts);
  const { entries, ...open } = openPages({ letters: ground.letters, policy, publicUrl: config.publicUrl });
  const api: Handlers<'letter' | 'letterQuery' | 'letterMore' | 'letterConsent'> = {
    letter: ({ body, ip }) => write(body, ip),
    letterQuery: ({ body }) => own.view(body),
    letterMore: ({ body: { letterNo, code, id, text, files = [] }, ip }) =>
      own.more({ letterNo, code }, { id, text, files }, ip),
    letterConsent: ({ body: { letterNo, code, publish }, ip }) =>
      own.consent({ letterNo, code }, publish, ip),
  };
  return {
    entries,
    handlers: {
      ...api,
      ...open,
      ...letterDesk(parts),
      ...writePages({ write, policy, publicUrl: config.publicUrl, formFile }),
      ...minePages({ own, publicUrl: config.publicUrl }),
    },
  };
}
