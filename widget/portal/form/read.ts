/** Values out of the page, and back into it. */
import type { FormDef, FormValue } from '../../../server/http/contract-forms.js';
import type { Values } from './judge.js';

type Box = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const boxesOf = (page: HTMLFormElement, name: string): Box[] =>
  [...page.elements].filter((one): one is Box => 'value' in one && (one as Box).name === name);

const isTick = (box: Box): box is HTMLInputElement =>
  box instanceof HTMLInputElement && (box.type === 'radio' || box.type === 'checkbox');

export function readValues(page: HTMLFormElement, { schema }: FormDef): Values {
  const values: Values = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const boxes = boxesOf(page, name);
    const chosen = boxes.filter((box) => !isTick(box) || box.checked).map((box) => box.value);
    if (property.type === 'array') values[name] = chosen;
    else if (property.type === 'boolean') values[name] = chosen.length > 0;
    else if (property.type === 'integer' && /^\s*-?\d{1,9}\s*$/.test(chosen[0] ?? ''))
      values[name] = Number(chosen[0]);
    else values[name] = chosen[0] ?? '';
  }
  return values;
}

export function writeValues(page: HTMLFormElement, { schema }: FormDef, values: Values): void {
  for (const name of Object.keys(schema.properties)) {
    const value: FormValue = values[name] ?? '';
    for (const box of boxesOf(page, name)) {
      if (!isTick(box)) box.value = typeof value === 'object' ? '' : String(value === false ? '' : value);
      else if (box.value === 'on') box.checked = value === true;
      else box.checked = Array.isArray(value) ? value.includes(box.value) : value === box.value;
      box.dispatchEvent(new Event('restored'));
    }
  }
}
