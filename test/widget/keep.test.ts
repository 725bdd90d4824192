import { keepOn, type Shelf, usable } from '../../widget/chat/keep.js';

class Fake implements Shelf {
  readonly rows = new Map<string, string>();
  full = false;
  get length() {
    return this.rows.size;
  }
  key(index: number) {
    return [...this.rows.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.rows.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (this.full) throw new Error('QuotaExceededError');
    this.rows.set(key, value);
  }
  removeItem(key: string) {
    this.rows.delete(key);
  }
}

test('what one page keeps the next one finds', () => {
  const shelf = new Fake();
  keepOn(shelf, 'jiesu:a:').set('pass', { thread: 't', token: 'k' });
  expect(keepOn(shelf, 'jiesu:a:').get('pass')).toEqual({ thread: 't', token: 'k' });
});

test('two servers on one page never see each other', () => {
  const shelf = new Fake();
  keepOn(shelf, 'jiesu:a:').set('out:1', 1);
  expect(keepOn(shelf, 'jiesu:b:').all('out:')).toEqual([]);
});

test('two tabs add parcels without overwriting each other', () => {
  const shelf = new Fake();
  const [one, two] = [keepOn(shelf, 'j:'), keepOn(shelf, 'j:')];
  one.set('out:1', 1);
  two.set('out:2', 2);
  one.set('out:1', null);
  expect(keepOn(shelf, 'j:').all('out:')).toEqual([2]);
});

test('a full or forbidden store costs nothing while the page lives', () => {
  const shelf = new Fake();
  const keep = keepOn(shelf, 'j:');
  keep.set('written', 'old');
  shelf.full = true;
  keep.set('written', 'new');
  expect(keep.get('written')).toBe('new');
  const none = keepOn(null, 'j:');
  none.set('out:1', 1);
  expect([none.get('out:1'), none.all('out:')]).toEqual([1, [1]]);
});

test('what cannot be read is as if it were not there', () => {
  const shelf = new Fake();
  shelf.rows.set('j:pass', '{half');
  expect(keepOn(shelf, 'j:').get('pass')).toBeNull();
});

test('a prefix is dropped whole and alone', () => {
  const keep = keepOn(new Fake(), 'j:');
  for (const name of ['draft:1', 'draft:2', 'written']) keep.set(name, name);
  keep.drop('draft:');
  expect([keep.all('draft:'), keep.get('written')]).toEqual([[], 'written']);
});

test('the first store that takes a value is used; one that throws is passed over', () => {
  const full = new Fake();
  full.full = true;
  const good = new Fake();
  const forbidden = () => {
    throw new Error('SecurityError');
  };
  expect(usable([forbidden, () => full, () => good])).toBe(good);
  expect(good.length).toBe(0);
  expect(usable([forbidden])).toBeNull();
});
