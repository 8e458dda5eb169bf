import type { Format } from '../../../lib/format.ts';
import type { Palette } from './palette.ts';

/** What every kind of picture is drawn with; the size of all that it draws, axes and names too. */
export interface PlotProps {
  width: number;
  height: number;
  palette: Palette;
  format: Format;
}
