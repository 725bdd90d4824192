/**
 * Whom an order can be transferred to (25号: 110 等紧急热线、分中心; 其他地区): made from the lists of the policy. Any
 * other receiver is named by hand, with code ''.
 */
export interface Receiver {
  code: string;
  name: string;
}

interface Lists {
  emergencies: readonly { number: string; name: string }[];
  hotlines: readonly { number: string; name: string; mode: string }[];
  regions: readonly { code: string; name: string; level: string; tel: string | null }[];
  knobs: { home: string };
}

export function receiversOf({ emergencies, hotlines, regions, knobs }: Lists): Receiver[] {
  return [
    ...emergencies.map(({ number, name }) => ({ code: number, name: `${number} ${name}` })),
    // Lines that went into this one have nobody else to send to.
    ...hotlines
      .filter(({ mode }) => mode !== 'merged')
      .map(({ number, name }) => ({ code: `line:${number}`, name: `${number} ${name}` })),
    ...regions
      .filter(({ level, code, tel }) => level === 'league' && tel !== null && code !== knobs.home)
      .map(({ code, name, tel }) => ({ code: `region:${code}`, name: `${name} 12345（${tel}）` })),
  ];
}
