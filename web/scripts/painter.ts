import type { Colour, Picture } from './png';
import type { Shape } from './shapes';

export interface Layer {
  shape: Shape;
  /** `#rrggbb`, or undefined for "nothing there". */
  ink: string | undefined;
}

const samples = [1 / 6, 3 / 6, 5 / 6];
/** Edges are mixed in steps of this size, so that few colours are needed. */
const step = 10;

/** Paints layers, the first one lowest. Nine samples a pixel make the edges smooth. */
export function paint(layers: readonly Layer[], size: number): Picture {
  const topFirst = layers.map(({ shape, ink }) => ({ shape, colour: colourOf(ink) })).reverse();
  const palette: Colour[] = [];
  const indexes = new Map<string, number>();
  const pixels = new Uint8Array(size * size);

  const indexOf = (colour: Colour): number => {
    const key = colour.join();
    let index = indexes.get(key);
    if (index === undefined) {
      index = palette.push(colour) - 1;
      if (index > 255) throw new Error('more than 256 colours: use fewer inks');
      indexes.set(key, index);
    }
    return index;
  };

  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const seen = samples.flatMap((down) =>
        samples.map((across) => {
          const hit = topFirst.find(({ shape }) => shape((x + across) / size, (y + down) / size));
          return hit?.colour ?? transparent;
        }),
      );
      pixels[y * size + x] = indexOf(mixed(seen));
    }
  return { size, pixels, palette };
}

const transparent: Colour = [0, 0, 0, 0];

function mixed(colours: readonly Colour[]): Colour {
  const first = colours[0]!;
  if (colours.every((colour) => colour === first)) return first;
  const alpha = colours.reduce((sum, colour) => sum + colour[3], 0);
  if (alpha === 0) return transparent;
  const channel = (index: 0 | 1 | 2) =>
    rounded(colours.reduce((sum, colour) => sum + colour[index] * colour[3], 0) / alpha);
  return [channel(0), channel(1), channel(2), rounded(alpha / colours.length)];
}

function rounded(value: number): number {
  return Math.min(255, Math.round(value / step) * step);
}

function colourOf(ink: string | undefined): Colour {
  if (ink === undefined) return transparent;
  const value = Number.parseInt(ink.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, 255];
}
