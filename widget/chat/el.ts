/** Makes elements. Text always becomes a text node: no way leads from a citizen's words to markup. */
export type Child = Node | string | false | null | undefined | Child[];

type Props = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name, value as EventListener);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? '' : String(value));
  }
  put(node, children);
  return node;
}

export function put(node: Element, children: Child): void {
  if (Array.isArray(children)) for (const child of children) put(node, child);
  else if (children) node.append(children);
}

export const button = (label: Child, click: () => void, props: Props = {}): HTMLButtonElement =>
  el('button', { type: 'button', click, ...props }, label);

/** Leaves the country of this page only by https; anything else is shown as words. */
export const link = (url: string, label: string): Child =>
  /^https:\/\//i.test(url)
    ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label)
    : label;

export const tel = (number: string, label: Child, props: Props = {}): HTMLAnchorElement =>
  el('a', { href: `tel:${number.replace(/[^\d+]/g, '')}`, ...props }, label);
