/** What can be judged here, before anything is sent; the server judges again. Pure. */
import type { DraftField } from '../../server/http/contract-chat.js';
import * as W from '../ui/words.js';

/** What is missing or plainly wrong, in words for the field; '' where all is well. */
export function faultOf(field: DraftField, value: string): string {
  if (field.required && !value.trim()) return W.missing(field.label);
  const bare = value.replace(/[\s-]/g, '');
  return field.name === 'phone' && /^1\d*$/.test(bare) && bare.length !== 11 ? W.phone(bare.length) : '';
}

const MAX = 10 * 1024 * 1024;

/** By what the browser says of the file; the server looks into the bytes. '' where it fits. */
export function unfit(file: { size: number; type: string }): string {
  if (!/^(image\/(jpeg|png|webp)|application\/pdf)$/.test(file.type)) return W.fileType;
  return file.size > MAX ? W.fileLarge : '';
}
