/** A value as MongoDB writes it in its messages. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (typeof value === 'object' && '_bsontype' in value) {
    const own = String(value);
    return value._bsontype === 'ObjectId' ? `ObjectId('${own}')` : own;
  }
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
