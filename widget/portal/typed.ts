/**
 * What was typed into the plain forms before the script had come, over a slow line or by a quick hand: it goes along
 * into the forms that take their place.
 */

/** By the fields' names, which are the same on both sides. */
export type Typed = Readonly<Record<string, string>>;

interface Control {
  name: string;
  type: string;
  value: string;
  checked?: boolean;
  files?: { length: number } | null;
}

/** Null: photos were chosen, which cannot be handed over; the plain forms serve on as they are. */
export function typedIn(controls: Iterable<Control>): Typed | null {
  const typed: Record<string, string> = {};
  for (const { name, type, value, checked, files } of controls) {
    if (files?.length) return null;
    if (type === 'file' || (type === 'radio' && !checked) || !name || value === '') continue;
    typed[name] = value;
  }
  return typed;
}

/** Taken once: a form that comes back shows what it was left with. */
export type Taking = () => Typed;

export function once(typed: Typed): Taking {
  let left = typed;
  return () => {
    const taken = left;
    left = {};
    return taken;
  };
}
