/** Who takes what, joined: what looks at the queue, and what people call. */
import type { Ground } from '../../ground.js';
import type { Core } from '../../intake/core.js';
import { createTicking, type Ticking } from '../../tickets/ticking.js';
import { createAllot } from './allot.js';
import { consultRoutes } from './consult-routes.js';
import { dutyRoutes } from './duty-routes.js';
import { createElsewhere, type Shown } from './elsewhere.js';
import { handRoutes } from './hand-routes.js';
import { createNeeds } from './need.js';
import { createOffers } from './offers.js';
import { createPresence } from './presence.js';
import { createSilent } from './silent.js';
import { createWorkers, type Present } from './workers.js';

export interface AssignParts {
  ground: Ground;
  core: Pick<Core, 'commit'>;
  /** At this process. */
  here: () => readonly Present[];
  /** What was done at another process, or who sits there: to be shown here. */
  show: Shown & { online(): void };
  rests: (account: string, away: boolean) => void;
  failed: (where: string, error: unknown) => void;
}

/** Looked at anyway, though nothing was heard: an offer runs out without anybody doing anything. */
const UNHEARD_MS = 5000;

export function assignRoom({ ground, core, failed, ...parts }: AssignParts) {
  const { policy, threads, lines, accounts, nlu, people, now } = ground;
  const rules = policy.knobs.assign;
  const presence = createPresence({ presence: ground.presence, here: parts.here, now });
  const { present } = presence;
  const elsewhere = createElsewhere({ ...ground, show: parts.show });
  const workers = createWorkers({ accounts, threads, rules, present });
  const needOf = createNeeds({ threads, lines, nlu, previousDays: rules.previousDays, now });
  const offer = createOffers({ threads, needOf, workers, commit: core.commit, policy, now });
  const silent = createSilent({ threads, commit: core.commit, policy, now });
  const allot = createAllot({ ...ground, present, commit: core.commit });
  let heard = true;
  let looked = 0;

  async function look(): Promise<void> {
    if (await presence.look()) {
      heard = true;
      parts.show.online();
    }
    if (!presence.shared()) elsewhere.rest();
    else if (await elsewhere.look()) heard = true;
    if (await silent()) heard = true;
    const at = now().getTime();
    if (!heard && Math.abs(at - looked) < UNHEARD_MS) return;
    heard = false;
    looked = at;
    await offer();
    await allot();
  }
  const ticking = createTicking(look, (error) => failed('assign', error));
  const hands = { ...ground, ...core, ...people, phrase: policy.phrase, workers, needOf };
  return {
    handlers: {
      ...dutyRoutes({ ...ground, ...people, rests: parts.rests }),
      ...handRoutes(hands),
      ...consultRoutes(hands),
    },
    /** Something moved: the queue is looked at with the next beat. */
    stir: (): void => {
      heard = true;
    },
    /** Applied here: no news from elsewhere. */
    own: elsewhere.own,
    seats: presence.seats,
    ticking: {
      start: ticking.start,
      async stop() {
        await ticking.stop();
        // Left behind it runs out by itself.
        await presence.stop().catch((error: unknown) => failed('assign', error));
      },
    } satisfies Ticking,
  };
}
