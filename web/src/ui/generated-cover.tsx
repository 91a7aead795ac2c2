import { memo } from 'react';
import { seededRandom, type Random } from './seeded-random';

const night = '#1a1410';
const bark = '#3a2818';
const rust = '#a8621a';
const amber = '#f2a93b';
const cream = '#f3e3c5';

const inks: readonly (readonly [ground: string, first: string, second: string, third: string])[] = [
  [night, amber, cream, rust],
  [amber, night, cream, rust],
  [cream, night, amber, rust],
  [bark, amber, cream, night],
  [rust, cream, amber, night],
];

const drawings = [sunrise, orbits, tiles, bars, grooves, horizon, discs];

/** A cover for what has none: the same name always gives the same drawing. */
export const GeneratedCover = memo(function GeneratedCover({ name }: { name: string }) {
  const random = seededRandom(name.trim().toLocaleLowerCase());
  const [ground, ...colours] = random.pick(inks);
  const draw = random.pick(drawings);
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="100" height="100" fill={ground} />
      {draw(random, colours)}
    </svg>
  );
});

type Colours = readonly [string, string, string];

function sunrise(random: Random, [first, second, third]: Colours) {
  const x = random.between(30, 70);
  const rings = [44, 34, 24, 14];
  return (
    <>
      {rings.map((radius, ring) => (
        <circle key={radius} cx={x} cy={72} r={radius} fill={ring % 2 ? third : first} />
      ))}
      <rect y="72" width="100" height="28" fill={second} />
      <rect y="80" width="100" height="2.5" fill={third} />
      <rect y="88" width="100" height="2.5" fill={third} />
    </>
  );
}

function orbits(random: Random, [first, second, third]: Colours) {
  const turn = random.between(0, 360);
  return (
    <g transform={`rotate(${turn} 50 50)`} fill="none" strokeWidth="2.5">
      {[14, 22, 30, 38].map((radius, ring) => (
        <circle key={radius} cx="50" cy="50" r={radius} stroke={ring % 2 ? second : first} />
      ))}
      <circle cx="50" cy="50" r="6" fill={third} />
      <circle cx="50" cy="12" r="7" fill={first} />
      <circle cx="80" cy="50" r="4.5" fill={second} />
    </g>
  );
}

function tiles(random: Random, colours: Colours) {
  const corners = [
    'M0 0H25A25 25 0 0 1 0 25Z',
    'M25 0V25A25 25 0 0 1 0 0Z',
    'M25 25H0A25 25 0 0 1 25 0Z',
    'M0 25V0A25 25 0 0 1 25 25Z',
  ];
  return Array.from({ length: 16 }, (_, tile) => (
    <path
      key={tile}
      d={random.pick(corners)}
      transform={`translate(${(tile % 4) * 25} ${Math.floor(tile / 4) * 25})`}
      fill={random.pick(colours)}
    />
  ));
}

function bars(random: Random, [first, second, third]: Colours) {
  return (
    <>
      <circle cx={random.between(22, 78)} cy="28" r="13" fill={third} />
      {Array.from({ length: 9 }, (_, bar) => {
        const height = random.between(14, 62);
        const fill = bar % 3 === 1 ? second : first;
        return (
          <rect key={bar} x={10 + bar * 9} y={90 - height} width="6" height={height} fill={fill} />
        );
      })}
    </>
  );
}

function grooves(random: Random, [first, second, third]: Colours) {
  const x = random.pick([0, 100]);
  const y = random.pick([0, 100]);
  return (
    <>
      {[96, 82, 68, 54, 40, 26].map((radius, ring) => (
        <circle key={radius} cx={x} cy={y} r={radius} fill={[first, third, second][ring % 3]} />
      ))}
    </>
  );
}

function horizon(random: Random, [first, second, third]: Colours) {
  const peak = random.between(28, 72);
  return (
    <>
      <circle cx={100 - peak} cy="30" r="14" fill={first} />
      <path d={`M-5 100 L${peak} 34 L105 100Z`} fill={third} />
      <path d={`M${peak - 30} 100 L${peak + 14} 58 L${peak + 60} 100Z`} fill={second} />
      <path d={`M-5 100 L${peak - 26} 66 L${peak + 16} 100Z`} fill={first} />
    </>
  );
}

function discs(random: Random, [first, second, third]: Colours) {
  const shift = random.between(8, 16);
  return (
    <>
      <circle cx={50 - shift} cy="44" r="27" fill={first} />
      <circle cx={50 + shift} cy="58" r="27" fill={second} fillOpacity="0.85" />
      <rect x="10" y="88" width={random.between(24, 60)} height="3" fill={third} />
    </>
  );
}
