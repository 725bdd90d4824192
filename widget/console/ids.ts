/**
 * Ids made here, so that a repeated request is recognised as the same one.
 * Not crypto.randomUUID: it does not exist on plain http, which is how a closed network often serves this.
 */
export function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
