/** The name a file is shown and saved under. It never becomes a path of ours: files lie under random ids. */

/** Shown where nothing of the sender's name is left. */
const NAMELESS = '附件';
const LONGEST = 100;

/** Signs that no file system takes, control signs, and those that turn the reading direction around. */
const BAD = /[\p{Cc}\p{Surrogate}<>:"|?*\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

const EXTENSIONS: Record<string, string[]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
};

/** `type` is what the bytes are: the name ends in it, whatever the sender wrote ("账单.exe" → "账单.exe.pdf"). */
export function cleanName(given: string, type: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(BAD, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const known = EXTENSIONS[type] ?? [];
  const ends = /\.([a-z0-9]{1,5})$/i.exec(plain)?.[1]?.toLowerCase();
  const right = ends !== undefined && known.includes(ends);
  const tail = right ? plain.slice(-ends.length - 1) : known[0] ? `.${known[0]}` : '';
  const stem = [...(right ? plain.slice(0, -tail.length) : plain)];
  // Cut by whole signs: half a surrogate pair is no text.
  while (stem.join('').length > LONGEST - tail.length) stem.pop();
  return `${stem.join('').trim() || NAMELESS}${tail}`;
}
