/** Search by meaning over vectors made up on the spot: what is near is found, what has none yet is found by words. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bandOf, fusedScore } from '../../server/knowledge/bands.js';
import { openEmbedding } from '../../server/knowledge/embedding.js';
import { type KnowledgeItem, knowledgeItem } from '../../server/knowledge/item.js';
import { centred, closeness, createMeanings, small, WIDTH } from '../../server/knowledge/meaning.js';
import { createKnowledge, type Knowledge } from '../../server/knowledge/search.js';
import { encoderHash, loadVectors, nameOf, RECORD, type Vectors } from '../../server/knowledge/vectors.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const now = new Date('2026-11-25T04:00:00Z');
const still = new Float32Array(WIDTH);

/** The same text has the same vector, two texts hardly anything in common; `like` leans towards another text. */
function vectorOf(text: string, like?: string): Float32Array {
  let state = [...text].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 7);
  const own = Float32Array.from({ length: WIDTH }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  const other = like === undefined ? null : vectorOf(like);
  return other ? own.map((value, i) => value * 0.4 + other[i]!) : own;
}
const kept = (text: string) => small(centred(vectorOf(text), still));

function vectorsOf(texts: string[] = []): Vectors {
  const known = new Map(texts.map((text) => [nameOf(text), kept(text)]));
  return {
    encoder: 'ab'.repeat(32),
    mean: still,
    fusion: { likeness: 0.1, coverage: 0.35, meaning: 0.55 },
    of: (text) => known.get(nameOf(text)) ?? null,
    put: (text, value) => void known.set(nameOf(text), value),
    putNamed: (name, value) => void known.set(name, value),
  };
}

const item = (id: string, title: string, more: Partial<KnowledgeItem> = {}): KnowledgeItem =>
  knowledgeItem.parse({
    ...{ id, title, answer: '按规定办理。', category: '09', unit: '某单位', region: '150000' },
    ...{ channels: ['PUBLIC'], effectiveFrom: '2025-01-01' },
    ...more,
  });
const BUS = '老年人乘坐公交优惠';
const DOG = '城市养犬登记';
const first = (knowledge: Knowledge, text: string, vector: Float32Array | null) =>
  knowledge.find(text, { now, vector }).hits[0]?.passage.id;

describe('vectors in eight bits', () => {
  test('a cosine is kept to one hundredth', () => {
    const a = centred(vectorOf('甲'), still);
    const b = centred(vectorOf('乙', '甲'), still);
    const exact = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    expect(exact).toBeGreaterThan(0.8);
    expect(Math.abs(closeness(a, small(b)) - exact)).toBeLessThan(0.01);
  });

  test('of five hundred the nearest is among the few that are compared; what is shut or dropped is not', () => {
    const meanings = createMeanings();
    for (let place = 0; place < 500; place++) meanings.set(place, [kept(`t${place}`)]);
    const unit = centred(vectorOf('asked', 't321'), still);
    expect(meanings.gather(unit, 20, () => true)).toContain(321);
    expect(meanings.gather(unit, 20, () => true)).toHaveLength(20);
    expect(meanings.gather(unit, 20, (place) => place !== 321)).not.toContain(321);
    meanings.drop(321);
    expect(meanings.gather(unit, 20, () => true)).not.toContain(321);
    expect(meanings.closest(321, unit)).toBeNull();
  });
});

describe('one score', () => {
  test('no word in common, and yet found by what it means', () => {
    const knowledge = createKnowledge([item('bus', BUS), item('dog', DOG)], policy, vectorsOf([BUS, DOG]));
    const asked = '我妈六十七了坐车掏钱不';
    expect(first(knowledge, asked, vectorOf(asked, BUS))).toBe('bus');
    expect(first(knowledge, asked, vectorOf(asked, DOG))).toBe('dog');
  });

  test('region and date hold for what is found by meaning too', () => {
    const items = [
      item('past', BUS, { effectiveTo: '2026-11-24' }),
      item('other', BUS, { region: '150200' }),
      item('inside', BUS, { channels: ['AGENT'] }),
      item('here', BUS, { region: '150100' }),
    ];
    const knowledge = createKnowledge(items, policy, vectorsOf([BUS]));
    const found = knowledge.find('掏钱不', { now, region: '150105', vector: vectorOf('掏钱不', BUS) });
    expect(found.hits.map(({ passage }) => passage.id)).toEqual(['here']);
  });

  test('an item without vectors is neither first by default nor last', () => {
    const fusion = { likeness: 0.1, coverage: 0.35, meaning: 0.55 };
    const near = { likeness: 0.5, coverage: 0.5 };
    const lent = fusedScore(near, null, fusion);
    expect(lent).toBeCloseTo(0.5);
    expect(fusedScore(near, 0.9, fusion)).toBeGreaterThan(lent);
    expect(fusedScore(near, 0.1, fusion)).toBeLessThan(lent);
  });

  test('asked in the very terms of an approved question it means the same, whatever the vectors say', () => {
    const fusion = { likeness: 0.1, coverage: 0.35, meaning: 0.55 };
    expect(fusedScore({ likeness: 1, coverage: 1 }, 0.2, fusion)).toBe(1);
  });

  test('bands: high and clearly ahead is answered; high but close is offered; low is nothing', () => {
    const band = { answer: 0.6, suggest: 0.4, margin: 0.1 };
    const hits = (...scores: number[]) => scores.map((score) => ({ score, passage: { id: 'x' } as never }));
    expect(bandOf(hits(0.7, 0.5), band, true)).toBe('answer');
    expect(bandOf(hits(0.7), band, true)).toBe('answer');
    expect(bandOf(hits(0.7, 0.65), band, true)).toBe('suggest');
    expect(bandOf(hits(0.7, 0.5), band, false)).toBe('suggest');
    expect(bandOf(hits(0.39), band, true)).toBe('none');
    expect(bandOf([], band, true)).toBe('none');
  });
});

describe('items come and go while the house runs', () => {
  test('put, edited, dropped: the search knows at once', () => {
    const knowledge = createKnowledge([item('bus', BUS)], policy);
    knowledge.put(item('dog', DOG));
    expect(first(knowledge, '养犬登记怎么办', null)).toBe('dog');
    knowledge.put(item('dog', '城市绿化移植'));
    expect(first(knowledge, '养犬登记怎么办', null)).not.toBe('dog');
    expect(first(knowledge, '绿化移植怎么办', null)).toBe('dog');
    knowledge.drop('dog');
    knowledge.drop('never was');
    expect(first(knowledge, '绿化移植怎么办', null)).toBeUndefined();
    expect(knowledge.size).toBe(1);
  });

  test('a thousand edits of one item leave one item', () => {
    const knowledge = createKnowledge([], policy, vectorsOf([BUS]));
    for (let i = 0; i < 1000; i++) knowledge.put(item('bus', BUS));
    const found = knowledge.find(BUS, { now, vector: vectorOf(BUS) });
    expect(found.hits.map(({ passage }) => passage.id)).toEqual(['bus']);
    expect([knowledge.size, knowledge.meant]).toEqual([1, 1]);
  });

  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-vectors-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const open = async (
    knowledge: Knowledge,
    vectors: Vectors,
    embed: (text: string) => Promise<Float32Array | null>,
  ) =>
    openEmbedding({
      ...{ knowledge, vectors, embed, path: join(dir, 'vectors.bin'), again: 1 },
      failed: (error) => {
        throw error;
      },
    });

  test('what is not Chinese waits for no vector, and nobody waits for it', async () => {
    const knowledge = createKnowledge([], policy, vectorsOf());
    const embedded: string[] = [];
    const embedding = await open(knowledge, vectorsOf(), async (text) => {
      embedded.push(text);
      return null;
    });
    knowledge.put({ ...item('mn', 'ᠡᠮᠨᠡᠯᠭᠡ ᠶᠢᠨ ᠳᠠᠭᠠᠲᠬᠠᠯ'), language: 'mn-Mong' });
    embedding.wake();
    await embedding.close();
    expect([knowledge.size, knowledge.meant, knowledge.waiting, embedded]).toEqual([1, 0, 0, []]);
  });

  test('an edited item is embedded in the background, and not again after a restart', async () => {
    const vectors = vectorsOf();
    const knowledge = createKnowledge([item('bus', BUS)], policy, vectors);
    expect(knowledge.meant).toBe(0);
    const embedded: string[] = [];
    const embed = async (text: string) => {
      embedded.push(text);
      return vectorOf(text);
    };
    const embedding = await open(knowledge, vectors, embed);
    await embedding.close();
    // Closed in the middle of the work or after it: the rest is done at the next start, nothing twice.
    const again = vectorsOf();
    const later = createKnowledge([item('bus', BUS)], policy, again);
    const next = await open(later, again, embed);
    while (later.meant === 0) await new Promise((resolve) => setImmediate(resolve));
    await next.close();
    expect(embedded).toEqual([BUS]);
    expect(first(later, '掏钱不', vectorOf('掏钱不', BUS))).toBe('bus');
  });

  test('an encoder that does not answer is asked again, and words carry on meanwhile', async () => {
    const vectors = vectorsOf();
    const knowledge = createKnowledge([item('bus', BUS)], policy, vectors);
    let asked = 0;
    const embedding = await open(knowledge, vectors, async (text) => (++asked < 3 ? null : vectorOf(text)));
    expect(first(knowledge, '老年人坐公交优惠吗', null)).toBe('bus');
    while (knowledge.meant === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(asked).toBe(3);
    await embedding.close();
  });

  test('vectors of another encoder are thrown away; a record cut short by a crash is left out', async () => {
    const vectors = vectorsOf();
    const knowledge = createKnowledge([item('bus', BUS)], policy, vectors);
    const path = join(dir, 'vectors.bin');
    writeFileSync(path, Buffer.concat([Buffer.alloc(32, 1), Buffer.alloc(RECORD)]));
    const embedding = await open(knowledge, vectors, async (text) => vectorOf(text));
    while (knowledge.meant === 0) await new Promise((resolve) => setImmediate(resolve));
    await embedding.close();
    const whole = readFileSync(path);
    expect(whole.byteLength).toBe(32 + RECORD);
    expect(whole.subarray(0, 32).toString('hex')).toBe(vectors.encoder);
    writeFileSync(path, whole.subarray(0, whole.byteLength - 5));
    const torn = vectorsOf();
    const after = createKnowledge([item('bus', BUS)], policy, torn);
    const last = await open(after, torn, async () => null);
    await last.close();
    expect(after.meant).toBe(0);
  });
});

describe('what ships', () => {
  test('the vectors are of the encoder that ships', () => {
    expect(loadVectors()?.encoder).toBe(encoderHash());
  });
  test('another encoder, and they mean nothing', () => {
    expect(loadVectors(undefined, 'cd'.repeat(32))).toBeNull();
  });
});
