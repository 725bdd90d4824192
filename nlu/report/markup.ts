const NAMES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in an element or a quoted attribute. Control marks and half letters have no place in HTML. */
export const safe = (text: string): string =>
  text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}]/gu, '\ufffd').replace(/[&<>"]/g, (mark) => NAMES[mark] ?? mark);

type Attributes = Record<string, string | number>;

/** One element. `content` is markup: text must be escaped by whoever gives it. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${safe(String(value))}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}
