/**
 * The letter form where there is script: what was typed outlives the page (never name or number), and a title
 * is met with answers that may be there already. They open beside the letter, not in its place.
 */
const KEY = 'jiesu:site:letter';
const KEPT = ['kind', 'title', 'content', 'region'] as const;
const PAUSE = 400;
const SHOWN = 3;

function shelf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

type Draft = Partial<Record<(typeof KEPT)[number], string>>;

function read(): Draft {
  try {
    return JSON.parse(shelf()?.getItem(KEY) ?? '{}') as Draft;
  } catch {
    return {};
  }
}

function keep(draft: Draft | null): void {
  try {
    if (draft) shelf()?.setItem(KEY, JSON.stringify(draft));
    else shelf()?.removeItem(KEY);
  } catch {
    // Full or forbidden: the page's own memory serves.
  }
}

export function letterForm(form: HTMLFormElement | null): void {
  // The page that says the letter has arrived ends the draft.
  if (document.querySelector('[data-sent]')) keep(null);
  if (!form) return;
  const draft = read();
  const fields = form.elements;
  const value = (name: string): string => new FormData(form).get(name)?.toString() ?? '';
  for (const name of KEPT) {
    // What the page brought along (a question carried over, a form with faults) wins.
    if (value(name) !== '' || !draft[name]) continue;
    const field = fields.namedItem(name);
    if (field instanceof RadioNodeList) field.value = draft[name];
    else if (field) (field as HTMLInputElement).value = draft[name];
  }
  form.addEventListener('input', () => keep(Object.fromEntries(KEPT.map((name) => [name, value(name)]))));
  near(form.querySelector<HTMLInputElement>('input[data-near]'));
}

interface Near {
  id: string;
  title: string;
}

function near(title: HTMLInputElement | null): void {
  if (!title) return;
  const box = document.createElement('div');
  box.setAttribute('aria-live', 'polite');
  title.after(box);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(rows: Near[]): void {
    box.replaceChildren();
    if (rows.length === 0) return;
    const heading = document.createElement('p');
    heading.textContent = title!.dataset.near ?? '';
    const list = document.createElement('ul');
    list.className = 'links';
    for (const row of rows) {
      const link = document.createElement('a');
      link.href = `/qa/${encodeURIComponent(row.id)}`;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = row.title;
      const item = document.createElement('li');
      item.append(link);
      list.append(item);
    }
    const frame = document.createElement('div');
    frame.className = 'near';
    frame.append(heading, list);
    box.replaceChildren(frame);
  }

  async function ask(): Promise<void> {
    const typed = title!.value.trim();
    if (typed.length < 2) return show([]);
    const answer = await fetch(`/api/qa/suggest?${new URLSearchParams({ q: typed })}`).catch(() => null);
    const rows = answer?.ok ? ((await answer.json()) as Near[]) : [];
    if (title!.value.trim() === typed) show(rows.slice(0, SHOWN));
  }
  title.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE);
  });
}
