/** Read in and built anew while it is asked: there is always an index, and it never serves a withdrawn item. */
import fc from 'fast-check';
import { type KnowledgeItem, knowledgeItem } from '../../server/knowledge/item.js';
import { type LivingKnowledge, type LivingParts, livingKnowledge } from '../../server/knowledge/living.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const now = new Date('2026-11-25T04:00:00Z');
const item = (id: string, answer = '按规定办理。'): KnowledgeItem =>
  knowledgeItem.parse({
    ...{ id, title: '城市养犬登记怎么办', answer, category: '09', unit: '某单位', region: '150000' },
    ...{ channels: ['PUBLIC'], effectiveFrom: '2025-01-01' },
  });
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What is at rest, read one by one with others in between; a read can be held before an item, or fail. */
function shelfOf(...ids: string[]) {
  const rows = new Map(ids.map((id) => [id, item(id)]));
  let hold: { before: string; until: Promise<void>; met: () => void } | null = null;
  let fault: Error | null = null;
  return {
    rows,
    fail: (error: Error | null) => {
      fault = error;
    },
    /** The next reading stops before this item until `go`; `there`: it has come so far. */
    holdBefore(id: string) {
      let go = (): void => {};
      let met = (): void => {};
      const until = new Promise<void>((resolve) => {
        go = resolve;
      });
      const there = new Promise<void>((resolve) => {
        met = resolve;
      });
      hold = { before: id, until, met };
      return { go, there };
    },
    async *walk() {
      for (const id of [...rows.keys()].sort()) {
        await turn();
        if (fault) throw fault;
        const row = rows.get(id);
        if (row) yield [row];
        if (hold?.before !== id) continue;
        const { until, met } = hold;
        hold = null;
        met();
        await until;
      }
    },
  };
}
type Shelf = ReturnType<typeof shelfOf>;

let open: LivingKnowledge[] = [];
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  open = [];
});
function living(shelf: Shelf, more: Partial<LivingParts> = {}): LivingKnowledge {
  const one = livingKnowledge({
    ...{ source: shelf.walk, policy, vectors: null, wake: () => {} },
    failed(error) {
      throw error;
    },
    ...more,
  });
  open.push(one);
  return one;
}
const told = (knowledge: LivingKnowledge) =>
  knowledge
    .find('养犬登记怎么办', { now, region: null })
    .hits.map(({ passage }) => passage.id)
    .sort();

describe('before it is read', () => {
  test('whoever asks waits for all of it, and is answered', async () => {
    const shelf = shelfOf('a', 'b', 'c');
    const knowledge = living(shelf);
    const held = shelf.holdBefore('b');
    const asked = knowledge.ready().then(() => told(knowledge));
    await held.there;
    expect(knowledge.read).toBe(false);
    held.go();
    expect(await asked).toEqual(['a', 'b', 'c']);
    expect(knowledge.read).toBe(true);
  });

  test('who would wait for long is told to come again, and whoever comes later is answered', async () => {
    const shelf = shelfOf('a', 'b');
    const knowledge = living(shelf, { patience: 1 });
    const held = shelf.holdBefore('a');
    await expect(knowledge.ready()).rejects.toMatchObject({ code: 'PREPARING', status: 503 });
    held.go();
    while (!knowledge.read) await turn();
    await knowledge.ready();
    expect(told(knowledge)).toEqual(['a', 'b']);
  });

  test('a store that could not be read is read again, and the fault is told', async () => {
    const shelf = shelfOf('a');
    const faults: unknown[] = [];
    const fault = new Error('no store');
    shelf.fail(fault);
    const knowledge = living(shelf, {
      again: 1,
      failed(error) {
        faults.push(error);
        shelf.fail(null);
      },
    });
    await knowledge.ready();
    expect([faults, told(knowledge)]).toEqual([[fault], ['a']]);
  });

  test('withdrawn, mended or new while it is read: nothing old of it is served', async () => {
    const shelf = shelfOf('a', 'b', 'c');
    const knowledge = living(shelf);
    const held = shelf.holdBefore('b');
    knowledge.begin();
    await held.there;
    for (const id of ['a', 'c']) {
      shelf.rows.delete(id);
      knowledge.drop(id);
    }
    knowledge.put(item('b', '改过的答复。'));
    knowledge.put(item('d'));
    held.go();
    await knowledge.ready();
    expect(told(knowledge)).toEqual(['b', 'd']);
    expect(knowledge.get('b')?.answer).toBe('改过的答复。');
  });
});

describe('built anew', () => {
  test('from the store: what lacked is there, what was too much is gone; asked meanwhile, the old one answers', async () => {
    const shelf = shelfOf('a', 'b', 'c');
    const knowledge = living(shelf);
    await knowledge.ready();
    // Behind the house’s back, as by another process with a newer release.
    shelf.rows.delete('c');
    shelf.rows.set('d', item('d'));
    const held = shelf.holdBefore('b');
    const built = knowledge.rebuild();
    await held.there;
    expect(told(knowledge)).toEqual(['a', 'b', 'c']);
    held.go();
    await built;
    expect(told(knowledge)).toEqual(['a', 'b', 'd']);
  });

  test('withdrawn after it was read, and before: neither comes back with the new one', async () => {
    const shelf = shelfOf('a', 'b', 'c');
    const knowledge = living(shelf);
    await knowledge.ready();
    const held = shelf.holdBefore('b');
    const built = knowledge.rebuild();
    await held.there;
    for (const id of ['a', 'c']) {
      shelf.rows.delete(id);
      knowledge.drop(id);
      expect(told(knowledge)).not.toContain(id);
    }
    held.go();
    await built;
    expect(told(knowledge)).toEqual(['b']);
  });

  test('a fault on the way: the index there was goes on, and the next building is whole', async () => {
    const shelf = shelfOf('a', 'b');
    const knowledge = living(shelf);
    await knowledge.ready();
    shelf.fail(new Error('no store'));
    await expect(knowledge.rebuild()).rejects.toThrow('no store');
    expect(told(knowledge)).toEqual(['a', 'b']);
    shelf.fail(null);
    await knowledge.rebuild();
    expect(told(knowledge)).toEqual(['a', 'b']);
  });

  test('two who ask for it get one; the words of the old index are not taken for those of the new', async () => {
    const shelf = shelfOf('a');
    let walks = 0;
    const knowledge = living(shelf, {
      source() {
        walks++;
        return shelf.walk();
      },
    });
    await knowledge.ready();
    const before = knowledge.vocabulary.changes();
    await Promise.all([knowledge.rebuild(), knowledge.rebuild()]);
    expect(walks).toBe(2);
    expect(knowledge.vocabulary.changes()).toBeGreaterThan(before);
  });

  test('the house stops in the middle: the building ends, and closing waits for it', async () => {
    const shelf = shelfOf('a', 'b');
    const knowledge = living(shelf);
    await knowledge.ready();
    const held = shelf.holdBefore('a');
    const built = knowledge.rebuild();
    await held.there;
    const closing = knowledge.close();
    held.go();
    await expect(built).rejects.toThrow();
    await closing;
  });

  test('steps, questions and buildings in any order: what is asked is always what was decided', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const act = fc.record({
      do: fc.constantFrom('put', 'drop', 'rebuild', 'wait'),
      id: fc.constantFrom(...ids),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const shelf = shelfOf('a', 'c', 'e');
        const knowledge = living(shelf);
        await knowledge.ready();
        const building: Promise<void>[] = [];
        for (const [n, one] of acts.entries()) {
          if (one.do === 'wait') await turn();
          if (one.do === 'rebuild') building.push(knowledge.rebuild());
          // At rest first, served next, with others in between.
          if (one.do === 'put') {
            shelf.rows.set(one.id, item(one.id, `第${n}版`));
            await turn();
            knowledge.put(item(one.id, `第${n}版`));
          }
          if (one.do === 'drop') {
            shelf.rows.delete(one.id);
            await turn();
            knowledge.drop(one.id);
          }
          check(knowledge, shelf);
        }
        await Promise.all(building);
        check(knowledge, shelf);
      }),
      { numRuns: 60 },
    );
  });
});

function check(knowledge: LivingKnowledge, { rows }: Shelf): void {
  expect(told(knowledge)).toEqual([...rows.keys()].sort());
  for (const [id, { answer }] of rows) expect(knowledge.get(id)?.answer).toBe(answer);
}
