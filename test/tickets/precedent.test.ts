/** Which precedent counts for an order: never a withdrawn one, the nearest place, of these the latest. */
import fc from 'fast-check';
import { nearness, type Precedent, precedentFor } from '../../server/tickets/dispatch/precedent.js';

const AT = new Date('2026-03-02T02:00:00Z');
const made = (more: Partial<Precedent> = {}): Precedent => ({
  ...{ _id: 'x@1', version: 1, orderNo: 'x', region: '150105', category: '06', hotline: null },
  ...{ title: '', place: '', unit: '150105', reason: '', by: 'dan', at: AT, withdrawn: null },
  ...more,
});
const matter = { region: '150105', category: '06', hotline: null };

test('same place and matter; or the same line within the league; nothing else', () => {
  expect(nearness(matter, made())).toBe('place');
  expect(nearness({ ...matter, region: '150102' }, made())).toBeNull();
  const line = made({ hotline: '12345' });
  expect(nearness({ ...matter, hotline: '12345', region: '150102' }, line)).toBe('line');
  expect(nearness({ ...matter, hotline: '12345', region: '150202' }, line)).toBeNull();
  expect(nearness(matter, line)).toBeNull();
  expect(nearness({ ...matter, category: '07' }, made())).toBeNull();
  expect(nearness({ ...matter, region: null }, made({ region: null }))).toBeNull();
  expect(nearness(matter, made({ withdrawn: { by: 'dan', at: AT, reason: '' } }))).toBeNull();
});

test('the nearest, of these the latest, in whatever order they are read', () => {
  const rows = fc.array(
    fc.record({
      region: fc.constantFrom('150105', '150102', '150202'),
      hotline: fc.constantFrom(null, '12345'),
      day: fc.nat(9),
      gone: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const matters = fc.record({
    region: fc.constantFrom('150105', '150102'),
    category: fc.constant('06'),
    hotline: fc.constantFrom(null, '12345'),
  });
  fc.assert(
    fc.property(rows, matters, (drawn, about) => {
      const list = drawn.map(({ region, hotline, day, gone }, n) =>
        made({
          ...{ _id: `o${n}@1`, region, hotline, at: new Date(AT.getTime() + day * 86_400_000) },
          withdrawn: gone ? { by: 'dan', at: AT, reason: '' } : null,
        }),
      );
      const found = precedentFor(about, list);
      expect(precedentFor(about, [...list].reverse())).toEqual(found);
      const near = list.filter((one) => nearness(about, one) !== null);
      expect(found === null).toBe(near.length === 0);
      const places = near.filter((one) => nearness(about, one) === 'place');
      const best = places.length > 0 ? places : near;
      if (found) {
        expect(best).toContain(found.precedent);
        expect(Math.max(...best.map(({ at }) => at.getTime()))).toBe(found.precedent.at.getTime());
      }
    }),
  );
});
