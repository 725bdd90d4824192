import { act, confidence, message, one, refused, turn } from '../build.js';
import { type Case, court, doubting, vagueText } from './given.js';

export const REFUSAL_CASES: Case[] = [
  // ── refusals ──
  [
    'sure, with a rule',
    turn(message(court, [refused(court, 'litigation', 0.95, 'R-court')])),
    ['refuse litigation R-court'],
  ],
  [
    'exactly at the threshold',
    turn(message(court, [refused(court, 'litigation', 0.85, 'R-court')])),
    ['refuse litigation R-court'],
  ],
  [
    'sure, without a rule: asked',
    turn(message(court, [refused(court, 'litigation', 0.99, null)])),
    ['clarify litigation yes|no'],
  ],
  [
    'between: asked',
    turn(message(court, [refused(court, 'litigation', 0.7, 'R-court')])),
    ['clarify litigation yes|no'],
  ],
  [
    'below: a matter like others',
    turn(message(court, [refused(court, 'litigation', 0.45, 'R-court')])),
    ['clarify place+phone'],
  ],
  [
    'the reason alone is unsure',
    turn(
      message(court, [
        { ...refused(court, 'litigation', 0.95, 'R-court'), confidence: confidence(0.95, { reason: 0.6 }) },
      ]),
    ),
    ['clarify litigation yes|no'],
  ],
  [
    'the doubt confirmed',
    turn(act('是的', 'confirm'), { memory: doubting }),
    ['refuse litigation confirmed-by-citizen'],
  ],
  [
    'the doubt denied: a matter like others',
    turn(one('不是', { type: 'other', gate: 'clarify', category: null }), { memory: doubting }),
    ['clarify place'],
  ],
  [
    'the doubt not answered: asked once more',
    turn(vagueText, { memory: doubting }),
    ['clarify litigation yes|no'],
  ],
  [
    'the doubt not answered twice: a person',
    turn(vagueText, { memory: { ...doubting, failed: 1 } }),
    ['handOver clarifyFailed'],
  ],
];
