/**
 * Kinds of personal data that no text for the public may carry: numbers of persons. A unit's telephone or an
 * address is often the very answer.
 */
export const LEAKS: ReadonlySet<string> = new Set([
  'phone',
  'idcard',
  'bankcard',
  'passport',
  'permit',
  'account',
  'email',
  'wechat',
  'plate',
]);
