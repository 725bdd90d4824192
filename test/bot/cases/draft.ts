import { act, found, message, one, refused, slots, turn } from '../build.js';
import { type Case, CONSULT, court, showing, vagueText } from './given.js';

export const DRAFT_CASES: Case[] = [
  // ── pending draft ──
  ['yes files it', turn(act('确认提交', 'confirm'), { memory: showing }), ['file confirmed']],
  [
    'yes with amended fields files those',
    turn(act('确认提交', 'confirm'), { memory: showing, fields: { place: '学苑街' } }),
    ['file confirmed'],
  ],
  [
    'yes with the phone struck out asks for it',
    turn(act('确认提交', 'confirm'), { memory: showing, fields: { phone: '' } }),
    ['clarify phone'],
  ],
  ['amend: what?', turn(act('改一下', 'amend'), { memory: showing }), ['clarify']],
  [
    'amend with fields: shown again',
    turn(act('改一下', 'amend'), { memory: showing, fields: { place: '学苑街' } }),
    ['file show'],
  ],
  [
    'fields alone: shown again',
    turn(one('', { type: 'other', category: null, gate: 'clarify' }), {
      memory: showing,
      fields: { place: '学苑街' },
    }),
    ['file show'],
  ],
  [
    'a file alone: shown again',
    turn(one('', { type: 'other', category: null, gate: 'clarify' }), { memory: showing, files: ['f1'] }),
    ['file show'],
  ],
  [
    'a correction in words',
    turn(
      one('地点改成学苑街', {
        type: 'other',
        gate: 'clarify',
        category: null,
        slots: slots('地点改成学苑街', { place: '学苑街' }),
      }),
      { memory: showing },
    ),
    ['file show'],
  ],
  [
    'more about the same matter',
    turn(one('晚上黑得看不见路，老人摔了', { category: '12' }), { memory: showing }),
    ['file show'],
  ],
  [
    'a question meanwhile is answered, the draft stays',
    turn(one('居民医保怎么交', CONSULT), { memory: showing, found: [found('answer', ['a', 0.9])] }),
    ['answer a', 'file show'],
  ],
  [
    'a new matter meanwhile: the draft is shown first',
    turn(one('单位拖欠我三个月的工资不给', { type: 'complaint', category: '08' }), { memory: showing }),
    ['file show'],
  ],
  [
    'a refusal meanwhile is told, the draft stays',
    turn(message(court, [refused(court, 'litigation', 0.95, 'R-court')]), { memory: showing }),
    ['refuse litigation R-court', 'file show'],
  ],
  ['nothing understood: what to change', turn(vagueText, { memory: showing }), ['clarify']],
  [
    'nothing understood twice: a person',
    turn(vagueText, { memory: { ...showing, failed: 1 } }),
    ['handOver clarifyFailed'],
  ],
];
