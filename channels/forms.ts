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

/** Any form as filled in, judged already. */
export interface FormFiling {
  /** The filing's own id: the same one twice is one filing. */
  id: string;
  /** Title of the form: 供暖问题. */
  title: string;
  /** What an order has a place for: content, place, region, time, party, demand, name, phone. */
  fields: Record<string, string>;
  /** Everything else, in the order of the form. */
  said: { label: string; value: string }[];
  /** For whoever works on the order; not the citizen's words, so nobody reads them for such. */
  note?: string;
  /** What the house knows of the form: its id, version, and what it takes the matter for. */
  form: Record<string, string>;
}

const WORDS = {
  said: '{label}：{value}',
  at: '{title}：{place}。{said}',
  about: '{title}：{said}',
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

/**
 * The words are what a person would have written; the fields say the same in their places. What the form asks
 * beyond the fields of an order stands below the content, one line each.
 */
export function formMessage(filing: FormFiling, files: FileRef[], now: Date): InboundMessage {
  const { place = '', content = '', ...fields } = filing.fields;
  const said = filing.said.map((one) => fill(WORDS.said, one));
  const whole = [content, ...said].filter(Boolean).join('\n');
  return {
    channel: 'form',
    id: filing.id,
    thread: filing.id,
    text: fill(place ? WORDS.at : WORDS.about, { title: filing.title, place, said: whole }),
    files,
    at: now,
    fields: {
      ...filing.form,
      ...fields,
      ...(place ? { place } : {}),
      content: [whole, filing.note].filter(Boolean).join('\n'),
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
