/** Ant Design dressed in the house's tokens; its own greys are too faint for 4.5:1 and are replaced. */
import { type ThemeConfig, theme } from 'antd';
import { useSyncExternalStore } from 'react';

const dark = matchMedia('(prefers-color-scheme: dark)');

export function useDark(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      dark.addEventListener('change', watcher);
      return () => dark.removeEventListener('change', watcher);
    },
    () => dark.matches,
  );
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function look(isDark: boolean): ThemeConfig {
  const ink2 = token('--ink-2');
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      // The dark algorithm darkens what it is given: it gets the light blue's source.
      colorPrimary: isDark ? '#72abee' : token('--brand'),
      colorError: isDark ? '#f0716a' : token('--danger'),
      colorWarning: isDark ? '#e0a040' : '#a15c00',
      colorSuccess: isDark ? '#49aa6d' : token('--ok'),
      colorLink: token('--brand'),
      colorText: token('--ink'),
      colorTextSecondary: ink2,
      colorTextTertiary: ink2,
      colorTextDescription: ink2,
      colorTextPlaceholder: ink2,
      colorTextHeading: token('--ink'),
      colorBgContainer: token('--paper'),
      colorBgElevated: token('--paper'),
      colorBgLayout: token('--ground'),
      colorBorder: isDark ? '#7a869a' : '#8a94a3',
      borderRadius: 6,
      fontSize: 14,
      lineHeight: 1.6,
      fontFamily: token('--face'),
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
    components: {
      Button: { primaryColor: isDark ? token('--on-brand') : '#fff' },
      Table: { headerBg: token('--ground') },
    },
  };
}
