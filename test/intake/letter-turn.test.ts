/** What becomes of a letter: a table over real understanding. */
import type { Found, Passage, Turn } from '../../bot/decision.js';
import { createNlu } from '../../nlu/understand.js';
import type { Nlu } from '../../nlu/understanding.js';
import { decideLetter } from '../../server/intake/letter-turn.js';
import { EMPTY_MEMORY } from '../../server/intake/thread.js';
import { loadPolicy } from '../../server/policy/policy.js';
import type { Policy } from '../../server/policy/types.js';

let nlu: Nlu;
let policy: Policy;
beforeAll(async () => {
  [nlu, policy] = await Promise.all([createNlu(), loadPolicy()]);
}, 60_000);
afterAll(() => nlu.close());

const passage = { id: 'k1', title: '题', answer: '答', region: '150000' } as Passage;
const FOUND: Found = { band: 'answer', hits: [{ passage, score: 0.9 }] };
const NONE: Found = { band: 'none', hits: [] };

async function decide(
  text: string,
  fields: Record<string, string> = {},
  more: Partial<Turn> = {},
  found = NONE,
) {
  const understanding = await nlu.understand(text, { channel: 'website' });
  const turn: Turn = {
    understanding,
    found: understanding.segments.map(() => found),
    memory: EMPTY_MEMORY,
    fields,
    files: [],
    personHasThread: false,
    newId: 'n1',
    ...more,
  };
  return decideLetter(turn, policy);
}
const names = async (...args: Parameters<typeof decide>) =>
  (await decide(...args)).decisions.map((one) =>
    one.do === 'handOver' ? `person:${one.why}` : one.do === 'file' ? `file:${one.draft.type}` : one.do,
  );

describe('the letter itself', () => {
  test.each<[string, string, Found, string[]]>([
    ['consult', '请问居民医保怎么交？', FOUND, ['answer']],
    ['consult', '请问居民医保怎么交？', NONE, ['person:letter']],
    ['help', '赛罕区示例路三盏路灯不亮，请维修。', NONE, ['file:help', 'person:letter']],
    // Answered or not, who asks for help gets an order.
    ['help', '赛罕区示例路三盏路灯不亮，请维修。', FOUND, ['file:help', 'person:letter']],
    ['complaint', '楼下烧烤店油烟太大，天天熏得开不了窗。', NONE, ['file:complaint', 'person:letter']],
    ['praise', '谢谢示例科的同志，问题解决了。', NONE, ['file:praise']],
    ['complaint', '劳动仲裁裁决我不服，你们给我改过来。', NONE, ['refuse']],
    ['help', '我欠了网贷活不下去了', NONE, ['person:threat']],
  ])('%s 「%s」', async (kind, text, found, wanted) => {
    expect(await names(text, { kind }, {}, found)).toEqual(wanted);
  });

  test('an emergency rings first, and the letter is filed all the same', async () => {
    const done = await names('楼道里有很浓的煤气味，快来人', { kind: 'help' });
    expect(done[0]).toBe('emergency');
    expect(done).toContain('file:help');
  });

  test('what is refused of it stays out of the order', async () => {
    const { decisions } = await decide('法院判了两年还不执行，帮我催。另外法院门口的路灯坏了，请维修。', {
      kind: 'help',
    });
    const file = decisions.find((one) => one.do === 'file');
    expect(decisions.map((one) => one.do)).toEqual(['refuse', 'file', 'handOver']);
    expect(file?.do === 'file' && file.draft.content).toContain('路灯');
    expect(file?.do === 'file' && file.draft.content).not.toContain('两年');
    expect(file?.do === 'file' && file.draft.fields.content).not.toContain('两年');
  });

  test('its phone and region are remembered for what follows', async () => {
    const { memory } = await decide('路灯不亮', { kind: 'help', phone: '13800001234', region: '150105' });
    expect(memory).toMatchObject({ phone: '13800001234', region: '150105' });
  });
});

describe('what is written to it later', () => {
  test('thanks are thanks, the rest a person reads; never a second order', async () => {
    expect(await names('谢谢')).toEqual(['say']);
    expect(await names('还是没有人来修，路灯又坏了两盏')).toEqual(['person:letter']);
  });

  test('who has a person keeps the person; only danger is answered beside', async () => {
    const held = { personHasThread: true };
    expect(await names('补充一句', {}, held)).toEqual(['stayQuiet']);
    expect(await names('邻居家着火了！', {}, held)).toEqual(['emergency']);
  });
});
