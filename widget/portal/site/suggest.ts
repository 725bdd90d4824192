/**
 * Near questions while typing, after the ARIA combobox pattern: the focus stays in the field, arrows move
 * through the list, Enter opens, Escape closes. An answer to what is no longer typed is dropped.
 */
interface Near {
  id: string;
  title: string;
}

const PAUSE = 150;
const LEAST = 2;

export function suggestions(input: HTMLInputElement | null): void {
  if (!input) return;
  const list = document.createElement('ul');
  list.id = `${input.id}-near`;
  list.role = 'listbox';
  list.hidden = true;
  list.setAttribute('aria-label', input.dataset.suggest ?? '');
  // Beside the field, not inside its label: the list is no part of its name.
  input.after(list);
  input.role = 'combobox';
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');

  let rows: Near[] = [];
  let at = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | null = null;
  const region = () => input.form?.querySelector<HTMLSelectElement>('select[name=region]')?.value ?? '';

  function close(): void {
    clearTimeout(timer);
    asked?.abort();
    rows = [];
    point(-1);
    list.hidden = true;
    input!.setAttribute('aria-expanded', 'false');
  }

  function point(to: number): void {
    at = to;
    for (const [index, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(index === to));
    const chosen = list.children[to];
    if (chosen) {
      input!.setAttribute('aria-activedescendant', chosen.id);
      chosen.scrollIntoView({ block: 'nearest' });
    } else input!.removeAttribute('aria-activedescendant');
  }

  function open({ id }: Near): void {
    const code = region();
    location.href = `/qa/${encodeURIComponent(id)}${code ? `?region=${code}` : ''}`;
  }

  function show(found: Near[]): void {
    rows = found;
    list.replaceChildren(
      ...found.map((row, index) => {
        const option = document.createElement('li');
        option.role = 'option';
        option.id = `${list.id}-${index}`;
        option.textContent = row.title;
        // Pressing must not take the focus out of the field, or the list closes under the finger.
        option.addEventListener('pointerdown', (event) => event.preventDefault());
        option.addEventListener('click', () => open(row));
        return option;
      }),
    );
    point(-1);
    list.hidden = found.length === 0;
    input!.setAttribute('aria-expanded', String(found.length > 0));
  }

  async function ask(): Promise<void> {
    asked?.abort();
    const typed = input!.value.trim();
    if (typed.length < LEAST) return close();
    const mine = new AbortController();
    asked = mine;
    const query = new URLSearchParams({ q: typed, ...(region() ? { region: region() } : {}) });
    try {
      const answer = await fetch(`/api/qa/suggest?${query}`, { signal: mine.signal });
      const found = answer.ok ? ((await answer.json()) as Near[]) : [];
      if (asked === mine && input!.value.trim() === typed && document.activeElement === input) show(found);
    } catch {
      // A field without suggestions is still a field.
      if (asked === mine) show([]);
    }
  }

  input.addEventListener('input', (event) => {
    clearTimeout(timer);
    // Half a syllable of an input method is no question yet.
    if ((event as InputEvent).isComposing) return;
    timer = setTimeout(() => void ask(), PAUSE);
  });
  input.addEventListener('compositionend', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const { key } = event;
    if (key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && rows.length > 0) {
      event.preventDefault();
      const step = key === 'ArrowDown' ? 1 : -1;
      // One place more than rows: past either end is the field itself.
      point(((at + 1 + step + rows.length + 1) % (rows.length + 1)) - 1);
    } else if (key === 'Enter' && at >= 0) {
      const chosen = rows[at];
      if (!chosen) return;
      event.preventDefault();
      open(chosen);
    }
  });
}
