// The tables as C++, packed as core/type/ unpacks them.
const bits = 21; // Of a code point.

export function render(version, { graphemes, spaces, upper, lower, fold }) {
  return [
    `// Written by tools/unicode/generate.mjs from the data files of Unicode ${version}; do not edit.`,
    '// Unicode data is © Unicode, Inc., used under the Unicode License (https://www.unicode.org/license.txt).',
    '// clang-format off',
    array(
      'uint32_t',
      'grapheme_runs',
      graphemes.map(([code, name]) => pack(name, code)),
    ),
    array('uint32_t', 'space_ranges', spaces.flat()),
    ...Object.entries({ upper, lower, fold }).flatMap(([name, table]) => [
      array('CaseRun', `${name}_runs`, table.runs.map(caseRun)),
      array('CaseExpansion', `${name}_expansions`, table.several.map(expansion)),
    ]),
    '// clang-format on',
    '',
  ].join('\n');
}

/** A small number above a code point. */
const pack = (number, code) => hex(number * 2 ** bits + code);

const caseRun = ({ first, target, count, step }) => `{${pack(step, first)},${pack(count, target)}}`;

function expansion(codes) {
  if (codes.some((code) => code > 0xffff)) throw new Error('an expansion leaves the basic plane');
  const [source, ...targets] = codes.map(hex);
  return `{${source},{${targets.join(',')}}}`;
}

const hex = (number) => (number < 10 ? `${number}` : `0x${number.toString(16)}`);

function array(type, name, items) {
  const lines = [''];
  for (const item of items.map((value) => `${value},`)) {
    if (lines.at(-1).length + item.length > 118) lines.push('');
    lines[lines.length - 1] += item;
  }
  return `constexpr std::array<${type}, ${items.length}> ${name} { {\n${lines.join('\n')}\n} };`;
}
