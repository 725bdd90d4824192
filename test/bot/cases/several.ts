import { found, message, refused, segment, turn } from '../build.js';
import { type Case, CONSULT, court, LIGHT, light } from './given.js';

export const SEVERAL_CASES: Case[] = [
  // ── several matters ──
  [
    'a lamp and the court: both are told',
    turn(
      message(`${LIGHT}，${court}`, [light().segments[0]!, refused(court, 'litigation', 0.95, 'R-court')]),
    ),
    ['refuse litigation R-court', 'clarify phone'],
  ],
  [
    'a lamp and a question',
    turn(
      message('路灯坏了，医保怎么交', [
        segment('路灯坏了', { category: '12' }),
        segment('医保怎么交', { ...CONSULT, from: 5 }),
      ]),
      { found: [found('none'), found('answer', ['a', 0.9])] },
    ),
    ['answer a', 'clarify place+phone'],
  ],
  [
    'a lamp and a rubbish heap: one question, the other waits',
    turn(
      message('路灯坏了，垃圾没人收', [
        segment('路灯坏了', { category: '12' }),
        segment('垃圾没人收', { category: '12', from: 5 }),
      ]),
    ),
    ['say clarify.noted', 'clarify place+phone'],
  ],
  [
    'a lamp and a question without an answer: one question',
    turn(
      message('路灯坏了，火星签证怎么办', [
        segment('路灯坏了', { category: '12' }),
        segment('火星签证怎么办', { ...CONSULT, from: 5 }),
      ]),
    ),
    ['say clarify.noted', 'clarify person|leave'],
  ],
  [
    'two refusals',
    turn(
      message(court + court, [
        refused(court, 'litigation', 0.95, 'R1'),
        refused(court, 'privacy', 0.95, 'R2'),
      ]),
    ),
    ['refuse litigation R1', 'refuse privacy R2'],
  ],
];
