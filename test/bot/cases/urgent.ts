import { act, message, one, refused, segment, turn } from '../build.js';
import { type Case, court, fire, hot, light } from './given.js';

export const URGENT_CASES: Case[] = [
  // ── who has the thread ──
  ['an agent has it: the bot stays quiet', turn(light(), { personHasThread: true }), ['stayQuiet']],
  [
    'an agent has it: asking for a person wakes nobody',
    turn(act('转人工', 'person'), { personHasThread: true }),
    ['stayQuiet'],
  ],
  [
    'an agent has it: an emergency is still an emergency',
    turn(message(hot, [fire]), { personHasThread: true }),
    ['emergency 119'],
  ],
  // ── emergencies ──
  ['fire', turn(message(hot, [fire])), ['emergency 119']],
  [
    'a fight with blood: both numbers, the judged one first',
    turn(
      message('打架流血', [
        segment('打架流血', {
          gate: 'emergency',
          reason: '110',
          why: [
            { stage: 'emergency', label: '120' },
            { stage: 'emergency', label: '110' },
          ],
        }),
      ]),
    ),
    ['emergency 110+120'],
  ],
  [
    'an emergency without a number is for the police',
    turn(message('救命', [segment('救命', { gate: 'emergency', reason: null })])),
    ['emergency 110'],
  ],
  [
    'emergency and a lamp: no form in this turn',
    turn(message('着火了。路灯坏了', [fire, segment('路灯坏了', { from: 4, category: '12' })])),
    ['emergency 119'],
  ],
  [
    'emergency and a refusal: the number comes first, nothing is refused meanwhile',
    turn(message(`${court}着火了`, [refused(court, 'litigation', 0.95, 'R-court'), fire])),
    ['emergency 119'],
  ],
  [
    'two emergencies',
    turn(
      message('着火了有人晕倒', [fire, segment('有人晕倒', { gate: 'emergency', reason: '120', from: 3 })]),
    ),
    ['emergency 119', 'emergency 120'],
  ],
  // ── threats ──
  ['self-harm: a person at once', turn(one('活不下去了', {}, { threat: 'self_harm' })), ['handOver threat']],
  [
    'self-harm read as a case for the police: the words are for somebody in despair, not for a witness',
    turn(
      message('我不想活了', [segment('我不想活了', { gate: 'emergency', reason: '110' })], {
        threat: 'self_harm',
      }),
    ),
    ['handOver threat'],
  ],
  [
    'self-harm that has begun: the ambulance first',
    turn(
      message('我吃了一瓶安眠药', [segment('我吃了一瓶安眠药', { gate: 'emergency', reason: '120' })], {
        threat: 'self_harm',
      }),
    ),
    ['emergency 120', 'handOver threat'],
  ],
  ['violence', turn(one('我点了那栋楼', {}, { threat: 'violence' })), ['handOver threat']],
  [
    'mass action beats a matter',
    turn(one('不给钱我们就拉横幅', { type: 'complaint' }, { threat: 'mass' })),
    ['handOver threat'],
  ],
  [
    'threat and emergency: the number first',
    turn(message(hot, [fire], { threat: 'violence' })),
    ['emergency 119', 'handOver threat'],
  ],
];
