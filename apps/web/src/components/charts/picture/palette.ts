/** Colours of a picture: a file knows nothing of the page's. */
export interface Palette {
  surface: string;
  ink: string;
  faint: string;
  grid: string;
  axis: string;
  track: string;
  series: string;
  area: string;
}

/** Those of the theme that the person sees. */
export function currentPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--color-${name}`).trim();
  return {
    surface: colour('surface'),
    ink: colour('ink'),
    faint: colour('ink-3'),
    grid: colour('chart-grid'),
    axis: colour('line-strong'),
    track: colour('chart-track'),
    series: colour('chart-1'),
    area: colour('chart-area'),
  };
}
