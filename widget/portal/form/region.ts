/**
 * A place by its name or by steps: type a part of it and choose, or go from league to banner to town. The
 * leagues and banners are in the page itself, so choosing works without a network; towns are fetched.
 */

import type { Place } from '../../../server/http/contract-forms.js';
import { el } from '../../chat/el.js';
import type { Say } from './data.js';
import { ask } from './net.js';

interface Known {
  code: string;
  name: string;
  within: { code: string; name: string }[];
}

const SHOWN = 8;
const QUIET_MS = 150;

/** The plain list's own groups: the first option of each is the league as a whole. */
const groupsOf = (select: HTMLSelectElement): Known[] =>
  [...select.querySelectorAll('optgroup')].map((group) => {
    const [whole, ...rest] = [...group.querySelectorAll('option')];
    return {
      code: whole?.value ?? '',
      name: group.label,
      within: rest.map((one) => ({ code: one.value, name: one.textContent ?? '' })),
    };
  });

const option = (value: string, label: string) => el('option', { value }, label);

export function regionOf(select: HTMLSelectElement, say: Say, changed: () => void): void {
  const groups = groupsOf(select);
  const { id, name } = select;
  const value = el('input', { type: 'hidden', name });
  const steps = {
    league: el('select', { 'aria-label': say('league') }),
    banner: el('select', { 'aria-label': say('banner') }),
    town: el('select', { 'aria-label': say('town') }),
  };
  const listId = `${id}-list`;
  const search = el('input', {
    id,
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    'aria-expanded': 'false',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    'aria-describedby': select.getAttribute('aria-describedby') ?? undefined,
    placeholder: say('searchHint'),
  });
  const list = el('ul', {
    id: listId,
    role: 'listbox',
    class: 'found',
    hidden: true,
    'aria-label': say('search'),
  });
  const said = el('p', { role: 'status', class: 'hint' });
  const chain = el('div', { class: 'chain' }, steps.league, steps.banner, steps.town);
  const whole = el('div', { class: 'region' }, value, search, list, said, chain);
  const given = select.dataset.value ?? '';
  select.replaceWith(whole);
  let asked = 0;
  let active = -1;

  steps.league.append(
    option('', `${say('league')}：${say('any')}`),
    ...groups.map((one) => option(one.code, one.name)),
  );

  function set(code: string): void {
    value.value = code;
    const group = groups.find(
      (one) =>
        one.code === `${code.slice(0, 4)}00` || one.within.some((row) => row.code === code.slice(0, 6)),
    );
    steps.league.value = group?.code ?? '';
    steps.banner.replaceChildren(
      option('', `${say('banner')}：${say('any')}`),
      ...(group?.within ?? []).map((one) => option(one.code, one.name)),
    );
    const banner = group?.within.find((one) => one.code === code.slice(0, 6));
    steps.banner.value = banner?.code ?? '';
    steps.banner.hidden = !group;
    steps.town.hidden = true;
    if (banner) void towns(banner.code, code);
  }
  async function towns(banner: string, code: string): Promise<void> {
    const found = await ask<Place[]>('GET', `/api/forms/places?within=${banner}`);
    if (!found.ok || !value.value.startsWith(banner) || found.value.length === 0) return;
    steps.town.replaceChildren(
      option('', `${say('town')}：${say('any')}`),
      ...found.value.map((one) => option(one.code, one.name)),
    );
    steps.town.value = code.length > 6 ? code : '';
    steps.town.hidden = false;
  }
  function pick(code: string): void {
    set(code);
    changed();
  }

  function close(): void {
    list.hidden = true;
    active = -1;
    search.setAttribute('aria-expanded', 'false');
    search.removeAttribute('aria-activedescendant');
  }
  function choose(place: { code: string; full: string }): void {
    search.value = '';
    said.textContent = say('chosen', { name: place.full });
    close();
    pick(place.code);
  }
  function show(places: { code: string; full: string }[]): void {
    list.replaceChildren(
      ...places.slice(0, SHOWN).map((place, index) =>
        el(
          'li',
          {
            role: 'option',
            id: `${listId}-${index}`,
            'aria-selected': 'false',
            // Before the box loses the focus.
            pointerdown: (event: Event) => {
              event.preventDefault();
              choose(place);
            },
            'data-code': place.code,
          },
          place.full,
        ),
      ),
    );
    active = -1;
    list.hidden = places.length === 0;
    search.setAttribute('aria-expanded', String(places.length > 0));
    said.textContent =
      search.value.trim() === ''
        ? ''
        : places.length > 0
          ? say('found', { n: places.length })
          : say('notFound');
  }
  /** Without a network: leagues and banners only. */
  const local = (words: string) =>
    groups
      .flatMap((group) => [
        { code: group.code, full: group.name },
        ...group.within.map((one) => ({ code: one.code, full: `${group.name}${one.name}` })),
      ])
      .filter(({ full }) => words.split(/\s+/).every((part) => full.includes(part)));

  async function find(): Promise<void> {
    const words = search.value.trim();
    asked += 1;
    const mine = asked;
    if (words === '') return show([]);
    await new Promise((done) => setTimeout(done, QUIET_MS));
    if (mine !== asked) return;
    const found = await ask<Place[]>('GET', `/api/forms/places?q=${encodeURIComponent(words)}`);
    if (mine === asked) show(found.ok ? found.value : local(words));
  }
  function move(by: number): void {
    const rows = [...list.children] as HTMLElement[];
    if (rows.length === 0) return;
    active = (active + by + rows.length) % rows.length;
    for (const [index, row] of rows.entries()) row.setAttribute('aria-selected', String(index === active));
    search.setAttribute('aria-activedescendant', `${listId}-${active}`);
    rows[active]?.scrollIntoView({ block: 'nearest' });
  }

  search.addEventListener('input', () => void find());
  search.addEventListener('blur', close);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(active < 0 ? 0 : -1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && !list.hidden) {
      const row = list.children[Math.max(0, active)] as HTMLElement | undefined;
      if (row) choose({ code: row.dataset.code ?? '', full: row.textContent ?? '' });
    } else return;
    // Enter chooses; it must not send the form.
    if (event.key !== 'Escape') event.preventDefault();
  });
  steps.league.addEventListener('change', () => pick(steps.league.value));
  steps.banner.addEventListener('change', () => pick(steps.banner.value || steps.league.value));
  steps.town.addEventListener('change', () => {
    value.value = steps.town.value || steps.banner.value;
    changed();
  });
  value.addEventListener('restored', () => set(value.value));
  set(given);
}
