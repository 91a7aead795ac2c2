import { lettering } from './lettering';
import type { Layer } from './painter';
import {
  below,
  both,
  box,
  circle,
  either,
  everywhere,
  many,
  polygon,
  ring,
  stroke,
  turned,
  upTo,
  without,
  type Shape,
} from './shapes';

const night = '#17130f';
const cream = '#f1e4c8';
const paper = '#e9e2d3';
const amber = '#e8a13c';
const brick = '#b8472a';
const rose = '#d98f86';
const plum = '#46243d';
const teal = '#1d5b60';
const sea = '#8fb8ad';
const sky = '#7fa6c4';
const indigo = '#28305e';
const moss = '#3d5839';
const olive = '#8a8a3f';
const sand = '#d0ae80';

const ground = (ink: string): Layer => ({ shape: everywhere, ink });
const layer = (ink: string, ...shapes: readonly Shape[]): Layer => ({
  shape: either(...shapes),
  ink,
});

interface Title {
  text: string;
  ink: string;
  x?: number;
  y?: number;
  height?: number;
}

const title = ({ text, ink, x = 0.08, y = 0.08, height = 0.034 }: Title): Layer =>
  layer(
    ink,
    ...text.split('\n').map((line, index) => lettering(line, x, y + index * height * 1.75, height)),
  );

const wave = (level: number, height: number, length: number, shift = 0): Shape =>
  below((x) => level + height * Math.sin((x / length + shift) * 2 * Math.PI));

/** One drawing for each file name; the lowest layer comes first. */
export const covers: Readonly<Record<string, readonly Layer[]>> = {
  'waiting-room-heat': [
    ground(indigo),
    layer(amber, circle(0.66, 0.38, 0.17)),
    ...[0.56, 0.66, 0.76, 0.86].map((level, index) =>
      layer([teal, sea, teal, night][index]!, wave(level, 0.018, 0.34, index * 0.3)),
    ),
    title({ text: 'waiting\nroom heat', ink: cream }),
  ],
  'the-quarter-past': [
    ground(cream),
    layer(night, circle(0.5, 0.54, 0.34)),
    layer(cream, circle(0.5, 0.54, 0.315)),
    layer(
      night,
      ...upTo(12).map((hour) => turned(box(0.494, 0.24, 0.012, 0.05), hour / 12, 0.5, 0.54)),
    ),
    layer(
      night,
      stroke(
        [
          [0.5, 0.54],
          [0.44, 0.4],
        ],
        0.022,
      ),
    ),
    layer(
      brick,
      stroke(
        [
          [0.5, 0.54],
          [0.76, 0.54],
        ],
        0.016,
      ),
      circle(0.5, 0.54, 0.025),
    ),
    title({ text: 'the quarter past', ink: night }),
  ],
  'lower-deck': [
    ground(teal),
    layer(night, ...upTo(3).map((row) => box(0, 0.3 + row * 0.23, 1, 0.17))),
    layer(amber, ...upTo(4).map((port) => circle(0.16 + port * 0.23, 0.615, 0.062))),
    layer(sea, ...upTo(4).map((port) => circle(0.16 + port * 0.23, 0.385, 0.062))),
    layer(night, both(circle(0.62, 0.615, 0.062), circle(0.62, 0.68, 0.05))),
    title({ text: 'lower deck\nwindow side', ink: cream }),
  ],
  'cold-kettle': [
    ground(sand),
    layer(
      moss,
      below((x) => 0.74 - 0.1 * Math.sin(x * 3.1)),
    ),
    layer(
      olive,
      below((x) => 0.86 - 0.07 * Math.sin(x * 4 + 2)),
    ),
    layer(
      night,
      circle(0.5, 0.56, 0.15),
      box(0.35, 0.56, 0.3, 0.13),
      stroke(
        [
          [0.64, 0.6],
          [0.77, 0.47],
        ],
        0.05,
      ),
    ),
    layer(night, ring(0.5, 0.44, 0.13, 0.028), circle(0.5, 0.4, 0.028)),
    layer(
      cream,
      stroke(
        [
          [0.79, 0.4],
          [0.76, 0.34],
          [0.8, 0.28],
          [0.77, 0.22],
        ],
        0.014,
      ),
    ),
    title({ text: 'songs for a\ncold kettle', ink: night }),
  ],
  'hedge-law': [
    ground(cream),
    ...upTo(6).map((row) =>
      layer(
        row % 2 ? moss : olive,
        ...upTo(9).map((bush) =>
          circle(bush * 0.13 - (row % 2) * 0.065, 0.42 + row * 0.115, 0.085),
        ),
      ),
    ),
    title({ text: 'hedge law', ink: moss, height: 0.05 }),
  ],
  windfall: [
    ground(night),
    layer(
      brick,
      ...upTo(5).map((row) => circle(0.18 + row * 0.16, 0.3 + ((row * 7) % 5) * 0.11, 0.075)),
    ),
    layer(amber, circle(0.34, 0.86, 0.075), circle(0.68, 0.84, 0.075)),
    layer(
      olive,
      ...upTo(5).map((row) =>
        turned(
          box(0.175 + row * 0.16, 0.19 + ((row * 7) % 5) * 0.11, 0.012, 0.06),
          0.04,
          0.18 + row * 0.16,
          0.3,
        ),
      ),
    ),
    title({ text: 'windfall', ink: cream, y: 0.08 }),
  ],
  graft: [
    ground(olive),
    layer(cream, box(0, 0.5, 1, 0.5)),
    layer(night, box(0.47, 0.16, 0.06, 0.34)),
    layer(brick, box(0.47, 0.5, 0.06, 0.34)),
    layer(
      night,
      stroke(
        [
          [0.5, 0.4],
          [0.72, 0.2],
        ],
        0.03,
      ),
      stroke(
        [
          [0.5, 0.33],
          [0.3, 0.16],
        ],
        0.03,
      ),
    ),
    layer(
      brick,
      stroke(
        [
          [0.5, 0.62],
          [0.72, 0.82],
        ],
        0.03,
      ),
      stroke(
        [
          [0.5, 0.69],
          [0.3, 0.86],
        ],
        0.03,
      ),
    ),
    layer(paper, box(0.44, 0.47, 0.12, 0.06)),
    title({ text: 'graft', ink: night, y: 0.06 }),
  ],
  'cider-modulation': [
    ground(amber),
    ...upTo(9).map((line) =>
      layer(
        line % 2 ? amber : brick,
        wave(0.28 + line * 0.07, 0.045 * Math.sin((line / 8) * Math.PI) + 0.004, 0.5, line * 0.06),
      ),
    ),
    layer(night, wave(0.92, 0.004, 0.5)),
    title({ text: 'cider\nmodulation', ink: night }),
  ],
  'wedding-without': [
    ground(brick),
    layer(amber, circle(0.38, 0.56, 0.24)),
    layer(brick, circle(0.38, 0.56, 0.185)),
    layer(cream, ring(0.62, 0.56, 0.24, 0.055)),
    layer(amber, both(ring(0.38, 0.56, 0.24, 0.055), box(0.4, 0.2, 0.3, 0.36))),
    title({ text: 'wedding\nwithout a band', ink: cream }),
  ],
  'two-midnights': [
    ground(night),
    layer(indigo, box(0.5, 0, 0.5, 1)),
    layer(cream, both(circle(0.5, 0.52, 0.26), box(0, 0, 0.5, 1))),
    layer(amber, both(circle(0.5, 0.52, 0.26), box(0.5, 0, 0.5, 1))),
    layer(night, both(circle(0.42, 0.47, 0.21), box(0, 0, 0.5, 1))),
    layer(
      cream,
      ...upTo(7).map((star) =>
        circle(0.56 + ((star * 17) % 38) / 100, 0.1 + ((star * 29) % 75) / 100, 0.008),
      ),
    ),
    title({ text: 'two midnights', ink: cream, y: 0.88 }),
  ],
  'noon-at-both-ends': [
    ground(sky),
    ...[0.5, 0.4, 0.3, 0.2].map((radius, index) =>
      layer(
        [cream, amber, brick, night][index]!,
        both(circle(0, 0.5, radius), box(0, 0, 0.5, 1)),
        both(circle(1, 0.5, radius), box(0.5, 0, 0.5, 1)),
      ),
    ),
    title({ text: 'noon at\nboth ends', ink: night, x: 0.38, y: 0.86 }),
  ],
  'field-notes': [
    ground(paper),
    layer(
      sky,
      polygon([0, 0.72], [0.22, 0.4], [0.36, 0.55], [0.56, 0.26], [1, 0.72], [1, 1], [0, 1]),
    ),
    layer(sea, polygon([0.56, 0.26], [0.5, 0.5], [0.64, 0.62], [0.58, 0.72], [1, 0.72])),
    layer(indigo, box(0, 0.72, 1, 0.28)),
    layer(
      sky,
      ...upTo(6).map((line) =>
        box(0.14 + ((line * 29) % 30) / 100, 0.77 + line * 0.035, 0.4, 0.007),
      ),
    ),
    title({ text: 'field notes\non melting', ink: indigo }),
  ],
  hover: [
    ground(sea),
    layer(cream, circle(0.5, 0.5, 0.33)),
    layer(
      indigo,
      stroke(
        [
          [0.26, 0.44],
          [0.42, 0.5],
          [0.5, 0.56],
          [0.58, 0.5],
          [0.74, 0.44],
        ],
        0.035,
      ),
    ),
    layer(
      indigo,
      stroke(
        [
          [0.5, 0.52],
          [0.5, 0.64],
        ],
        0.03,
      ),
    ),
    title({ text: 'hover', ink: indigo, y: 0.88 }),
  ],
  bobbin: [
    ground(amber),
    layer(night, box(0.26, 0.2, 0.48, 0.09), box(0.26, 0.71, 0.48, 0.09)),
    ...upTo(9).map((turn) =>
      layer(turn % 2 ? cream : brick, box(0.32, 0.29 + turn * 0.0467, 0.36, 0.0467)),
    ),
    layer(
      cream,
      stroke(
        [
          [0.68, 0.6],
          [0.84, 0.7],
          [0.78, 0.84],
          [0.95, 0.95],
        ],
        0.012,
      ),
    ),
    title({ text: 'bobbin', ink: night }),
  ],
  'treadle-shuttle': [
    ground(plum),
    ...upTo(8).map((row) =>
      layer(
        [rose, amber, cream][row % 3]!,
        ...upTo(8).map((column) =>
          turned(
            box(0.09 + column * 0.105, 0.22 + row * 0.085, 0.085, 0.03),
            (row + column) % 2 ? 0.06 : -0.06,
            0.13 + column * 0.105,
            0.235 + row * 0.085,
          ),
        ),
      ),
    ),
    title({ text: 'treadle / shuttle', ink: cream }),
  ],
  'eight-machines': [
    ground(cream),
    layer(
      night,
      ...upTo(8).map((part) =>
        ring(0.2 + (part % 4) * 0.2, 0.42 + Math.floor(part / 4) * 0.26, 0.09, 0.03),
      ),
    ),
    layer(
      brick,
      ...upTo(8).map((part) =>
        turned(
          box(0.19 + (part % 4) * 0.2, 0.33 + Math.floor(part / 4) * 0.26, 0.02, 0.09),
          part / 8,
          0.2 + (part % 4) * 0.2,
          0.42 + Math.floor(part / 4) * 0.26,
        ),
      ),
    ),
    title({ text: 'eight machines\nin march', ink: night }),
  ],
  'olas-sin-mar': [
    ground(cream),
    layer(brick, circle(0.72, 0.3, 0.14)),
    ...upTo(5).map((line) =>
      layer(line % 2 ? sky : indigo, wave(0.5 + line * 0.1, 0.04, 0.26, line * 0.37)),
    ),
    title({ text: 'olas\nsin mar', ink: indigo, height: 0.045 }),
  ],
  'cine-de-enfrente': [
    ground(night),
    layer(paper, polygon([0.14, 0.36], [0.7, 0.3], [0.7, 0.72], [0.14, 0.66])),
    layer(
      sky,
      polygon([0.14, 0.52], [0.3, 0.48], [0.46, 0.54], [0.7, 0.5], [0.7, 0.72], [0.14, 0.66]),
    ),
    layer(amber, polygon([0.92, 0.5], [0.72, 0.44], [0.72, 0.58])),
    layer(brick, ...upTo(7).map((seat) => circle(0.08 + seat * 0.14, 0.98, 0.06))),
    title({ text: 'el cine\nde enfrente', ink: cream }),
  ],
  voltaje: [
    ground(amber),
    layer(
      night,
      polygon(
        [0.58, 0.14],
        [0.26, 0.56],
        [0.46, 0.56],
        [0.36, 0.88],
        [0.74, 0.42],
        [0.52, 0.42],
        [0.66, 0.14],
      ),
    ),
    layer(
      brick,
      ...upTo(3).map((arc) =>
        both(ring(0.5, 0.5, 0.47 - arc * 0.06, 0.018), box(0.78, 0, 0.22, 1)),
      ),
    ),
    title({ text: 'voltaje!', ink: night, height: 0.05, y: 0.88 }),
  ],
  'permit-denied': [
    ground(paper),
    layer(night, turned(box(-0.3, 0.42, 1.6, 0.2), -0.06)),
    layer(brick, turned(box(-0.3, 0.66, 1.6, 0.035), -0.06)),
    title({ text: 'permit denied', ink: night }),
  ],
  barriers: [
    ground(night),
    ...upTo(5).map((bar) =>
      layer(
        bar % 2 ? paper : brick,
        both(
          box(0.08, 0.34, 0.84, 0.16),
          turned(box(-0.02 + bar * 0.21, 0, 0.12, 1), 0.07, bar * 0.21, 0.42),
        ),
      ),
    ),
    layer(paper, box(0.2, 0.5, 0.035, 0.34), box(0.765, 0.5, 0.035, 0.34)),
    title({ text: 'barriers', ink: paper }),
  ],
  'third-floor': [
    ground(sea),
    ...upTo(5).map((stair) =>
      layer(stair % 2 ? night : teal, box(0.1 + stair * 0.16, 0.78 - stair * 0.13, 1, 0.13)),
    ),
    layer(night, box(0.74, 0.8, 0.3, 0.3)),
    layer(cream, box(0.78, 0.16, 0.12, 0.1)),
    title({ text: 'piano\nthird floor\nno lift', ink: night }),
  ],
  felt: [
    ground(plum),
    layer(
      rose,
      ...upTo(7).map((hammer) =>
        circle(0.14 + hammer * 0.12, 0.4 + Math.abs(hammer - 3) * 0.035, 0.048),
      ),
    ),
    layer(
      cream,
      ...upTo(7).map((hammer) =>
        box(0.132 + hammer * 0.12, 0.44 + Math.abs(hammer - 3) * 0.035, 0.016, 0.6),
      ),
    ),
    title({ text: 'felt', ink: rose, height: 0.05 }),
  ],
  'moth-in-the-hammers': [
    ground(night),
    layer(
      sand,
      polygon([0.5, 0.5], [0.16, 0.26], [0.22, 0.58]),
      polygon([0.5, 0.5], [0.84, 0.26], [0.78, 0.58]),
    ),
    layer(
      olive,
      polygon([0.5, 0.52], [0.26, 0.6], [0.38, 0.78]),
      polygon([0.5, 0.52], [0.74, 0.6], [0.62, 0.78]),
    ),
    layer(
      cream,
      stroke(
        [
          [0.5, 0.4],
          [0.5, 0.68],
        ],
        0.04,
      ),
      circle(0.32, 0.42, 0.03),
      circle(0.68, 0.42, 0.03),
    ),
    title({ text: 'moth in the hammers', ink: cream, y: 0.88 }),
  ],
  'eleven-schools': [
    ground(cream),
    layer(
      night,
      ...upTo(11).map((key) => box(0.09 + key * 0.0755, 0.3, 0.05, key === 7 ? 0.56 : 0.36)),
    ),
    layer(brick, box(0.09 + 7 * 0.0755, 0.78, 0.05, 0.08)),
    title({ text: 'eleven schools', ink: night }),
  ],
  corrugated: [
    ground(night),
    ...upTo(12).map((fold) =>
      layer(fold % 2 ? '#5d5b57' : '#8b8780', box(fold / 12, 0.26, 1 / 12, 0.6)),
    ),
    layer(brick, polygon([0, 0.26], [0.5, 0.06], [1, 0.26])),
    title({ text: 'corrugated', ink: cream, y: 0.91 }),
  ],
  'rust-vespers': [
    ground(brick),
    layer(night, both(circle(0.5, 0.46, 0.3), box(0, 0, 1, 0.46)), box(0.2, 0.46, 0.6, 0.54)),
    layer(amber, both(circle(0.5, 0.46, 0.22), box(0, 0, 1, 0.46)), box(0.28, 0.46, 0.44, 0.54)),
    layer(
      night,
      box(0.485, 0.22, 0.03, 0.78),
      box(0.28, 0.52, 0.44, 0.03),
      box(0.28, 0.74, 0.44, 0.03),
    ),
    title({ text: 'rust vespers', ink: cream, y: 0.06 }),
  ],
  'arriving-tuesday': [
    ground(sand),
    layer(paper, turned(box(0.16, 0.3, 0.68, 0.46), -0.015)),
    layer(brick, turned(box(0.16, 0.3, 0.68, 0.05), -0.015)),
    layer(
      night,
      ...upTo(4).map((line) =>
        turned(box(0.22, 0.42 + line * 0.075, [0.5, 0.42, 0.54, 0.2][line]!, 0.018), -0.015),
      ),
    ),
    title({ text: 'arriving tuesday stop', ink: night, height: 0.03 }),
  ],
  'all-forgiven': [
    ground(rose),
    layer(cream, polygon([0.14, 0.32], [0.86, 0.32], [0.86, 0.8], [0.14, 0.8])),
    layer(
      plum,
      without(
        polygon([0.14, 0.32], [0.86, 0.32], [0.5, 0.6]),
        polygon([0.19, 0.33], [0.81, 0.33], [0.5, 0.57]),
      ),
    ),
    layer(brick, circle(0.5, 0.58, 0.07)),
    title({ text: 'all forgiven stop', ink: plum }),
  ],
  countdown: [
    ground(indigo),
    layer(cream, ...upTo(4).map((part) => circle(0.2 + part * 0.2, 0.76, 0.07))),
    layer(amber, polygon([0.5, 0.16], [0.6, 0.34], [0.6, 0.56], [0.4, 0.56], [0.4, 0.34])),
    layer(
      brick,
      polygon([0.4, 0.46], [0.3, 0.6], [0.4, 0.58]),
      polygon([0.6, 0.46], [0.7, 0.6], [0.6, 0.58]),
    ),
    layer(indigo, circle(0.5, 0.38, 0.045), circle(0.8, 0.76, 0.05)),
    title({ text: 'countdown from four', ink: cream, y: 0.9 }),
  ],
  'glue-gun-galaxy': [
    ground(night),
    ...upTo(5).map((arm) =>
      layer(
        [rose, amber, sky, cream, brick][arm]!,
        turned(both(ring(0.62, 0.52, 0.3, 0.05), box(0.3, 0.1, 0.4, 0.42)), arm / 5),
      ),
    ),
    layer(cream, circle(0.5, 0.5, 0.06)),
    title({ text: 'glue gun galaxy', ink: cream, y: 0.06, height: 0.03 }),
  ],
  'an-empty-chair': [
    ground(amber),
    layer(
      night,
      box(0.34, 0.24, 0.035, 0.62),
      box(0.34, 0.53, 0.3, 0.035),
      box(0.605, 0.53, 0.035, 0.33),
    ),
    layer(
      night,
      ...upTo(3).map((bar) => box(0.34, 0.28 + bar * 0.075, 0.03, 0.02)),
      box(0.34, 0.24, 0.14, 0.022),
    ),
    layer(brick, both(circle(0.5, 0.98, 0.34), box(0, 0.86, 1, 0.14))),
    title({ text: 'an empty chair', ink: night, height: 0.045 }),
  ],
  'rain-sits-in': [
    ground(teal),
    layer(
      sea,
      many(upTo(42), (drop) =>
        turned(
          box(
            0.04 + (drop % 7) * 0.15 + (drop % 2) * 0.03,
            0.2 + Math.floor(drop / 7) * 0.13 + (drop % 3) * 0.03,
            0.009,
            0.06,
          ),
          0.03,
        ),
      ),
    ),
    layer(
      cream,
      box(0.4, 0.62, 0.2, 0.025),
      box(0.4, 0.44, 0.025, 0.44),
      box(0.575, 0.62, 0.025, 0.26),
    ),
    title({ text: 'rain sits in', ink: cream, height: 0.045 }),
  ],
  'the-chair-stays': [
    ground(brick),
    ...upTo(3).map((chair) =>
      layer(
        [plum, night, cream][chair]!,
        box(0.2 + chair * 0.16, 0.34 + chair * 0.07, 0.03, 0.44),
        box(0.2 + chair * 0.16, 0.56 + chair * 0.07, 0.22, 0.03),
        box(0.39 + chair * 0.16, 0.56 + chair * 0.07, 0.03, 0.22),
      ),
    ),
    title({ text: 'the chair stays', ink: cream, height: 0.045 }),
  ],
  'biscuit-tin': [
    ground(olive),
    layer(cream, circle(0.5, 0.54, 0.36)),
    layer(brick, circle(0.5, 0.54, 0.31)),
    layer(
      cream,
      ring(0.34, 0.54, 0.1, 0.03),
      ring(0.66, 0.54, 0.1, 0.03),
      box(0.34, 0.61, 0.32, 0.03),
    ),
    layer(amber, ...upTo(12).map((dot) => turned(circle(0.5, 0.205, 0.014), dot / 12, 0.5, 0.54))),
    title({ text: 'biscuit tin tapes', ink: cream }),
  ],
};
