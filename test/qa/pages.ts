/** A page as a browser without script has it. */
export async function pageAt(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(url, {
    ...init,
    headers: { accept: 'text/html', ...(init.headers as Record<string, string>) },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** The first group of each match, or all of it where there is none. */
export const findAll = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([whole, group]) => group ?? whole);

/** What a page must never give back as it came. */
export const escapedHostile = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  '</script><script>alert(1)</script>',
  '<base href="//example.test/">',
];
