/** Who somebody is: by a verified phone's keyed digest, however it was written; never by something else. */
import { createCitizens } from '../../server/people/citizens.js';

const citizens = createCitizens(Buffer.alloc(32, 1));

test('one phone is one identity however it is written, and is not the phone', () => {
  const one = citizens.ofPhone('13800001234');
  for (const way of ['138 0000 1234', '+8613800001234', '１３８００００１２３４', '0086-138-0000-1234'])
    expect(citizens.ofPhone(way)).toBe(one);
  expect(one).not.toContain('1380000');
  expect(citizens.ofPhone('13800001235')).not.toBe(one);
  expect(createCitizens(Buffer.alloc(32, 2)).ofPhone('13800001234')).not.toBe(one);
});

test('what is no mobile number identifies nobody: an exchange is shared by many', () => {
  for (const text of ['', '12345', '04715550000', 'abc', undefined])
    expect(citizens.ofPhone(text)).toBeNull();
});

test('an inlet is never taken for a phone', () => {
  expect(citizens.ofInlet('13800001234')).not.toBe(citizens.ofPhone('13800001234'));
});
