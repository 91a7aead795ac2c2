// How each code point takes part in grapheme clusters (UAX #29), as the starts of runs of one class.

/** In the order of GraphemeClass in core/type/graphemes.cc. */
export const classes = [
  'other',
  'control',
  'extend',
  'conjunct_extend', // extend, and transparent inside an Indic conjunct
  'conjunct_linker', // extend, and what makes an Indic conjunct
  'consonant', // what an Indic conjunct joins
  'zwj',
  'regional_indicator',
  'prepend',
  'spacing_mark',
  'hangul_l',
  'hangul_v',
  'hangul_t',
  'pictographic',
];

const breakProperties = {
  CR: 'control',
  LF: 'control',
  Control: 'control',
  Extend: 'extend',
  ZWJ: 'zwj',
  Regional_Indicator: 'regional_indicator',
  Prepend: 'prepend',
  SpacingMark: 'spacing_mark',
  L: 'hangul_l',
  V: 'hangul_v',
  T: 'hangul_t',
};

/** [first code point, class number] of each run; the Hangul syllables (LV, LVT) are left to arithmetic. */
export function graphemeTable(data) {
  const classOf = new Array(0x110000).fill('other');
  const assign = (ranges, name, expected) => {
    for (const [first, last] of ranges)
      for (let code = first; code <= last; ++code) {
        if (!expected.includes(classOf[code]))
          throw new Error(`U+${code.toString(16)} is ${classOf[code]} and ${name}`);
        if (classOf[code] !== 'zwj') classOf[code] = name;
      }
  };
  for (const [property, name] of Object.entries(breakProperties))
    assign(data.ranges('auxiliary/GraphemeBreakProperty.txt', property), name, ['other']);
  assign(data.ranges('emoji/emoji-data.txt', 'Extended_Pictographic'), 'pictographic', ['other']);
  const conjunct = (value) => data.ranges('DerivedCoreProperties.txt', 'InCB', value);
  assign(conjunct('Extend'), 'conjunct_extend', ['extend', 'zwj']);
  assign(conjunct('Linker'), 'conjunct_linker', ['extend']);
  assign(conjunct('Consonant'), 'consonant', ['other']);

  const runs = [];
  classOf.forEach((name, code) => {
    if (code === 0 || name !== classOf[code - 1]) runs.push([code, classes.indexOf(name)]);
  });
  return runs;
}
