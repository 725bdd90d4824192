/**
 * Self-service forms. A form is complete and confirmed when it arrives, and has no way back: what happens to
 * it is seen in the portal by order number and code.
 */
import type { Channel, FileRef, InboundMessage } from './channel.js';

/** 路灯 / 道路报修 as filled in, its photos already kept. */
export interface RepairFiling {
  /** The form's own id: the same one twice is one filing. */
  id: string;
  what: 'streetlight' | 'road';
  place: string;
  /** Code of the region. */
  region?: string | undefined;
  description: string;
  name?: string | undefined;
  phone: string;
}

const WORDS = {
  streetlight: '路灯报修',
  road: '道路报修',
  whole: '{what}：{place}。{description}',
} as const;

const fill = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** The phone is a field, not `sender`: nobody has verified it. */
export function repairMessage(form: RepairFiling, files: FileRef[], now: Date): InboundMessage {
  const { place, description, phone } = form;
  return {
    channel: 'form',
    id: form.id,
    thread: form.id,
    text: fill(WORDS.whole, { what: WORDS[form.what], place, description }),
    files,
    at: now,
    fields: {
      place,
      content: description,
      phone,
      ...(form.name ? { name: form.name } : {}),
      ...(form.region ? { region: form.region } : {}),
    },
  };
}

export function formChannel(): Channel {
  return {
    name: 'form',
    title: '自助表单',
    // Filings come through the HTTP form, which hands them to the same door itself.
    start: async () => {},
    send: async () => ({ ok: true }),
    stop: async () => {},
  };
}
