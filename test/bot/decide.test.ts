import { decide } from '../../bot/decide.js';
import type { Aside, Decided, Decision, Memory, Turn } from '../../bot/decision.js';
import { loadPolicy } from '../../server/policy/policy.js';
import { act, MEMORY, message, one, refused, segment, slots, turn } from './build.js';
import { ASKS_CASES } from './cases/asks.js';
import { CONSULT_CASES } from './cases/consult.js';
import { DRAFT_CASES } from './cases/draft.js';
import { FILING_CASES } from './cases/filing.js';
import {
  asking,
  court,
  DRAFT,
  fire,
  LIGHT,
  light,
  memory,
  PHONE,
  showing,
  vagueText,
  without,
} from './cases/given.js';
import { REFUSAL_CASES } from './cases/refusal.js';
import { SEVERAL_CASES } from './cases/several.js';
import { TALK_CASES } from './cases/talk.js';
import { URGENT_CASES } from './cases/urgent.js';

const policy = await loadPolicy();
const CASES = [
  ...URGENT_CASES,
  ...TALK_CASES,
  ...FILING_CASES,
  ...DRAFT_CASES,
  ...ASKS_CASES,
  ...CONSULT_CASES,
  ...REFUSAL_CASES,
  ...SEVERAL_CASES,
];

/** Says a decision in a few words, so that a table of cases can be read. */
function brief(said: Decision | Aside): string {
  switch (said.do) {
    case 'answer':
      return `answer ${said.passage.id}${said.others.map((other) => ` +${other.id}`).join('')}`;
    case 'clarify':
      return [
        'clarify',
        said.doubt ?? '',
        said.asks.join('+'),
        said.passages.map(({ id }) => id).join('+'),
        said.options.join('|'),
      ]
        .filter(Boolean)
        .join(' ');
    case 'file':
      return `file ${said.step}`;
    case 'refuse':
      return `refuse ${said.reason} ${said.rule}`;
    case 'emergency':
      return `emergency ${said.numbers.join('+')}`;
    case 'progress':
    case 'urge':
      return `${said.do} ${said.orderNo}`;
    case 'handOver':
      return `handOver ${said.why}${said.orderNo ? ` ${said.orderNo}` : ''}`;
    case 'say':
      return `say ${said.phrase}`;
    case 'stayQuiet':
      return 'stayQuiet';
  }
}

const judged = (given: Turn): Decided => decide(given, policy);

describe('the table of cases', () => {
  test('is long enough to be believed', () => expect(CASES.length).toBeGreaterThanOrEqual(80));
  test.each(CASES)('%s', (_, given, wanted) => {
    expect(judged(given).decisions.map(brief)).toEqual(wanted);
  });
});

describe('memory', () => {
  const step = (before: Memory, understanding: Turn['understanding'], some: Partial<Turn> = {}) =>
    judged(turn(understanding, { memory: before, ...some }));

  test('what is known once is never asked again', () => {
    const told = step(
      MEMORY,
      one(`我电话${PHONE}`, {
        type: 'other',
        gate: 'clarify',
        category: null,
        slots: { phone: { value: PHONE, from: 3, to: 14 } },
        region: '150105',
      }),
    );
    expect(told.memory).toMatchObject({ phone: PHONE, region: '150105' });
    const text = '大学东路路灯坏了';
    const shown = step(told.memory, one(text, { category: '12', slots: slots(text, { place: '大学东路' }) }));
    expect(shown.decisions.map(brief)).toEqual(['file show']);
    expect(shown.memory.pending).toMatchObject({ for: 'draft', draft: { region: '150105' } });
  });

  test('a number spoken as 「幺三八…」 is known in figures and not asked for again', () => {
    const text = '大学东路路灯坏了，电话幺三八零零零零零零零一';
    const said = { ...slots(text, { place: '大学东路', phone: '幺三八零零零零零零零一' }) };
    const spoken = { ...said, phone: { ...said.phone!, plain: '13800000001' } };
    const shown = step(MEMORY, one(text, { category: '12', region: '150105', slots: spoken }));
    expect(shown.decisions.map(brief)).toEqual(['file show']);
    expect(shown.memory.phone).toBe('13800000001');
  });

  test('how many they are or how often they called is more of the story, not a correction of the card', () => {
    const text = '这是第三次反映了，我们楼三十多户';
    const more = step(
      showing,
      one(text, { category: '12', slots: slots(text, { repeat: '第三次反映了', people: '三十多户' }) }),
    );
    expect(more.memory.pending).toMatchObject({ for: 'draft' });
    expect(JSON.stringify(more.memory.pending)).toContain(text);
  });

  test('amendments win and are filed as the citizen left them', () => {
    const filed = step(showing, act('确认提交', 'confirm'), { fields: { place: '学苑街 3 号', bogus: 'x' } });
    const [decision] = filed.decisions;
    expect(decision).toMatchObject({
      do: 'file',
      step: 'confirmed',
      draft: { fields: { place: '学苑街 3 号' } },
    });
    expect(JSON.stringify(decision)).not.toContain('bogus');
    expect(filed.memory.pending).toBeNull();
  });

  test('a correction in words wins over an earlier one on the card', () => {
    const carded = memory({
      pending: { for: 'draft', draft: { ...DRAFT, fields: { place: '旧地点' } } },
    });
    const text = '不是那里，在学苑街';
    const { memory: after } = step(
      carded,
      one(text, { type: 'other', gate: 'clarify', category: null, slots: slots(text, { place: '学苑街' }) }),
    );
    expect(after.pending).toMatchObject({ draft: { fields: {}, slots: { place: { value: '学苑街' } } } });
  });

  test('「地点改成…」 corrects the field it names, to the whole of what is said', () => {
    const text = '地点改成学苑街12号，电话改为13800005678';
    const { decisions } = step(
      showing,
      one(text, { type: 'progress', category: '10', slots: slots(text, { place: '地点改成学苑街' }) }),
    );
    expect(decisions).toMatchObject([
      { do: 'file', step: 'show', draft: { fields: { place: '学苑街12号', phone: '13800005678' } } },
    ]);
  });

  test('two matters of one breath are both filed, one after the other', () => {
    const both = message('大学东路路灯坏了，学苑街垃圾没人收', [
      segment('大学东路路灯坏了', {
        category: '12',
        region: '150105',
        slots: { place: { value: '大学东路', from: 0, to: 4 } },
      }),
      segment('学苑街垃圾没人收', {
        category: '12',
        region: '150105',
        from: 9,
        slots: { place: { value: '学苑街', from: 9, to: 12 } },
      }),
    ]);
    const first = step(MEMORY, both);
    expect(first.decisions.map(brief)).toEqual(['say clarify.noted', 'clarify phone']);
    const phoned = step(first.memory, one(PHONE, { type: 'other', gate: 'clarify', category: null }));
    expect(phoned.decisions.map(brief)).toEqual(['file show']);
    const yes = step(phoned.memory, act('确认提交', 'confirm'));
    // The phone given for the first is known for the second, though that was drafted before.
    expect(yes.decisions.map(brief)).toEqual(['file confirmed', 'file show']);
    expect(yes.memory.pending).toMatchObject({ draft: { slots: { phone: { value: PHONE } } } });
  });

  test('what was said beside an emergency is drafted when there is calm', () => {
    const urgent = step(
      MEMORY,
      message('着火了。路灯坏了', [fire, segment('路灯坏了', { from: 4, category: '12' })]),
    );
    expect(urgent.memory.pending).toBeNull();
    expect(urgent.memory.waiting).toHaveLength(1);
    const later = step(urgent.memory, act('确认提交', 'confirm'));
    expect(later.decisions.map(brief)).toEqual(['say nothingToConfirm', 'clarify place+phone']);
  });

  test('the person who takes over finds the draft', () => {
    const { memory: after } = step({ ...asking(['phone'], without('phone')), failed: 1 }, vagueText);
    expect(after.pending).toMatchObject({ draft: { content: LIGHT } });
  });

  test('files that came before the matter belong to it', () => {
    const early = step(MEMORY, one('', { type: 'other', gate: 'clarify', category: null }), {
      files: ['f1'],
    });
    const { memory: after } = step(early.memory, light(), { files: ['f2'] });
    expect(after.pending).toMatchObject({ draft: { files: ['f1', 'f2'] } });
  });

  test('decide changes nothing that it was given', () => {
    const given = turn(light(), { memory: showing, fields: { place: '学苑街' }, files: ['f1'] });
    const before = structuredClone(given);
    judged(given);
    expect(given).toEqual(before);
  });
});

describe('invariants', () => {
  test('The model words; it never files, dispatches, promises or refuses', () => {
    // Type-level: text, from a model or not, is none of the values of Decision.
    const worded = '本单已受理，三日内办结';
    // @ts-expect-error a sentence is no decision
    const wrong: Decision = worded;
    // @ts-expect-error nor is there a decision that carries free text
    const carrying: Decision = { do: 'promise', text: worded };
    expect([wrong, carrying]).toHaveLength(2);
    // And at run time: orders in the text move nothing.
    const { decisions } = judged(
      turn(one(worded, { gate: 'clarify', type: 'other', category: null }, { injection: true })),
    );
    expect(decisions.map(brief)).toEqual(['clarify matter']);
  });

  test('A refusal always carries reason, rule and the span where it stands', () => {
    const [said] = judged(turn(message(court, [refused(court, 'litigation', 0.95, 'R-court')]))).decisions;
    expect(said).toMatchObject({ reason: 'litigation', rule: 'R-court', evidence: { from: 0, to: 2 } });
  });
});
