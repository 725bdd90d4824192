import { copyFileSync, cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Encoder, MODEL, openEncoder } from '../../nlu/encoder/encoder.js';
import { readable } from '../../nlu/encoder/text.js';
import { createNlu } from '../../nlu/understand.js';

const rooms: string[] = [];
const open: Encoder[] = [];
function room(): string {
  const folder = mkdtempSync(join(tmpdir(), 'encoder-'));
  rooms.push(folder);
  return folder;
}
async function opened(...given: Parameters<typeof openEncoder>): Promise<Encoder> {
  const encoder = await openEncoder(...given);
  open.push(encoder);
  return encoder;
}
afterEach(async () => {
  for (const encoder of open.splice(0)) await encoder.close();
  for (const folder of rooms.splice(0)) rmSync(folder, { recursive: true });
});

/** A program of the test's own in the encoder's place. */
function program(body: string): URL {
  const file = join(room(), 'program.mjs');
  writeFileSync(file, body);
  return pathToFileURL(file);
}

const cosine = (a: Float32Array, b: Float32Array) => {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

describe('the shipped encoder', () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await openEncoder({ patience: 20_000 });
  });
  afterAll(() => encoder.close());
  const vector = async (text: string) => (await encoder.likeness(text))!;
  const label = async (text: string) => (await encoder.labels(text))!;

  test('loads from disk and gives 384 finite values, the same for the same text', async () => {
    expect(encoder.ready()).toBe(true);
    const [one, two] = [await vector('小区停水三天了没人管'), await vector('小区停水三天了没人管')];
    expect(one).toHaveLength(384);
    expect(one.every(Number.isFinite)).toBe(true);
    expect(two).toEqual(one);
  });

  test('the same matter in other words is nearer than another matter in like words; by label far nearer', async () => {
    const lead = async (of: typeof vector) => {
      const [asked, same, other] = await Promise.all([
        of('公积金怎么取出来'),
        of('住房公积金提取怎么办理'),
        of('孩子身份证怎么取出来'),
      ]);
      return cosine(asked, same) - cosine(asked, other);
    };
    // All vectors of the base model lie close together: their mean is taken off before they are compared.
    expect(await lead(vector)).toBeGreaterThan(0.03);
    expect(await lead(label)).toBeGreaterThan(0.3);
  });

  test('many at once come back each to its own asker, from the network asked', async () => {
    const texts = Array.from({ length: 40 }, (_, i) => `${'暖气不热'.repeat(1 + (i % 3))}${i}号楼`);
    const of = (i: number) => (i % 2 ? label : vector);
    const together = await Promise.all(texts.map((text, i) => of(i)(text)));
    for (const i of [0, 7, 22, 39]) expect(together[i]).toEqual(await of(i)(texts[i]!));
  });

  test.each([
    ['empty', ''],
    ['a million of one character', '一'.repeat(1_000_000)],
    ['100,000 digits', '7'.repeat(100_000)],
    ['lone surrogates', '\ud83d'.repeat(300)],
    ['right-to-left marks', '\u202e着火了\u202c'],
    ['nothing but faces', '🔥😡🙏'],
    ['another script', 'ᠮᠣᠩᠭᠣᠯ Сайн байна уу'],
  ])('takes %s', async (_, text) => {
    expect((await vector(text)).every(Number.isFinite)).toBe(true);
  });

  test('letters torn apart by joiners are read as the word', async () => {
    expect(readable('着\u200d火\u200b了')).toBe('着火了');
    expect(await vector('着\u200d火\u200b了')).toEqual(await vector('着火了'));
  });
});

test('without its folder it is not ready, says null and throws nothing', async () => {
  const encoder = await opened({ folder: new URL('./no-such-folder/', import.meta.url) });
  expect(encoder.ready()).toBe(false);
  expect(await encoder.likeness('停水')).toBeNull();
});

test('a damaged model is no model; rules and words carry on and say so', async () => {
  const folder = join(room(), 'encoder');
  cpSync(fileURLToPath(MODEL), folder, { recursive: true, dereference: true });
  const file = join(folder, 'onnx', 'labels_quantized.onnx');
  rmSync(file);
  copyFileSync(fileURLToPath(new URL('onnx/labels_quantized.onnx', MODEL)), file);
  truncateSync(file, 1_000_000);
  const nlu = await createNlu({ encoder: { folder: pathToFileURL(`${folder}/`), again: 60_000 } });
  expect(nlu.degraded()).toHaveLength(1);
  expect(await nlu.understand('我家着火了快来人')).toMatchObject({ gate: 'emergency', reason: '119' });
  await nlu.close();
});

test('a dead process answers all that wait with null, and another takes its place', async () => {
  const encoder = await opened({
    again: 10,
    program: program(`
      process.on('message', (request) => {
        if (request.text === '死') process.exit(1);
        if (request.text === '问') process.send({ id: request.id, vector: new Float32Array(2) });
      });
      process.send({ ready: true });`),
  });
  const waiting = [encoder.likeness('等'), encoder.likeness('死')];
  expect(await Promise.all(waiting)).toEqual([null, null]);
  while (!encoder.ready()) await new Promise((done) => setTimeout(done, 5));
  expect(await encoder.likeness('问')).toHaveLength(2);
});

test('a full queue and a late answer are null, not a wait', async () => {
  const encoder = await opened({
    most: 2,
    patience: 50,
    program: program(`
      process.on('message', () => {});
      process.send({ ready: true });`),
  });
  const answers: string[] = [];
  const ask = async (name: string) => {
    await encoder.likeness(name);
    answers.push(name);
  };
  await Promise.all([ask('first'), ask('second'), ask('third')]);
  expect(answers[0]).toBe('third');
});

test('it can be closed and opened again, many times and beside itself', async () => {
  for (let time = 0; time < 3; time++) {
    const [one, two] = await Promise.all([opened(), opened()]);
    expect([one.ready(), two.ready()]).toEqual([true, true]);
    await one.close();
    await two.close();
  }
}, 60_000);

test('closing while it works neither hangs nor aborts', async () => {
  const encoder = await opened();
  const waiting = Array.from({ length: 20 }, (_, i) => encoder.likeness(`第${i}个问题，供暖什么时候开始`));
  await encoder.close();
  expect(await Promise.all(waiting)).toEqual(new Array(20).fill(null));
  expect(await encoder.likeness('停水')).toBeNull();
});
